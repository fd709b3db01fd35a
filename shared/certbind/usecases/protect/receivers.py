"""Who is told, and whether the last post arrived; and a greeting, to see it arrive."""

from __future__ import annotations

from typing import Any

from certbind.domain.notices.due import Channel
from certbind.domain.words import Language
from certbind.domain.words.labels import notices as sentences
from certbind.errors import CertbindError
from certbind.ports.ledger import Journal
from certbind.ports.notices import Notifier
from certbind.usecases.protect.notices import SUBJECT, channels_in
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class Receiver:
    """sentence: for people. code: of the error that its last post ended with, or ""."""

    name: str
    sentence: str
    code: str = ""

    def to_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {"receiver": self.name, "message": self.sentence, "code": self.code}


@dataclass(frozen=True, slots=True)
class Receivers:
    """Those that settings name. Nothing is recorded."""

    journal: Journal
    notifiers: tuple[Notifier, ...]
    language: Language

    def known(self) -> tuple[Receiver, ...]:
        """By the ledger."""
        channels = channels_in(self.journal.newest(SUBJECT)) if self.notifiers else {}
        return tuple(_known(one.name, channels.get(one.name)) for one in self.notifiers)

    def greet(self) -> tuple[Receiver, ...]:
        """One post to each, whatever the others answer."""
        return tuple(self._greeted(one) for one in self.notifiers)

    def _greeted(self, notifier: Notifier) -> Receiver:
        try:
            notifier.post(sentences.GREETING.say(self.language))
        except CertbindError as error:
            return Receiver(notifier.name, f"{notifier.name}: {error}", error.code)
        return Receiver(notifier.name, f"{notifier.name}: it took a greeting.")


def _known(name: str, channel: Channel | None) -> Receiver:
    if channel is None or (channel.last is None and not channel.failed):
        return Receiver(name, f"{name}: nothing was posted yet; recheck posts first.")
    last = "never" if channel.last is None else f"{channel.last:%Y-%m-%d %H:%M} UTC"
    told = f"last post {last}, {len(channel.told)} known to be unwell"
    if channel.failed:
        failed = f"the last try ended with {channel.failed} (docs/runbook.md#{channel.failed})"
        why = "`certbind notices --test` posts now and says why"
        return Receiver(name, f"{name}: {told}; {failed}; {why}.", channel.failed)
    return Receiver(name, f"{name}: {told}.")
