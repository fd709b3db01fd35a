"""The code with one promise taken out at a time: does any seed tell?

Each is a patch of production functions, with the promise that it breaks. `python -m
tests.simulation mutants` plays seeds with each until one tells, and prints the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

from certbind.adapters.accelerated import targets as cdn_targets
from certbind.adapters.calls import guard
from certbind.adapters.ledger import journal as oss_journal
from certbind.adapters.mns import queue as mns_queue
from certbind.adapters.oss import domain as oss_domain
from certbind.adapters.oss import targets as oss_targets
from certbind.domain.decide import brakes, case, evidence, sight, wants
from certbind.domain.lifecycle import absorb, advance, journal, looks
from certbind.domain.lifecycle.facts import OtherHand
from certbind.domain.renewal import decide as renewal
from certbind.domain.situation import assessed, eligibility
from certbind.usecases.account import sweep
from certbind.usecases.certificates import certificate_event
from certbind.usecases.operate import timer_failures
from certbind.usecases.renew import due_lines, follow_line, validating
from certbind.usecases.rotate import act, domain_journal, sentences
from certbind.usecases.rotate.step import acts, following, unchanged
from tests.simulation.alterations import (
    Patches,
    all_well,
    any_name,
    begins_early,
    believes,
    earliest,
    earliest_first,
    forgets,
    frozen,
    instead,
    leaks,
    looked_good,
    lost_is_refused,
    loud,
    never_ends,
    nothing,
    one_good_look,
    orders_first,
    overwrites,
    puts_blindly,
    raises,
    record_first,
    renewals_without,
    says_nothing,
    takes_any_record,
    takes_anything,
    together,
    unproven,
    without,
    writes_first,
)
from tests.simulation.drawing import draw_plan
from tests.simulation.invariants import Broken
from tests.simulation.play import play


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
    """Play seeds until one breaks a promise, which the code as it is keeps with it."""
    promise, apply = MUTANTS[name]
    for seed in range(seeds):
        broken = _played(seed, days, apply)
        if broken is not None and _played(seed, days, together()) is None:
            return Row(name, promise, seed, str(broken), seed + 1)
    return Row(name, promise, None, "", seeds)


def _played(seed: int, days: int, apply: Patches) -> Broken | None:
    with ExitStack() as stack:
        apply(stack)
        try:
            return play(draw_plan(seed, days)).broken
        except Exception as error:  # noqa: BLE001 - a mutant may break the platform's part too
            return Broken("a fault", repr(error))


MUTANTS: Mapping[str, tuple[str, Patches]] = {
    "no hold": ("a hand is not fought", without("BRAKES", brakes.held)),
    "no scope": ("left alone", without("BRAKES", brakes.out_of_scope)),
    "no way back needed": ("left alone", without("BRAKES", brakes.no_way_back)),
    "a wish may end earlier": ("never worse", without("BRAKES", brakes.ends_earlier)),
    "offline domains are bound": ("left alone", without("SIGHT", sight.offline)),
    "CDN in front is not seen": ("left alone", without("SIGHT", sight.in_front)),
    "the dead stand": ("calm", without("WANTS", wants.dead)),
    "the empty stay empty": ("calm", without("WANTS", wants.empty)),
    "nothing better is wanted": ("calm", without("WANTS", wants.better)),
    "any other is better, and no brake": (
        "never worse",
        together(
            instead(wants, "_may_outlast", lambda *_: True),
            without("BRAKES", brakes.ends_earlier),
        ),
    ),
    "the earliest end is chosen": (
        "calm",
        together(
            instead(case, "by_preference", earliest_first), instead(wants, "choose", earliest)
        ),
    ),
    "not begun yet counts": ("never worse", instead(eligibility, "_check_dates", begins_early)),
    "ended counts": ("never worse", instead(eligibility, "_check_dates", never_ends)),
    "revoked counts": ("never worse", instead(eligibility, "_check_status", lambda _: ())),
    "a bad chain counts": (
        "never worse",
        together(
            instead(eligibility, "_check_read_chain", lambda *_: ()),
            instead(eligibility, "_check_summary", lambda *_: ()),
        ),
    ),
    "any name counts": (
        "never worse",
        instead(assessed, "names_against", any_name),
    ),
    "one good look is enough": ("done means served", instead(looks, "_good_round", one_good_look)),
    "what is unseen is well": (
        "done means served",
        together(
            instead(evidence, "read_look", looked_good), instead(acts, "read_look", looked_good)
        ),
    ),
    "looks are never resumed": (
        "calm",
        together(
            instead(sweep, "wants_a_step", lambda _, d: d.bind is not None),
            instead(following.Following, "follow", nothing),
        ),
    ),
    "the write goes before its intent": (
        "always a way back",
        instead(act.BindAndRecord, "__call__", writes_first),
    ),
    "the way back is forgotten": ("always a way back", instead(advance, "_way_back", forgets)),
    "nothing guards a write": (
        "always a way back",
        together(
            instead(guard, "refuse_stale", lambda *_: False),
            instead(cdn_targets, "refuse_stale", lambda *_: False),
            instead(oss_targets, "refuse_stale", lambda *_: False),
            instead(oss_domain.OssDomain, "put", puts_blindly),
        ),
    ),
    "a taken number passes": (
        "one journal",
        instead(oss_journal.OssJournal, "_accept_own", takes_anything),
    ),
    "entries are overwritten": (
        "one journal",
        instead(oss_journal.OssJournal, "_create", overwrites),
    ),
    "a hash is not checked": ("a damaged entry", instead(journal, "decode", believes)),
    "a damaged entry freezes": ("calm", instead(domain_journal.DomainJournal, "_rebuilt", frozen)),
    "a lost answer counts as not made": ("once", instead(act, "_fact_of", lost_is_refused)),
    "what was lost is another hand's": (
        "calm",
        instead(absorb, "_settled", lambda change, stands: OtherHand(stands)),
    ),
    "sweeps say ok": ("never silent", instead(sweep, "examine", all_well)),
    "sweeps send nothing": ("calm", instead(sweep, "wants_a_step", lambda *_: False)),
    "no pause after trouble": (
        "bounded",
        together(
            instead(advance, "pause_after", lambda *_: timedelta()),
            instead(brakes, "pause_left", lambda *_: None),
            instead(unchanged, "promised", lambda *_: timedelta()),
        ),
    ),
    "early messages multiply": ("bounded", instead(following.Following, "once_more", loud)),
    "a wish is forgotten": (
        "never silent",
        instead(following.Following, "has_open_wish", lambda *_: False),
    ),
    "every failed tick is news": (
        "bounded",
        instead(timer_failures.TimerFailures, "is_news", lambda *_: True),
    ),
    "the call goes before its order's intent": (
        "entry before order",
        instead(follow_line.FollowLine, "_place", orders_first),
    ),
    "no ceiling of orders": ("ordered once", renewals_without(renewal._ceiling)),
    "what is under way is ordered again": (
        "ordered once",
        renewals_without(renewal._at_work, renewal._vanished),
    ),
    "an order nobody knows of is made again": (
        "ordered once",
        renewals_without(renewal._begun),
    ),
    "nobody sees what is due": (
        "due and silent",
        together(
            instead(due_lines.DueLines, "of", nothing),
            instead(certificate_event, "wants_a_renewal", nothing),
        ),
    ),
    "our records stay": ("none left behind", renewals_without(renewal._leftover)),
    "another's record is taken away": (
        "a foreign record",
        instead(renewal, "removal", takes_any_record),
    ),
    "a record goes before its intent": (
        "entry before record",
        instead(validating.Validating, "_write", record_first),
    ),
    "a key in a message": ("no secret moves", instead(mns_queue, "render", leaks)),
    "a fault in a sentence": ("only our errors", instead(sentences, "looked", raises)),
    "nothing is said": ("always a reason", instead(sentences, "told", says_nothing)),
    "the ledger is not proven": (
        "entry before message",
        instead(sweep.Sweep, "_newest_of_a_ledger_that_writes", unproven),
    ),
}
