# catchment_numpy.py - the same catchments as matrices: python3 catchment_numpy.py FILE PLACES FACILITIES
import sys
import time

import numpy as np

name, demands, supplies = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with open(name, "rb") as file:
    people = np.fromfile(file, np.float64, demands)
    supply = np.fromfile(file, np.float64, supplies)
    minutes = np.fromfile(file, np.float32, demands * supplies).reshape(demands, supplies).astype(np.float64)

LIMIT, EDGE = 30.0, np.exp(-0.5)
WEIGH = {
    "2sfca": lambda t: np.ones_like(t),
    "e2sfca": lambda t: np.select([t <= 10, t <= 20], [1.0, 0.68], 0.22),
    "gauss": lambda t: (np.exp(-((t / LIMIT) ** 2) / 2) - EDGE) / (1 - EDGE),
    "exponent": lambda t: np.exp(-t / 10),
    "power": lambda t: np.maximum(t, 1.0) ** -1.0,
}
for kind, weigh in WEIGH.items():
    seconds = []
    for _ in range(7):
        begin = time.process_time()
        weight = np.where(minutes <= LIMIT, weigh(minutes), 0)
        asked = people @ weight
        ratio = np.divide(supply, asked, out=np.zeros_like(supply), where=asked > 0)
        access = weight @ ratio
        gravity, within = weight @ supply, (minutes <= LIMIT) @ supply
        nearest = minutes.min(axis=1)
        seconds.append(time.process_time() - begin)
    print(f"numpy {np.__version__} {kind:9} {1000 * sorted(seconds)[3]:7.1f} ms  sum {access @ people:.6f}")
