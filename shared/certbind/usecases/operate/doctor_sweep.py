"""Judging what the functions met: recheck's newest report in the ledger.

The other checks judge what the caller may do; what the roles of the functions may not do shows
only here, in binds that failed and in parts that could not be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from certbind.domain.lifecycle.journal import ChainBreak
from certbind.ports.ledger import Head
from certbind.usecases.operate.doctor import Check, not_probed, ok, wrong

OLDEST_REPORT = timedelta(hours=13)
"""Recheck runs every 6 hours: two calls were missed. As deploy/alarms/recheck-is-silent.json."""

_NAME = "last sweep"
_NAMED = 3
_SILENT = (
    "See trigger and log of the function recheck (docs/operations.md); `certbind recheck` sweeps "
    "now."
)


def judge_absence(watched: Head) -> list[Check]:
    """Without any report: the functions are new, or `watch` runs and `recheck` does not.

    watched: the newest entry of watch, which writes only when something changed.
    """
    if watched.entry is not None and watched.age is not None and watched.age > OLDEST_REPORT:
        hours = _hours(watched.age)
        return [wrong(_NAME, f"watch ran {hours} h ago, and recheck has never reported", _SILENT)]
    return [not_probed(_NAME, "recheck has not reported yet; it runs every 6 hours")]


def judge_damaged(broken: ChainBreak) -> Check:
    """The newest report cannot be read; the next sweep goes on after it."""
    told = f"recheck's newest report, entry {broken.sequence}, is damaged ({broken.problem})"
    return wrong(
        _NAME, told, "`certbind recheck` writes the next one (docs/runbook.md#quarantined)."
    )


def judge_report(details: Mapping[str, Any], age: timedelta | None) -> list[Check]:
    """What a report says of binds that failed and of what could not be read.

    details: of the entry (SweepReport.to_json). age: None where the ledger's clock was not told.
    """
    checks = []
    if age is not None and age > OLDEST_REPORT:
        checks.append(wrong(_NAME, f"recheck reported {_hours(age)} h ago last", _SILENT))
    checks += [_failed(word, domains) for word, domains in _failures(details).items()]
    unread = list(_unread(details))
    if unread:
        sentences = [one.rstrip(".") for one in unread]
        remedy = (
            "Mend what is named (docs/runbook.md#unread), then `certbind recheck` looks again."
        )
        checks.append(wrong(_NAME, f"recheck could not read {_named(sentences, '; ')}", remedy))
    since = f", {_hours(age)} h ago" if age is not None else ""
    return checks or [ok(_NAME, f"{details.get('domains', 0)} domains, no bind failed{since}")]


def _failed(word: str, told: Sequence[tuple[str, str]]) -> Check:
    """Of one word all domains, and of the first the whole sentence."""
    targets, detail = [target for target, _ in told], told[0][1]
    remedy = f"Do what docs/runbook.md#{word} says, then `certbind recheck` looks again."
    return wrong(_NAME, f"{word}: {_named(targets, ', ')} could not be bound ({detail})", remedy)


def _failures(details: Mapping[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """The trouble's word → target and sentence. A report of 0.1 has no words."""
    failures: dict[str, list[tuple[str, str]]] = {}
    for domain, detail in _having("bind_failed", details):
        word = domain.get("word") or "bind_failed"
        failures.setdefault(word, []).append((domain["target"], detail))
    return failures


def _unread(details: Mapping[str, Any]) -> Iterator[str]:
    yield from details.get("unread", ())
    for domain, detail in _having("unread", details):
        yield f"{domain['target']}: {detail}"


def _having(finding: str, details: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    for domain in details.get("findings", ()):
        for found in domain["findings"]:
            if found["finding"] == finding:
                yield domain, found["detail"]


def _named(some: Sequence[str], between: str) -> str:
    more = f" and {len(some) - _NAMED} more" if len(some) > _NAMED else ""
    return f"{between.join(some[:_NAMED])}{more}"


def _hours(age: timedelta) -> int:
    return max(int(age.total_seconds() // 3600), 0)
