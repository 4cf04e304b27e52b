"""netting_scipy.py - what stays of claims after circles cancel, by scipy's HiGHS, beside ours.
usage: netting_scipy.py BENCH_NETTING [PARTIES CLAIMS]; claims are written by bench_netting SHAPE PARTIES CLAIMS FILE."""
import subprocess
import sys
import tempfile
import time

import numpy
import scipy
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

SHAPES = ["even", "one-way", "rings", "scale-free", "two-blocks", "one-way-back"]


def solve(claims, parties):
    """The claims of a pair added; the least sum that leaves every position: seconds of the processor, and the sum."""
    pair, at = numpy.unique(claims[:, 0] * parties + claims[:, 1], return_inverse=True)
    most = numpy.zeros(len(pair))
    numpy.add.at(most, at, claims[:, 2].astype(float))
    column = numpy.arange(len(pair))
    rows = numpy.concatenate([pair // parties, pair % parties])
    ones = numpy.concatenate([numpy.ones(len(pair)), -numpy.ones(len(pair))])
    keeps = coo_matrix((ones, (rows, numpy.concatenate([column, column]))), shape=(parties, len(pair))).tocsr()
    begin = time.process_time()
    found = linprog(numpy.ones(len(pair)), A_eq=keeps, b_eq=keeps @ most,
                    bounds=numpy.column_stack([numpy.zeros(len(pair)), most]), method="highs")
    return time.process_time() - begin, found


def main():
    bench = sys.argv[1]
    parties, claims = (int(sys.argv[2]), int(sys.argv[3])) if len(sys.argv) > 3 else (300, 20000)
    print("scipy", scipy.__version__, "HiGHS;", claims, "claims of", parties, "parties, processor time")
    for shape in SHAPES:
        with tempfile.NamedTemporaryFile() as file:
            told = subprocess.run([bench, shape, str(parties), str(claims), file.name], check=True, capture_output=True, text=True)
            left, ours = int(told.stdout.split()[0]), float(told.stdout.split()[1])
            theirs, found = solve(numpy.loadtxt(file.name, dtype=numpy.int64), parties)
        if found.status != 0:
            print(f"{shape}: ours {ours:.4f} s; scipy gives up: {found.message}")
            continue
        print(f"{shape}: ours {ours:.4f} s, scipy {theirs:.3f} s, {theirs / ours:.0f} times; stays {left}, off by {found.fun - left:.0f}")


main()
