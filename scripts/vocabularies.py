"""Every word that certbind can print, and where it occurs, read from the code itself."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TypeVar

import certbind
from certbind.domain.decide.case import Health
from certbind.domain.decide.decision import Tone
from certbind.domain.deployment.surroundings import Access
from certbind.domain.hygiene.elsewhere import Handled
from certbind.domain.hygiene.prune import Kept
from certbind.domain.hygiene.quotas import Shortage
from certbind.domain.jobs.values import JobState
from certbind.domain.lifecycle.facts import LookResult
from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.lifecycle.rollout import RolloutStage
from certbind.domain.lifecycle.state import Going, Purpose, SeenAs, Stage, Why
from certbind.domain.lifecycle.state_v1 import PHASES
from certbind.domain.model.policy import ExpiryStage
from certbind.domain.model.reasons import Reason
from certbind.domain.notices.due import Occasion
from certbind.domain.renewal.order import OrderCall
from certbind.domain.renewal.state import LinePhase
from certbind.domain.serving.functions import Measure
from certbind.domain.serving.proof import Met, Old
from certbind.domain.serving.values import Form
from certbind.domain.situation.reading import Part, Unasked
from certbind.domain.situation.situation import WishKind
from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.observation import Attempt, Family, Resolution
from certbind.domain.trust.revocation.crl import Standing
from certbind.domain.trust.roots.installing import System
from certbind.domain.trust.roots.wanted import Need
from certbind.domain.trust.stores.asked import Refusal
from certbind.domain.trust.summary import Refusers
from certbind.domain.trust.verdict_values import Check, Match, Outcome, Sight
from certbind.domain.words import Urgency
from certbind.errors import CertbindError
from certbind.events import EventType
from certbind.requests import EmergencyAction
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.certificates.upload import UploadState
from certbind.usecases.explain.explanation import Belongs, Direction, Does, Fit, Got, Young
from certbind.usecases.operate.dead_letters import Replay
from certbind.usecases.operate.doctor import Status
from certbind.usecases.operate.setup_plan import Change, Thing
from certbind.usecases.overview.report import CertificateKind, DomainHealth, SeenBy
from certbind.usecases.rotate.outcome import Result

T = TypeVar("T")

ENUMS: dict[str, type[Enum]] = {
    "reason": Reason,
    "fault": FaultClass,
    "verdict": Outcome,
    "match": Match,
    "sight": Sight,
    "finding": SweepFinding,
    "entry": EntryKind,
    "health": DomainHealth,
    "outcome": Result,
    "event": EventType,
    "stage": ExpiryStage,
    "check": Status,
    "step": Change,
    "letter": Replay,
    "upload": UploadState,
    "elsewhere": Handled,
    "prune": Kept,
    "quota": Shortage,
}
"""Place → the words that stand there, where an Enum holds them."""

NO_WORDS: dict[type[Enum], str] = {
    Attempt: "told as a FaultClass; COMPLETED is the absence of one",
    Resolution: "told as a FaultClass; RESOLVED is the absence of one",
    Family: "IPv4 or IPv6",
    Check: "names what was looked at, not what was found",
    Thing: "names of things, in plain English",
    Access: "told by doctor as a Status",
    Stage: "derived, and told as the phase",
    SeenAs: "the ledger's own; told by the entry and its fault",
    Why: "the ledger's own: what a series of looks is for",
    LinePhase: "the ledger's own; told by the entry and its word",
    OrderCall: "actions of CAS, as its API names them",
    Purpose: "the ledger's own: whose wish a binding was",
    RolloutStage: "the ledger's own: what is told is `canary_first`, `canary_failed`",
    LookResult: "told as an entry and its fault",
    WishKind: "what a person can ask for, never printed",
    Tone: "told as a plan's bind, keep or cannot",
    Health: "inside a decision; told as its word",
    Occasion: "the heading of a notice's line, in its language (domain/words/labels)",
    Part: "inside a decision, never printed",
    Unasked: "the absence of an answer, never printed",
    Standing: "told as the fault *revoked*, as *revocation_unknown*, or by neither",
    SeenBy: "who looked: told by a label",
    CertificateKind: "where CAS has it from: told by a label",
    Urgency: "the catalogue's own; the runbook says it in a sentence",
    Belongs: "a sentence of `explain` (domain/words/labels)",
    Direction: "a sentence of `explain`",
    Does: "a sentence of `explain`; why is the decision's word",
    Fit: "a sentence of `explain`; why not is a Reason",
    Got: "a sentence of `explain`; what is wrong is a FaultClass",
    Young: "a sentence of `explain`",
    Form: "which settings a product has, never printed",
    Going: "the ledger's own; told by the entry and its word",
    Measure: "what a person can ask for, as the option names it",
    EmergencyAction: "what a person can ask for, as the command names it",
    JobState: "CAS's own words, told as CAS has them",
    Met: "told as ok, no or ?? beside what was seen (verify --settings)",
    Old: "of one hello; told as refused, spoken or not tried",
    Refusers: "a sentence, and a label of `explain` and `status`",
    Refusal: "a sentence of `roots`; the fault is told as a FaultClass",
    Need: "a sentence of `roots` (domain/words/labels)",
    System: "names of systems: told by a label",
}
"""Enums whose values are printed or could be, and need no row: why."""

FACTS = frozenset(
    {
        "KeyAlgorithm",
        "OrderKind",
        "OrderStage",
        "CertificateStatus",
        "TargetState",
        "BindingSource",
        "Outward",
        "KeyKind",
        "CasList",
        "CrlUse",
        "Exit",
        "Sort",
        "Store",
    }
)
"""Enums of facts that the cloud states, of settings and of numbers: no judgements of ours."""


@cache
def words() -> dict[str, frozenset[str]]:
    """Place → the words that stand there."""
    found = {place: {str(one.value) for one in kind} for place, kind in ENUMS.items()}
    found["phase"] = set(PHASES)
    found["error"] = {error.code for error in errors()}
    found["outcome"] |= {word for tree in _trees() for word in _answers(tree)}
    found["trouble"] = {word for tree in _trees() for word in _troubles(tree)} - found["error"]
    return {place: frozenset(said) for place, said in found.items()}


def places_of(code: str) -> tuple[str, ...]:
    """Where a word occurs, in the order of `words`."""
    return tuple(place for place, said in words().items() if code in said)


@cache
def errors() -> tuple[type[CertbindError], ...]:
    """Every exception of certbind."""
    _import_all()
    return tuple(_of_certbind([CertbindError]))


@cache
def enums() -> tuple[type[Enum], ...]:
    """Every Enum of certbind."""
    _import_all()
    return tuple(_of_certbind(Enum.__subclasses__()))


def _import_all() -> None:
    for module in pkgutil.walk_packages(certbind.__path__, "certbind."):
        importlib.import_module(module.name)


def _of_certbind(classes: Iterable[type[T]]) -> Iterator[type[T]]:
    """Those that certbind defines, and what is below them."""
    for one in classes:
        if one.__module__.startswith("certbind."):
            yield one
        yield from _of_certbind(one.__subclasses__())


def classes() -> frozenset[str]:
    """The names of all that certbind defines as a class."""
    nodes = (node for tree in _trees() for node in ast.walk(tree))
    return frozenset(node.name for node in nodes if isinstance(node, ast.ClassDef))


@cache
def _trees() -> tuple[ast.Module, ...]:
    paths = sorted(Path(certbind.__path__[0]).rglob("*.py"))
    return tuple(ast.parse(path.read_text(encoding="utf-8")) for path in paths)


def _answers(tree: ast.Module) -> Iterator[str]:
    """`{"outcome": "watched"}`, also where one of two is chosen, or the word has a name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "outcome":
                    named = _constants().get(value.id) if isinstance(value, ast.Name) else None
                    yield from _texts(value) if named is None else (named,)


@cache
def _constants() -> dict[str, str]:
    """Texts that a module gives a name."""
    assigned = (node for tree in _trees() for node in tree.body if isinstance(node, ast.Assign))
    return {
        target.id: node.value.value
        for node in assigned
        for target in node.targets
        if isinstance(target, ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


REASON_AT = {"Outcome": 3, "Record": 2, "Note": 2, "ScanFailure": 1, "Unread": 0}
"""The place of the code among the arguments of what carries one."""


def _troubles(tree: ast.Module) -> Iterator[str]:
    """Codes that are written where they are said."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if name in REASON_AT:
            given = [*node.args[REASON_AT[name] :][:1]]
            given += [one.value for one in node.keywords if one.arg in ("reason", "code")]
            for value in given:
                yield from _texts(value)


def _texts(value: ast.expr) -> Iterator[str]:
    """The texts that an expression can be, without going into calls."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from _texts(value.body)
        yield from _texts(value.orelse)
