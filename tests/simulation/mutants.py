"""The code with one promise taken out at a time: does any seed tell?

Each is a patch of production functions, with the promise that it breaks. `python -m
tests.simulation mutants` plays seeds with each until one tells, and prints the table.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from certbind import events
from certbind.adapters.accelerated import targets as cdn_targets
from certbind.adapters.calls import guard
from certbind.adapters.ledger import journal as oss_journal
from certbind.adapters.mns import queue as mns_queue
from certbind.adapters.oss import targets as oss_targets
from certbind.domain.decide import brakes, case, decide, evidence, sight, wants
from certbind.domain.lifecycle import absorb, advance, journal, looks
from certbind.domain.lifecycle.facts import Looked, LookResult, NotMade, OtherHand
from certbind.domain.situation import assessed, eligibility
from certbind.errors import LedgerUnreadableError
from certbind.usecases.account import sweep
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.operate import timer_failures
from certbind.usecases.rotate import act, domain_journal, gather, sentences, step
from tests.simulation.drawing import draw_plan
from tests.simulation.invariants import Broken
from tests.simulation.play import play

Patches = Callable[[ExitStack], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. seed: the first that told, None where none did."""

    name: str
    promise: str
    seed: int | None
    how: str
    tried: int

    def told(self) -> str:
        """For a person."""
        caught = f"seed {self.seed}" if self.seed is not None else f"NOT in {self.tried} seeds"
        return f"{self.name:34} {self.promise:22} {caught:12} {self.how[:110]}"


def hunt(name: str, seeds: int, days: int) -> Row:
    """Play seeds until one breaks a promise."""
    promise, apply = MUTANTS[name]
    with ExitStack() as stack:
        apply(stack)
        for seed in range(seeds):
            try:
                broken = play(draw_plan(seed, days)).broken
            except Exception as error:  # noqa: BLE001 - a mutant may break the platform's part too
                broken = Broken("a fault", repr(error))
            if broken is not None:
                return Row(name, promise, seed, str(broken), seed + 1)
    return Row(name, promise, None, "", seeds)


def _set(owner: Any, name: str, instead: Any) -> Patches:
    def apply(stack: ExitStack) -> None:
        stack.enter_context(patch.object(owner, name, instead))

    return apply


def _all(*several: Patches) -> Patches:
    def apply(stack: ExitStack) -> None:
        for one in several:
            one(stack)

    return apply


def _without(walk: str, check: Callable[..., Any]) -> Patches:
    """One of the ordered checks is gone."""
    left = tuple(one for one in getattr(decide, walk) if one is not check)
    if len(left) == len(getattr(decide, walk)):
        raise LookupError(f"{check} is not in {walk}")
    return _all(
        _set(decide, walk, left),
        *([_set(gather, walk, left)] if hasattr(gather, walk) else []),
    )


def _nothing(*_: object, **__: object) -> None:
    return None


def _looked_good(served: Any, *state: Any) -> Looked:
    """Whatever is seen, all is well."""
    looked = _READ(served, *state)
    good = looked.result in (LookResult.NOT_YET, LookResult.NOT_SEEN)
    return replace(looked, result=LookResult.GOOD) if good else looked


_READ = evidence.read_look
_DECODE_DIGEST = journal._digest


def _one_good_look(state: Any, look: Any, fact: Any, times: Any) -> Any:
    return looks._concluded(state, fact)


def _begins_early(certificate: Any, now: Any) -> tuple[Any, ...]:
    found = _DATES(certificate, now)
    return tuple(one for one in found if one.reason.value != "not_yet_valid")


def _never_ends(certificate: Any, now: Any) -> tuple[Any, ...]:
    found = _DATES(certificate, now)
    return tuple(one for one in found if one.reason.value != "expired")


_DATES = eligibility._check_dates


def _writes_first(
    self: Any, position: Any, target: Any, bind: Any, cause: Any, **more: Any
) -> Any:
    """The binding, then its intent."""
    self.targets.bind(target, bind.certificate.id, bind.expects)
    return _ACT(self, position, target, bind, cause, **more)


_ACT = act.BindAndRecord.__call__


def _forgets(state: Any, change: Any, bound: Any) -> Any:
    return state.way_back


def _takes_anything(self: Any, key: str, data: bytes, entry: Any) -> None:
    """Another's entry under the number passes for our own."""


def _overwrites(self: Any, key: str, data: bytes, subject: str) -> None:
    bucket = self._api.bucket(self._name)
    self._api.call("PutObject", subject, lambda: bucket.put_object(key, data), etag=True)


def _believes(data: bytes) -> Any:
    """What does not fit its hash is obeyed."""
    raw = json.loads(data)
    raw["hash"] = _DECODE_DIGEST({k: v for k, v in raw.items() if k != "hash"})
    return _DECODE(journal._canonical(raw))


_DECODE = journal.decode


def _frozen(self: Any, domain: Any, broken: Any, now: Any, skew: Any) -> Any:
    raise LedgerUnreadableError("damaged", subject=str(domain))


def _all_well(situation: Any, decision: Any, *, is_queued: bool) -> Any:
    return ((SweepFinding.OK, ""),)


def _earliest(candidates: Any, domain: Any, now: Any, policy: Any) -> Any:
    found = list(candidates)
    return min(found, key=lambda one: one.end, default=None)


def _lost_is_refused(error: Any, bind: Any) -> Any:
    return NotMade(error.code)


