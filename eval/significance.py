"""Whether two runs over the same cases differ by more than chance.

Both runs answer the same cases, so the tests are paired. Two are used, each for what it fits:

* Right or wrong: McNemar's exact test. Only the cases that changed tell anything; under the null hypothesis each was as
  likely won as lost, so their split is binomial with 1/2. Exact, because few cases change, and the chi-square form
  needs 25 changed ones or more (McNemar, Psychometrika 12, 1947).
* Scores between 0 and 1 (facts, citations, nDCG): a paired permutation test. Under the null hypothesis the two scores
  of a case could stand either way round, so the signs of the differences are flipped: all ways where there are 4,096 at
  most, else 10,000 drawn ones with a seed. It supposes no distribution; such scores are mostly 0 and 1, far from the
  normal one that a t-test supposes (Smucker, Allan and Carterette, CIKM 2007).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

LEVEL = 0.05
DRAWN = 10_000
EXACT_UP_TO = 12
SEED = 20_260_101


def mcnemar(lost: int, won: int) -> float:
    """The two-sided p of so many cases lost and won.

    >>> mcnemar(6, 0), mcnemar(1, 1)
    (0.03125, 1.0)
    """
    from scipy.stats import binomtest  # type: ignore[import-untyped]

    return float(binomtest(lost, lost + won, 0.5).pvalue) if lost + won else 1.0


def permutation(before: Sequence[float], after: Sequence[float]) -> float:
    """The two-sided p of the mean difference between paired scores of the same length.

    >>> permutation([0.0] * 6, [1.0] * 6)
    0.03125
    """
    differences = np.asarray(after, dtype=np.float64) - np.asarray(before, dtype=np.float64)
    differences = differences[differences != 0.0]
    n = len(differences)
    if not n:
        return 1.0
    if n <= EXACT_UP_TO:
        signs = 1.0 - 2.0 * ((np.arange(2**n)[:, None] >> np.arange(n)) & 1)
        return float(np.mean(np.abs(signs @ differences) >= abs(differences.sum()) - 1e-12))
    signs = np.random.default_rng(SEED).choice((-1.0, 1.0), size=(DRAWN, n))
    reached = np.sum(np.abs(signs @ differences) >= abs(differences.sum()) - 1e-12)
    return float((reached + 1) / (DRAWN + 1))
