"""After a sweep: tell people what they do not know yet. It never stops the work, and what did not
arrive is tried again after the next sweep.

What each receiver was told stands in the ledger, so that a new one hears everything, and one that
refused a post hears it later.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from certbind.domain.lifecycle.journal import ChainBreak, Entry, EntryKind, Record, seal
from certbind.domain.notices.channel_json import (
    channels_from_json,
    channels_to_json,
    marks_from_json,
    marks_to_json,
)
from certbind.domain.notices.due import (
    Channel,
    Item,
    Marks,
    after_telling,
    is_sign_of_life_due,
    still_acknowledged,
    to_tell,
    without_quiet,
)
from certbind.domain.words import Language
from certbind.errors import CertbindError, LedgerConflictError
from certbind.ports.clock import Clock
from certbind.ports.ledger import Journal
from certbind.ports.notices import Notifier
from certbind.usecases.account.sweep import SUBJECT as REPORT
from certbind.usecases.account.sweep_news import before_in
from certbind.usecases.account.sweep_report import DomainReport, SweepFinding, SweepReport
from certbind.usecases.protect.letter import Account, sign_of_life, write
from certbind.values import dataclass, replace

SUBJECT = "notices/state"
LONGEST_POST = 10.0
"""Seconds after which an adapter gives up a post."""


@dataclass(frozen=True, slots=True)
class Post:
    """What became of one receiver's notice. items: things that it told; code, message: of an
    error, "" where it arrived.
    """

    receiver: str
    items: int
    code: str = ""
    message: str = ""

    def to_json(self) -> dict[str, Any]:
        """For the function's answer."""
        return {
            "receiver": self.receiver,
            "items": self.items,
            "code": self.code,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class TellAfterSweep:
    """seconds_left: of the run; a receiver for whom no time is left is told after the next one."""

    journal: Journal
    clock: Clock
    receivers: tuple[Notifier, ...]
    language: Language
    seconds_left: Callable[[], float]

    def __call__(self, report: SweepReport) -> tuple[Post, ...]:
        """One a receiver that had something to hear. Of the ledger what `Journal` raises."""
        now, newest = self.clock.now(), self.journal.newest(SUBJECT)
        marks = without_quiet(before_in(self.journal.newest(REPORT)))
        acknowledged = still_acknowledged(acknowledged_in(newest), marks)
        account = _account(report, marks)
        before = channels_in(newest)
        after = dict(before)
        posts = []
        for receiver in self.receivers:
            if self.seconds_left() < LONGEST_POST:
                break
            known = before.get(receiver.name, Channel())
            items = to_tell(marks, known, acknowledged, now)
            if not items and not is_sign_of_life_due(known, now):
                continue
            post = self._post(receiver, items, account)
            posts.append(post)
            arrived = after_telling(known, items, marks, now)
            after[receiver.name] = replace(known, failed=post.code) if post.code else arrived
        if after != before or acknowledged != acknowledged_in(newest):
            self._record(newest, now, after, acknowledged, posts)
        return tuple(posts)

    def _post(self, receiver: Notifier, items: list[Item], account: Account) -> Post:
        text = write(items, account, self.language) if items else ""
        try:
            receiver.post(text or sign_of_life(account, self.language))
        except CertbindError as error:
            return Post(receiver.name, len(items), error.code, str(error))
        return Post(receiver.name, len(items))

    def _record(
        self,
        newest: Entry | ChainBreak | None,
        now: datetime,
        channels: dict[str, Channel],
        acknowledged: Marks,
        posts: list[Post],
    ) -> None:
        told = "; ".join(f"{one.receiver}: {one.message or f'{one.items} told'}" for one in posts)
        record = Record(
            EntryKind.SNAPSHOT,
            "recheck",
            next((one.code for one in posts if one.code), ""),
            told,
            state=state_of(channels, acknowledged),
        )
        with suppress(
            LedgerConflictError
        ):  # two sweeps overlapped; what is told twice is harmless
            self.journal.append(seal(SUBJECT, newest, now, record))


def state_of(channels: dict[str, Channel], acknowledged: Marks) -> dict[str, Any]:
    """As an entry carries it."""
    return {"channels": channels_to_json(channels), "acknowledged": marks_to_json(acknowledged)}


def channels_in(newest: Entry | ChainBreak | None) -> dict[str, Channel]:
    """What was told before; nothing where that cannot be read."""
    return channels_from_json(_state(newest).get("channels"))


def acknowledged_in(newest: Entry | ChainBreak | None) -> Marks:
    """What a person knows of."""
    return marks_from_json(_state(newest).get("acknowledged"))


def _state(newest: Entry | ChainBreak | None) -> dict[str, Any]:
    return dict(newest.record.state) if isinstance(newest, Entry) else {}


def _account(report: SweepReport, marks: Marks) -> Account:
    details = {one.target: _particulars(one) for one in report.domains}
    for part in report.unread:
        where, _, told = part.partition(": ")
        details[where] = {"unread": told}
    details |= {f"{one.where} ({one.setting})": {"absent": one.message} for one in report.absent}
    details |= {
        str(one.resource): {SweepFinding.EXPIRING.value: one.told} for one in report.ending
    }
    details |= {one.quota.where: {one.short.value: one.told} for one in report.short if one.short}
    targets = {one.target for one in report.domains}
    return Account(len(report.domains), len(targets & marks.keys()), details)


def _particulars(one: DomainReport) -> dict[str, str]:
    """The first of each finding."""
    return {kind.value: detail for kind, detail in reversed(one.findings)}
