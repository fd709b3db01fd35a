"""Every word of certbind that a person may look up, and where it occurs."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path

import certbind
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.reasons import Reason
from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.verdict_values import Outcome
from certbind.errors import CertbindError
from certbind.usecases.outcome import Result
from certbind.usecases.recheck_report import RecheckFinding

ENUMS: dict[str, type[Enum]] = {
    "reason": Reason,
    "fault": FaultClass,
    "verdict": Outcome,
    "finding": RecheckFinding,
    "entry": EntryKind,
    "outcome": Result,
}
_LITERAL = re.compile(r'\.again\(\s*command, "(\w+)"|ScanFailure\([^,]+, "(\w+)"')


@cache
def words() -> dict[str, set[str]]:
    """Where it occurs → the words."""
    found = {name: {str(member.value) for member in kind} for name, kind in ENUMS.items()}
    found["error"] = {error.code for error in _errors(CertbindError)}
    found["word"] = set(_literals())
    return found


def families_of(word: str) -> tuple[str, ...]:
    """Where a word occurs, in the order of the runbook's list."""
    order = ("reason", "fault", "verdict", "error", "finding", "entry", "outcome", "word")
    found = words()
    return tuple(name for name in order if word in found[name])


def _errors(base: type[CertbindError]) -> Iterator[type[CertbindError]]:
    for module in pkgutil.walk_packages(certbind.__path__, "certbind."):
        importlib.import_module(module.name)
    yield base
    yield from _below(base)


def _below(base: type[CertbindError]) -> Iterator[type[CertbindError]]:
    for child in base.__subclasses__():
        if child.__module__.startswith("certbind."):
            yield child
            yield from _below(child)


def _literals() -> Iterator[str]:
    for path in sorted(Path(certbind.__path__[0]).rglob("*.py")):
        for match in _LITERAL.finditer(path.read_text(encoding="utf-8")):
            yield match[1] or match[2]
