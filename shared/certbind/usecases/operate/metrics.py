"""What an invocation did, as numbers that a log service can add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from certbind.errors import FAULTS, CertbindError
from certbind.usecases.rotate.outcome import Result

INVOCATION = "invocation"
"""`metric` of the line; stable."""

NOTHING_DUE = "nothing_due"
"""A timer's tick that had nothing to do, which shows nothing of the work that it has at others."""

WELL = frozenset({"ok", "skipped"})
"""SweepFindings that are no trouble, by value: every function imports this module, and only one
needs what recheck imports."""


def measure(
    answers: Sequence[Mapping[str, Any]], errors: Sequence[CertbindError], milliseconds: int
) -> dict[str, Any]:
    """Every number is there in every line, 0 where nothing happened: a sum over lines that lack
    a field is null.

    answers: of the messages that were finished, or of the whole call. errors: of those that were
    not. codes: the errors' codes, told as text once each.
    """
    outcomes = Counter(_outcomes(answers))
    numbers: dict[str, Any] = {"metric": INVOCATION, "milliseconds": milliseconds}
    numbers["messages"] = len(answers) + len(errors)
    numbers |= {result.value: outcomes[result.value] for result in Result}
    numbers |= _sweep(answers)
    numbers["errors"] = len(errors)
    numbers["errors_retryable"] = sum(error.retryable for error in errors)
    numbers["errors_internal"] = sum(error.code in FAULTS for error in errors)
    numbers["codes"] = ",".join(sorted({error.code for error in errors}))
    return numbers


def _outcomes(answers: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """Of each domain where an answer speaks of several (a rollback)."""
    for answer in answers:
        domains = answer.get("domains")
        for one in domains if isinstance(domains, list) else (answer,):
            yield str(one.get("outcome", ""))


def _sweep(answers: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """What the timers' answers say: of watch the events published, of recheck the findings.

    sweeps: a tick that had nothing to go on with is none.
    """
    names = ("certificates", "published", "sweeps", "rechecked", "unwell", "unread", "news")
    numbers = dict.fromkeys(names, 0)
    for answer in answers:
        if answer.get("outcome") == "rechecked":
            counts: Mapping[str, int] = answer.get("counts", {})
            numbers["sweeps"] += 1
            numbers["rechecked"] += answer.get("domains", 0)
            numbers["unwell"] += sum(n for name, n in counts.items() if name not in WELL)
            numbers["unread"] += len(answer.get("unread", ()))
            numbers["news"] += answer.get("news", 0)
        elif isinstance(answer.get("events"), list):
            numbers["certificates"] += answer.get("certificates", 0)
            numbers["published"] += len(answer["events"])
    return numbers
