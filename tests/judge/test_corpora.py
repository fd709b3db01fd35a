"""limbo and BetterTLS: every case is right, or listed by name with its reason."""

from __future__ import annotations

import time

import pytest

from tests.judge.corpora import FOLDER, Vector, is_refused, vectors
from tests.judge.corpora_listed import LISTED

LIMBO, BETTER_TLS = "x509-limbo-own.json.gz", "bettertls-pathbuilding.json.gz"
SECONDS = 2.0
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"no {FOLDER}: say in CERTBIND_CORPORA where the vectors are"
)


@pytest.mark.parametrize(("file", "count"), [(LIMBO, 194), (BETTER_TLS, 81)])
def test_every_vector_is_right_or_listed_and_none_is_both(file: str, count: int) -> None:
    found = list(vectors(file))
    assert len(found) == count
    wrong = {one.name for one in found if not _is_right(one)}
    assert wrong == LISTED.keys() & {one.name for one in found}


def _is_right(vector: Vector) -> bool:
    """What is not applicable is not right either, and so has to be listed."""
    if vector.not_applicable:
        return False
    began = time.process_time()
    refused = is_refused(vector)
    assert time.process_time() - began < SECONDS, vector.name
    return refused is not vector.expected


def test_each_listed_name_is_a_vector_and_has_a_reason() -> None:
    names = {one.name for file in (LIMBO, BETTER_TLS) for one in vectors(file)}
    assert LISTED.keys() <= names
    assert all(LISTED.values())
