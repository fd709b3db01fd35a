"""The tree of errors, as errors.py draws it."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator

import pytest

from certbind import errors
from certbind.errors import CertbindError

DRAWN = re.compile(r"─ (?P<name>\w+) +(?P<kind>permanent|retryable) ")
ELSEWHERE = (
    "certbind.adapters.machine.provenance",
    "certbind.cli.account_commands",
    "certbind.domain.trust.material.refusals",
    "certbind.runtime",
    "certbind.usecases.operate.dead_letters",
)
"""Modules with an error of their own."""


@pytest.fixture
def classes() -> tuple[type[CertbindError], ...]:
    for name in ELSEWHERE:
        importlib.import_module(name)
    return tuple(_below(CertbindError))


def _below(base: type[CertbindError]) -> Iterator[type[CertbindError]]:
    for made in base.__subclasses__():
        if made.__module__.startswith("certbind."):
            yield made
            yield from _below(made)


def test_an_error_is_repeated_or_not_as_it_is_drawn(
    classes: tuple[type[CertbindError], ...],
) -> None:
    """What is retryable goes back into the queue; all else is a dead letter at once."""
    text = errors.__doc__ or ""
    drawn = {found["name"]: found["kind"] == "retryable" for found in DRAWN.finditer(text)}
    made = {one.__name__: one.retryable for one in classes}
    assert made.pop("CloudError") is False, "drawn without a kind: only those below it are raised"
    assert made == drawn


def test_no_two_errors_share_a_code(classes: tuple[type[CertbindError], ...]) -> None:
    """Two are their parents to all that read a code: calls that were cut off and a product where
    nothing is are told apart inside the adapters alone.
    """
    alike = {
        errors.CutOffError: errors.UnavailableError,
        errors.UnusedError: errors.NotOpenedError,
    }
    assert all(one.code == parent.code for one, parent in alike.items())
    codes = [one.code for one in classes if one not in alike]
    assert len(set(codes)) == len(codes)
