"""Public suffixes, as the library that carries the list has them."""

from __future__ import annotations

from pathlib import Path

import pytest
from publicsuffixlist import PSLFILE, PublicSuffixList

from certbind.domain.trust.names import is_public_suffix, registrable_domain


def test_every_name_of_the_list_is_told_as_the_library_tells_it() -> None:
    """Each rule of both sections, what it stands for, and the names beside, above and below it."""
    library = PublicSuffixList(only_icann=True)
    lines = map(str.strip, Path(PSLFILE).read_text(encoding="utf-8").splitlines())
    rules = [line for line in lines if line and not line.startswith("//")]
    bases = {rule.removeprefix("!").removeprefix("*.").encode("idna").decode() for rule in rules}
    names = {name for base in bases for name in (base, f"a.{base}", f"a.b.{base}")}
    names |= {base.partition(".")[2] for base in bases} - {""}
    assert len(names) > 20_000
    assert {one for one in names if is_public_suffix(one)} == {
        one for one in names if library.is_public(one)
    }


@pytest.mark.parametrize(
    ("name", "registered"),
    [("a.b.shop.example", "shop.example"), ("www.shop.co.uk", "shop.co.uk"), ("co.uk", "co.uk")],
)
def test_consoles_take_host_records_below_the_domain_that_was_registered(
    name: str, registered: str
) -> None:
    assert registrable_domain(name) == registered
