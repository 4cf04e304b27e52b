"""scipy_reach.py - scipy.sparse.csgraph.dijkstra on a graph that bench_reach wrote, in processor time.

usage: scipy_reach.py GRAPH   with GRAPH: nodes, arcs, sources, limit as u64, then start, head, ms and source as u32.
prints: full MEDIAN_S SUM   and   limit MEDIAN_S SUM   with the sum of all finite distances, for comparison.
Debian: apt-get install python3-scipy
"""
import statistics
import sys
import time

import numpy
import scipy
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

FULL_RUNS = 3
CLOSED = 2**32 - 1


def read(path):
    with open(path, "rb") as file:
        nodes, arcs, sources, limit = (int(n) for n in numpy.fromfile(file, numpy.uint64, 4))
        start = numpy.fromfile(file, numpy.uint32, nodes + 1)
        head = numpy.fromfile(file, numpy.uint32, arcs)
        ms = numpy.fromfile(file, numpy.uint32, arcs)
        source = numpy.fromfile(file, numpy.uint32, sources)
    is_open = ms != CLOSED
    before = numpy.concatenate(([0], numpy.cumsum(is_open)))
    graph = (ms[is_open].astype(numpy.float64), head[is_open].astype(numpy.int32), before[start].astype(numpy.int32))
    return csr_matrix(graph, shape=(nodes, nodes)), [int(s) for s in source], limit


def measure(graph, sources, limit):
    times, total = [], 0.0
    for source in sources:
        before = time.process_time()
        dist = dijkstra(graph, directed=True, indices=source, limit=limit)
        times.append(time.process_time() - before)
        total += float(dist[numpy.isfinite(dist)].sum())
    return statistics.median(times), total


def main():
    graph, sources, limit = read(sys.argv[1])
    for name, some, most in (("full", sources[:FULL_RUNS], numpy.inf), ("limit", sources, limit)):
        seconds, total = measure(graph, some, most)
        print(name, f"{seconds:.6f}", f"{total:.0f}")
    print("version", scipy.__version__)


main()
