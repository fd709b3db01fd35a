"""What is said of the lines whose renewal is due, to whoever looks at the whole account."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TypeGuard

from certbind.domain.decide.decision import Decision, Tone
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.policy import expiry_stage
from certbind.domain.model.reasons import Reason
from certbind.domain.renewal import telling
from certbind.domain.renewal.calls import is_named
from certbind.domain.renewal.decide import AT_WORK, decide
from certbind.domain.renewal.order import Order, Renewable
from certbind.domain.renewal.situation import LineDecision, LineSituation
from certbind.domain.renewal.state import UNDER_WAY, LinePhase
from certbind.domain.renewal.validation import Found
from certbind.errors import CloudError
from certbind.events import LineStep, line_step
from certbind.ports.certificates import Orders
from certbind.ports.dns import DnsZones, RecordLookup
from certbind.usecases.renew.line_journal import LineJournal, LinePosition
from certbind.usecases.renew.ordering import key_of, look_up
from certbind.usecases.renew.successor import is_lost
from certbind.usecases.renew.validating import Validating
from certbind.usecases.renew.wanted import wants_a_renewal
from certbind.usecases.rotate.world import Rules, Sources
from certbind.values import dataclass, field, replace

MESSAGES_MAY_BE_LATE = timedelta(minutes=2)
_MOST_ASKED = 100
"""Instances, by one who looks at the account, of lines that certbind does not renew."""

_QUIET = frozenset({Reason.NOT_DUE.value, Reason.RENEWED.value})


@dataclass(frozen=True, slots=True)
class LineWord:
    """certificate: the one whose renewal is due. hint: the message that brings the line on, where
    one is wanted; None: its own is on its way, or nobody let certbind order.
    """

    certificate: CertificateId
    decision: LineDecision
    hint: LineStep | None = None


@dataclass(slots=True)
class LineWords:
    """Each line is read once, however many domains it serves. orders: where CAS itself is asked,
    for what a renewal would take, and DNS for what it waits for; None: the journal's word stands.
    zones: the account's own DNS, where certbind would write that; None: nowhere.
    """

    sources: Sources
    rules: Rules
    orders: Orders | None = None
    records: RecordLookup | None = None
    zones: DnsZones | None = None
    _known: dict[CertificateId, LineWord | None] = field(default_factory=dict)
    _asked: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, decision: Decision) -> LineWord | None:
        """None where the domain waits for no renewal, or there is nothing to say."""
        stands, now = decision.stands, self.sources.clock.now()
        if stands is None or not wants_a_renewal(decision, now):
            return None
        if expiry_stage(stands.not_before, stands.not_after, now) is None:
            return None
        with self._lock:
            if stands.id not in self._known:
                self._known[stands.id] = self._read(stands)
            return self._known[stands.id]

    def hints(self) -> tuple[LineStep, ...]:
        """Of all lines that were asked for, each once."""
        with self._lock:
            words = [word for word in self._known.values() if word is not None]
        found = {word.hint.id: word.hint for word in words if word.hint is not None}
        return tuple(found[key] for key in sorted(found))

    def _read(self, stands: Certificate) -> LineWord | None:
        one = Renewable.of(stands)
        journal = LineJournal(self.sources.journal, self.sources.clock)
        is_meant = is_named(self.rules.policy.renew, one.names)
        is_ours = is_meant or self.orders is not None
        order, unread = self._order(one) if is_ours else self._by_others(one)
        found = journal.find(one) if order is None else journal.read(key_of(one, order.kind))
        position = replace(found, state=found.state.told_of(one))
        now = self.sources.clock.now()
        seen = self._look_up(order)
        line = LineSituation(one, position.state, order, is_meant, now, seen)
        if self.zones is not None and self.records is not None:
            line = replace(line, placed=Validating(self.zones, self.records).placed(line))
        line = replace(line, is_lost=is_lost(self.sources.inventory, line))
        decision = decide(line)
        if decision.word in _QUIET:
            return None
        if unread:
            what = "what it would take" if is_ours else "whether CAS renews it by itself"
            told = f"{decision.detail}; {what} could not be read: {unread}"
            decision = replace(decision, detail=told, call=None)
        elif position.state.phase in UNDER_WAY and _is_to_come(position.follow):
            told = f"{decision.detail}; {telling.looks_again(position.follow)}"
            decision = replace(decision, detail=told)
        hint = self._hint(one, position) if is_meant else None
        return LineWord(one.id, decision, hint)

    def _look_up(self, order: Order | None) -> tuple[Found, ...] | None:
        if order is None or self.records is None:
            return None
        return look_up(self.records, order.records)

    def _order(self, one: Renewable) -> tuple[Order | None, str]:
        if self.orders is None:
            return None, ""
        try:
            return self.orders.read(one), ""
        except CloudError as error:
            return None, str(error)

    def _by_others(self, one: Renewable) -> tuple[Order | None, str]:
        """Of what nobody let certbind order: CAS's hosting may renew it, or a person has applied.
        Where CAS does not say so, the journal's word stands.
        """
        hosting = self.sources.hosting
        if hosting is None or self._asked >= _MOST_ASKED:
            return None, ""
        self._asked += 1
        try:
            order = hosting.instance(one)
        except CloudError as error:
            return None, str(error)
        is_theirs = order is not None and (order.auto_reissue or order.stage in AT_WORK)
        return order if is_theirs else None, ""

    def _hint(self, one: Renewable, position: LinePosition) -> LineStep | None:
        """Not where the message that the newest entry promised is on its way."""
        follow = position.follow
        if one.uploaded or one.is_test or position.state.phase is LinePhase.DONE:
            return None
        if follow is not None and follow > -MESSAGES_MAY_BE_LATE:
            return None
        key = position.key if position.newest is not None else ""
        return line_step(one.id, "recheck", line=key, after=position.sequence)


def _is_to_come(follow: timedelta | None) -> TypeGuard[timedelta]:
    """Whether a message that was promised is on its way; one that is late may be lost."""
    return follow is not None and follow > timedelta()


@dataclass(frozen=True, slots=True)
class LinePlan:
    """A line whose renewal is due, and the domains that wait for it."""

    word: LineWord
    domains: tuple[Domain, ...]

    @property
    def is_a_persons(self) -> bool:
        """Whether somebody has to do something."""
        return self.word.decision.tone is Tone.PERSON

    def to_json(self) -> dict[str, object]:
        """For `--json`."""
        decision = self.word.decision
        would = decision.call or decision.would
        writes = "AddDomainRecord" if decision.write is not None else None
        return {
            "certificate": str(self.word.certificate),
            "domains": list(self.domains),
            "reason": decision.word,
            "why": decision.detail,
            "would": would.value if would else writes,
        }


def plan_lines(words: LineWords, decisions: tuple[Decision, ...]) -> tuple[LinePlan, ...]:
    """One for each line, in the order of its first domain."""
    found: dict[CertificateId, LineWord] = {}
    domains: dict[CertificateId, list[Domain]] = {}
    for decision in decisions:
        word = words.of(decision)
        if word is not None:
            found[word.certificate] = word
            domains.setdefault(word.certificate, []).append(decision.target.domain)
    return tuple(LinePlan(word, tuple(domains[key])) for key, word in found.items())
