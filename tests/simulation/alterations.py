"""What a mutant does instead of what the production code does."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from certbind import events
from certbind.adapters.oss import domain
from certbind.domain.decide import decide, evidence
from certbind.domain.lifecycle import journal, looks
from certbind.domain.lifecycle.facts import Looked, LookResult, NotMade
from certbind.domain.renewal import decide as renewal
from certbind.domain.renewal.records.leftover import removal
from certbind.domain.situation import eligibility
from certbind.errors import LedgerUnreadableError
from certbind.usecases.account import sweep
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.renew import follow_line, validating
from certbind.usecases.rotate import act, gather

Patches = Callable[[ExitStack], None]


def instead(owner: Any, name: str, other: Any) -> Patches:
    def apply(stack: ExitStack) -> None:
        stack.enter_context(patch.object(owner, name, other))

    return apply


def together(*several: Patches) -> Patches:
    def apply(stack: ExitStack) -> None:
        for one in several:
            one(stack)

    return apply


def without(walk: str, check: Callable[..., Any]) -> Patches:
    """One of the ordered checks is gone."""
    left = tuple(one for one in getattr(decide, walk) if one is not check)
    if len(left) == len(getattr(decide, walk)):
        raise LookupError(f"{check} is not in {walk}")
    return together(
        instead(decide, walk, left),
        *([instead(gather, walk, left)] if hasattr(gather, walk) else []),
    )


def renewals_without(*checks: Callable[..., Any]) -> Patches:
    """As `without`, of the checks of a line."""
    left = tuple(one for one in renewal.CHECKS if one not in checks)
    if len(left) + len(checks) != len(renewal.CHECKS):
        raise LookupError(f"one of {checks} is no check of a line")
    return instead(renewal, "CHECKS", left)


def orders_first(self: Any, ordering: Any, line: Any, order: Any, decision: Any, call: Any) -> Any:
    """The call, then its intent."""
    ordering.orders.place(call, line.certificate, order)
    return _PLACE(self, ordering, line, order, decision, call)


_PLACE = follow_line.FollowLine._place


def record_first(self: Any, journal: Any, position: Any, record: Any, note: Any) -> Any:
    """The call, then its intent."""
    self.zones.add(record)
    return _WRITE(self, journal, position, record, note)


_WRITE = validating.Validating._write


def takes_any_record(one: Any, standing: Any) -> Any:
    """Whatever stands at the name."""
    if isinstance(standing, tuple) and standing:
        return replace(one, id=standing[0].id), None, "taken away"
    return _REMOVAL(one, standing)


_REMOVAL = removal


def nothing(*_: object, **__: object) -> None:
    return None


def looked_good(served: Any, *state: Any) -> Looked:
    """Whatever is seen, all is well."""
    looked = _READ(served, *state)
    good = looked.result in (LookResult.NOT_YET, LookResult.NOT_SEEN)
    return replace(looked, result=LookResult.GOOD) if good else looked


_READ = evidence.read_look
_DECODE_DIGEST = journal._digest


def one_good_look(state: Any, look: Any, fact: Any, times: Any) -> Any:
    return looks._concluded(state, fact)


def begins_early(certificate: Any, now: Any) -> tuple[Any, ...]:
    found = _DATES(certificate, now)
    return tuple(one for one in found if one.reason.value != "not_yet_valid")


def never_ends(certificate: Any, now: Any) -> tuple[Any, ...]:
    found = _DATES(certificate, now)
    return tuple(one for one in found if one.reason.value != "expired")


_DATES = eligibility._check_dates


def writes_first(self: Any, position: Any, target: Any, bind: Any, cause: Any, **more: Any) -> Any:
    """The binding, then its intent."""
    self.targets.bind(target, bind.certificate.id, bind.expects)
    return _ACT(self, position, target, bind, cause, **more)


_ACT = act.BindAndRecord.__call__


def forgets(state: Any, change: Any, bound: Any) -> Any:
    return state.way_back


def takes_anything(self: Any, key: str, data: bytes, entry: Any, _: str) -> None:
    """Another's entry under the number passes for our own."""


def puts_blindly(self: Any, certificate: Any, _: str, **__: bool) -> str:
    """OSS compares with nothing."""
    return _PUT(self, certificate, "", force=True)


_PUT = domain.OssDomain.put


def overwrites(self: Any, key: str, data: bytes, subject: str, _: str) -> None:
    bucket = self._api.bucket(self._name)
    self._api.call("PutObject", subject, lambda: bucket.put_object(key, data), etag=True)


def believes(data: bytes) -> Any:
    """What does not fit its hash is obeyed."""
    raw = json.loads(data)
    raw["hash"] = _DECODE_DIGEST({k: v for k, v in raw.items() if k != "hash"})
    return _DECODE(journal._canonical(raw))


_DECODE = journal.decode


def frozen(self: Any, domain: Any, broken: Any, now: Any, skew: Any) -> Any:
    raise LedgerUnreadableError("damaged", subject=str(domain))


def all_well(situation: Any, decision: Any, *, is_queued: bool) -> Any:
    return ((SweepFinding.OK, ""),)


def earliest(candidates: Any, domain: Any, now: Any, policy: Any) -> Any:
    found = list(candidates)
    return min(found, key=lambda one: one.end, default=None)


def earliest_first(candidates: Any, domain: Any, now: Any, policy: Any) -> tuple[Any, ...]:
    return tuple(sorted(candidates, key=lambda one: one.end))


def lost_is_refused(error: Any, bind: Any) -> Any:
    return NotMade(error.code)


def loud(self: Any, delay: Any) -> None:
    """Too early a message comes back at once, twice."""
    for _ in range(2):
        self.queue.send(self.message, timedelta(seconds=1))


def unproven(self: Any) -> Any:
    newest = self.sources.journal.newest(sweep.SUBJECT)
    return newest if isinstance(newest, journal.Entry) else None


def leaks(event: Any) -> str:
    return _RENDER(event).replace('"data":', '"key":"-----BEGIN PRIVATE KEY-----","data":')


_RENDER = events.render


def any_name(name_lists: Any, domain: Any) -> tuple[Any, ...]:
    return ()


def raises(*_: object, **__: object) -> Any:
    raise KeyError("a fault of ours")


def says_nothing(decision: Any) -> str:
    return ""
