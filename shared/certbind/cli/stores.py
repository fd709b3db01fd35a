"""The ledger and the dead-letter queue, as the command opens them; no function needs these."""

from __future__ import annotations

from certbind.adapters.mns.dead_letters import MnsDeadLetters
from certbind.adapters.mns.queue import MnsQueue
from certbind.config import Settings
from certbind.ports import DeadLetters, Journal
from certbind.usecases.operate.dead_letters import ReplayDeadLetters
from certbind.wiring import Environment, SystemClock, Wiring, required_settings


def open_journal(environment: Environment, seconds_left: float) -> Journal:
    """The ledger alone, for reading."""
    settings = Settings.from_env(environment)
    settings.require("CERTBIND_LEDGER_BUCKET")
    return Wiring(settings, seconds_left).journal()


def open_dead_letters(environment: Environment, seconds_left: float) -> DeadLetters:
    """The dead-letter queue alone, for looking."""
    settings = Settings.from_env(environment)
    settings.require("MNS_ENDPOINT")
    return _dead_letters(Wiring(settings, seconds_left))


def open_replay(environment: Environment, seconds_left: float) -> ReplayDeadLetters:
    """From the dead-letter queue back into the queue; needs the ledger too."""
    wiring = Wiring(required_settings(environment), seconds_left)
    return ReplayDeadLetters(
        _dead_letters(wiring), wiring.queue(), wiring.journal(), SystemClock()
    )


def _dead_letters(wiring: Wiring) -> DeadLetters:
    settings = wiring.settings
    queue = MnsQueue(
        settings.endpoints.mns, settings.dead_letter_queue, settings.credentials, wiring.retry
    )
    return MnsDeadLetters(queue, wiring.retry)
