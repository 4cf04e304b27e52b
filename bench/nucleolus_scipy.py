"""nucleolus_scipy.py - the nucleolus by a sequence of linear programs in doubles, all groups as rows, solved by HiGHS through scipy.

usage: nucleolus_scipy.py FILE SHARE1 SHARE2     prints its processor time, levels and how far its first shares are from those given.
After each level the groups whose rows have a price are settled (Maschler, Peleg, Shapley 1979), and those whose sum then follows.
"""
import sys
import time

import numpy
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

with open(sys.argv[1], encoding="ascii") as file:
    n = int(file.readline())
    value = numpy.array([float(line) for line in file])
groups = numpy.arange(1, 2**n - 1)
member = ((groups[:, None] >> numpy.arange(n)) & 1).astype(float)
size = max(1.0, abs(value).max())
worth = value[groups] / size

begin = time.process_time()
settled, right = [numpy.ones(n)], [value[-1] / size]
is_open = numpy.ones(len(groups), bool)
levels = 0
while numpy.linalg.matrix_rank(numpy.array(settled)) < n and levels < n:
    rows = member[is_open]
    program = linprog(
        numpy.append(numpy.zeros(n), 1.0),
        A_ub=csr_matrix(numpy.hstack([-rows, -numpy.ones((len(rows), 1))])), b_ub=-worth[is_open],
        A_eq=csr_matrix(numpy.hstack([numpy.array(settled), numpy.zeros((len(settled), 1))])), b_eq=right,
        bounds=[(value[1 << i] / size, None) for i in range(n)] + [(None, None)], method="highs-ds")
    levels += 1
    if program.status != 0:
        print("    scipy: no answer:", program.message)
        sys.exit(1)
    x, e = program.x[:n], program.x[n]
    for row, price in zip(rows, program.ineqlin.marginals):
        if price < -1e-9:
            settled.append(row)
            right.append(row @ x)
    for i, price in enumerate(program.lower.marginals[:n]):
        if price > 1e-9:
            settled.append(numpy.eye(n)[i])
            right.append(x[i])
    base = numpy.linalg.svd(numpy.array(settled))[2][: numpy.linalg.matrix_rank(numpy.array(settled))].T
    is_open = numpy.abs(member - member @ base @ base.T).max(axis=1) > 1e-9
seconds = time.process_time() - begin
off = max(abs(x[i] * size - float(sys.argv[2 + i])) for i in range(2))
print(f"    scipy, in doubles: {1e3 * seconds:.0f} ms, {levels} levels; off by {off:.3g}")