def _loud(self: Any, message: Any, delay: Any) -> None:
    """Too early a message comes back at once, twice."""
    for _ in range(2):
        self.queue.send(message, timedelta(seconds=1))


def _unproven(self: Any) -> Any:
    newest = self.sources.journal.newest(sweep.SUBJECT)
    return newest if isinstance(newest, journal.Entry) else None


def _leaks(event: Any) -> str:
    return _RENDER(event).replace('"data":', '"key":"-----BEGIN PRIVATE KEY-----","data":')


_RENDER = events.render


def _any_name(name_lists: Any, domain: Any) -> tuple[Any, ...]:
    return ()


def _raises(*_: object, **__: object) -> Any:
    raise KeyError("a fault of ours")


def _says_nothing(decision: Any) -> str:
    return ""


MUTANTS: Mapping[str, tuple[str, Patches]] = {
    "no hold": ("a hand is not fought", _without("BRAKES", brakes.held)),
    "no scope": ("left alone", _without("BRAKES", brakes.out_of_scope)),
    "no way back needed": ("left alone", _without("BRAKES", brakes.no_way_back)),
    "a wish may end earlier": ("never worse", _without("BRAKES", brakes.ends_earlier)),
    "offline domains are bound": ("left alone", _without("SIGHT", sight.offline)),
    "CDN in front is not seen": ("left alone", _without("SIGHT", sight.in_front)),
    "the dead stand": ("calm", _without("WANTS", wants.dead)),
    "the empty stay empty": ("calm", _without("WANTS", wants.empty)),
    "nothing better is wanted": ("calm", _without("WANTS", wants.better)),
    "any other is better, and no brake": (
        "never worse",
        _all(
            _set(wants, "_may_outlast", lambda *_: True),
            _without("BRAKES", brakes.ends_earlier),
        ),
    ),
    "the earliest end is chosen": (
        "calm",
        _all(_set(case, "choose", _earliest), _set(wants, "choose", _earliest)),
    ),
    "not begun yet counts": ("never worse", _set(eligibility, "_check_dates", _begins_early)),
    "ended counts": ("never worse", _set(eligibility, "_check_dates", _never_ends)),
    "revoked counts": ("never worse", _set(eligibility, "_check_status", lambda _: ())),
    "a bad chain counts": (
        "never worse",
        _all(
            _set(eligibility, "_check_read_chain", lambda *_: ()),
            _set(eligibility, "_check_summary", lambda *_: ()),
        ),
    ),
    "any name counts": (
        "never worse",
        _set(assessed, "names_against", _any_name),
    ),
    "one good look is enough": ("done means served", _set(looks, "_good_round", _one_good_look)),
    "what is unseen is well": (
        "done means served",
        _all(_set(evidence, "read_look", _looked_good), _set(step, "read_look", _looked_good)),
    ),
    "looks are never resumed": (
        "calm",
        _all(
            _set(sweep, "wants_a_step", lambda _, d: d.bind is not None),
            _set(step.TakeStep, "_follow", _nothing),
        ),
    ),
    "the write goes before its intent": (
        "always a way back",
        _set(act.BindAndRecord, "__call__", _writes_first),
    ),
    "the way back is forgotten": ("always a way back", _set(advance, "_way_back", _forgets)),
    "nothing guards a write": (
        "always a way back",
        _all(
            _set(guard, "refuse_stale", lambda *_: False),
            _set(cdn_targets, "refuse_stale", lambda *_: False),
            _set(oss_targets, "refuse_stale", lambda *_: False),
        ),
    ),
    "a taken number passes": (
        "one journal",
        _set(oss_journal.OssJournal, "_accept_own", _takes_anything),
    ),
    "entries are overwritten": (
        "one journal",
        _set(oss_journal.OssJournal, "_create", _overwrites),
    ),
    "a hash is not checked": ("a damaged entry", _set(journal, "decode", _believes)),
    "a damaged entry freezes": ("calm", _set(domain_journal.DomainJournal, "_rebuilt", _frozen)),
    "a lost answer counts as not made": ("once", _set(act, "_fact_of", _lost_is_refused)),
    "what was lost is another hand's": (
        "calm",
        _set(absorb, "_settled", lambda change, stands: OtherHand(stands)),
    ),
    "sweeps say ok": ("never silent", _set(sweep, "examine", _all_well)),
    "sweeps send nothing": ("calm", _set(sweep, "wants_a_step", lambda *_: False)),
    "no pause after trouble": (
        "bounded",
        _all(
            _set(advance, "pause_after", lambda *_: timedelta()),
            _set(brakes, "pause_after", lambda *_: timedelta()),
            _set(step, "promised", lambda *_: timedelta()),
        ),
    ),
    "early messages multiply": ("bounded", _set(step.TakeStep, "_once_more", _loud)),
    "every failed tick is news": (
        "bounded",
        _set(timer_failures.TimerFailures, "is_news", lambda *_: True),
    ),
    "a key in a message": ("no secret moves", _set(mns_queue, "render", _leaks)),
    "a fault in a sentence": ("only our errors", _set(sentences, "looked", _raises)),
    "nothing is said": ("always a reason", _set(sentences, "told", _says_nothing)),
    "the ledger is not proven": (
        "entry before message",
        _set(sweep.Sweep, "_newest_of_a_ledger_that_writes", _unproven),
    ),
}
