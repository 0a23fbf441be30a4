"""All names of a block against all others at once: scores as matrices, so that a million pairs take seconds.

The matrices only choose which pairs are looked at; `comparisons` says how like they are, and why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log
from typing import TYPE_CHECKING

from normalize.comparisons import Rarity, in_order
from normalize.name_features import Name

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

NEARLY = 80.0
"""Per cent of the letters in common, from which a misreading or a slip is looked for."""


def rarity(names: Sequence[Name]) -> Rarity:
    """How much each word of a block tells: 1 for a word of one name, less the more names have it."""
    count = Counter(w for n in names for w in {*n.words, *n.marks})
    most = log(1 + max(len(names), 2))
    return Rarity({w: max(0.1, 1 - log(n) / most) for w, n in count.items()})


def nearly(left: Sequence[Name], right: Sequence[Name]) -> list[tuple[int, int]]:
    """The pairs (index in left, index in right) whose letters are nearly the same: a misreading or a slip perhaps."""
    import numpy as np  # noqa: PLC0415
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    if not left or not right:
        return []
    found = process.cdist(
        [n.letters for n in left],
        [n.letters for n in right],
        scorer=fuzz.ratio,
        score_cutoff=NEARLY,
        dtype=np.uint8,
    )
    return [(int(i), int(j)) for i, j in np.argwhere(found > 0)]


def scores(left: Sequence[Name], right: Sequence[Name], told: Rarity) -> Scores:
    """A first score 0-1 for every pair: letters in common, words in common by rarity, initials. Shape (left, right)."""
    import numpy as np  # noqa: PLC0415
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    letters = process.cdist([n.core for n in left], [n.core for n in right], scorer=fuzz.ratio, dtype=np.uint8).astype(
        np.float32
    )
    alike = np.clip((letters / 100 - 0.6) / 0.4, 0, 1) * np.float32(0.6)
    words = _words(left, right, told)
    short = _initials(left, right)
    found: Scores = 1 - (1 - alike) * (1 - words * np.float32(0.85)) * (1 - short * np.float32(0.8))
    return found


def _words(left: Sequence[Name], right: Sequence[Name], told: Rarity) -> Scores:
    """The rarity of the words in common over the rarity of the words of the shorter name."""
    import numpy as np  # noqa: PLC0415

    every = sorted({w for n in (*left, *right) for w in n.marks})
    at = {w: i for i, w in enumerate(every)}
    weight = np.array([told.of(w) for w in every], dtype=np.float32)

    def incidence(names: Sequence[Name]) -> Scores:
        out: Scores = np.zeros((len(names), len(every)), dtype=np.float32)
        for i, n in enumerate(names):
            out[i, [at[w] for w in n.marks]] = 1
        return out

    a, b = incidence(left), incidence(right)
    common = (a * weight) @ b.T
    least = np.minimum.outer(a @ weight, b @ weight)
    share: Scores = np.divide(common, least, out=np.zeros_like(common), where=least > 0)
    return share


def _initials(left: Sequence[Name], right: Sequence[Name]) -> Scores:
    """1 where one name is the initials of the other, 0.6 where it is some of them in order."""
    import numpy as np  # noqa: PLC0415

    out: Scores = np.zeros((len(left), len(right)), dtype=np.float32)
    for names, others, turned in ((left, right, False), (right, left, True)):
        for i, n in enumerate(names):
            if len(n.acronym) < 2:
                continue
            for j, m in enumerate(others):
                value = 1.0 if n.acronym in m.initials else _some(n.acronym, m)
                if value:
                    place = (j, i) if turned else (i, j)
                    out[place] = max(out[place], value)
    return out


def _some(short: str, name: Name) -> float:
    if not name.initials or name.acronym or len(short) < 3:
        return 0.0
    full = name.initials[0]
    if full[0] != short[0]:
        return 0.0
    if full[-1] == short[-1] and in_order(short, full):
        return 0.6
    return 0.3 if in_order(short, name.flat) else 0.0
