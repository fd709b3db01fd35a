"""Which certificates are renewals of each other: one rule for whoever asks."""

from __future__ import annotations

import pytest

from certbind.domain.model.certificate import Line

TWO = frozenset({"a.example", "b.example"})


@pytest.mark.parametrize(
    ("new", "old", "is_same", "may_follow"),
    [
        (Line(TWO, "cas-1"), Line(TWO, "cas-1"), True, True),
        (Line(TWO, "cas-2"), Line(TWO, "cas-1"), True, True),  # bought anew
        (Line(TWO), Line(TWO), True, True),  # uploaded again
        (Line(frozenset({"c.example"}), "cas-1"), Line(TWO, "cas-1"), True, True),
        (Line(frozenset({"a.example"})), Line(TWO), False, True),  # a name was lost
        (Line(TWO | {"c.example"}), Line(TWO), False, True),  # one was gained
        (Line(frozenset({"c.example"}), ""), Line(TWO, ""), False, False),
        (Line(frozenset({"c.example"}), "cas-2"), Line(TWO, "cas-1"), False, False),
    ],
)
def test_a_line_is_known_by_its_instance_or_by_all_its_names(
    new: Line, old: Line, is_same: bool, may_follow: bool
) -> None:
    assert (new.is_same(old), old.is_same(new)) == (is_same, is_same)
    assert (new.may_follow(old), old.may_follow(new)) == (may_follow, may_follow)
