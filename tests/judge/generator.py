"""The seeded set: every change alone, and pairs of changes; a third of it is set aside."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from dataclasses import replace

from tests.judge.cases import AREAS, Areas, Case, singles
from tests.judge.relatives import RELATIVES
from tests.judge.transport import TRANSPORT

SEED = 20261129
PAIRS = 160
_ALONE = {"peer"}  # a script serves nothing, so nothing else shows


def every_case(seed: int = SEED, pairs: int = PAIRS) -> tuple[Case, ...]:
    """In a fixed order for a seed."""
    return (*singles(), *_pairs(seed, pairs, AREAS))


def _pairs(seed: int, count: int, changes: Areas) -> Iterable[Case]:
    """Two changes of different areas, the second made upon the first."""
    draw = random.Random(seed)  # noqa: S311 - the same cases each time, no secret
    areas = [area for area in changes if area not in _ALONE]
    seen: set[tuple[str, str]] = set()
    while len(seen) < count:
        first, second = draw.sample(areas, 2)
        one, other = (draw.choice(sorted(changes[area])) for area in (first, second))
        name = (f"{first}/{one}", f"{second}/{other}")
        if name in seen:
            continue
        seen.add(name)
        made = changes[second][other](changes[first][one](Case("")))
        yield replace(made, name=" + ".join(name), areas=(first, second))


def is_held_out(case: Case, seed: int = SEED) -> bool:
    """A third, by name and seed: nobody tunes to these."""
    digest = hashlib.sha256(f"{seed}:{case.name}".encode()).digest()
    return digest[0] % 3 == 0


def relatives(seed: int = SEED, pairs: int = PAIRS) -> Iterable[Case]:
    """Each relative of a false "ok" and more of the connection alone, and pairs of changes."""
    yield from singles({**RELATIVES, **TRANSPORT})
    yield from _pairs(seed, pairs, {**AREAS, **RELATIVES})
