"""How little a text repeats itself: what a paragraph is worth before anything is asked.

In a text that says the same words again and again each of them counts several times, and BM25's
length normalisation takes it for a text that says more. Lipani, Lupu, Hanbury and Aizawa,
"Verboseness fission for BM25 document length normalization", 2015, tell these apart by the mean
term frequency.
"""

import math
from collections.abc import Sequence


def variety(terms: Sequence[str]) -> float:
    """Return 1 - ln(mean term frequency), at least 0; 1 where no term comes twice.

    It is 0 where there is no term.
    """
    if not terms:
        return 0.0
    return max(0.0, 1.0 - math.log(len(terms) / len(set(terms))))
