"""scipy_matrix.py - scipy.sparse.csgraph.dijkstra on a graph that bench_hierarchy wrote, in processor time.

usage: scipy_matrix.py GRAPH   with GRAPH: nodes, arcs, sources, targets as u64, then start, head, ms, source and target as u32.
prints: source MEDIAN_S sum SUM version VERSION, where SUM is that of all distances from the sources to the targets.
Debian: apt-get install python3-scipy
"""
import statistics
import sys
import time

import numpy
import scipy
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra


def main():
    with open(sys.argv[1], "rb") as file:
        nodes, arcs, sources, targets = (int(n) for n in numpy.fromfile(file, numpy.uint64, 4))
        start, head, ms, source, target = (
            numpy.fromfile(file, numpy.uint32, n) for n in (nodes + 1, arcs, arcs, sources, targets)
        )
    graph = csr_matrix((ms.astype(numpy.float64), head.astype(numpy.int32), start.astype(numpy.int32)), shape=(nodes, nodes))
    times, total = [], 0.0
    for one in source:
        before = time.process_time()
        dist = dijkstra(graph, directed=True, indices=int(one))
        times.append(time.process_time() - before)
        total += float(dist[target].sum())
    print("source", f"{statistics.median(times):.6f}", "sum", f"{total:.0f}", "version", scipy.__version__)


main()
