"""The ledger and the dead-letter queue, as the command opens them; no function needs these."""

from __future__ import annotations

from certbind.config import NoticeSettings, Settings
from certbind.ports.ledger import Journal
from certbind.ports.queues import DeadLetters
from certbind.usecases.operate.dead_letters import ReplayDeadLetters
from certbind.usecases.protect.acknowledge import Acknowledge
from certbind.usecases.protect.notices import TellAfterSweep
from certbind.usecases.protect.receivers import Receivers
from certbind.wiring.commands.notices import receivers
from certbind.wiring.invocation import Wiring
from certbind.wiring.required_settings import Environment, settings_to_send


def open_journal(environment: Environment, seconds_left: float) -> Journal:
    """The ledger alone, for reading."""
    settings = Settings.from_env(environment)
    settings.require("CERTBIND_LEDGER_BUCKET")
    return Wiring(settings, seconds_left).journal()


def open_notices(environment: Environment, seconds_left: float) -> Receivers:
    """Who is told, with the ledger that knows what."""
    settings = Settings.from_env(environment)
    settings.require("CERTBIND_LEDGER_BUCKET")
    notices = NoticeSettings.from_env(environment)
    told = receivers(environment, notices)
    return Receivers(Wiring(settings, seconds_left).journal(), told, notices.language)


def open_teller(environment: Environment, seconds_left: float) -> TellAfterSweep:
    """To tell the same ones after a sweep."""
    settings = Settings.from_env(environment)
    settings.require("CERTBIND_LEDGER_BUCKET")
    notices = NoticeSettings.from_env(environment)
    told = receivers(environment, notices)
    wiring = Wiring(settings, seconds_left)
    return TellAfterSweep(
        wiring.journal(), wiring.clock, told, notices.language, lambda: seconds_left
    )


def open_acknowledge(environment: Environment, seconds_left: float) -> Acknowledge:
    """Into the ledger, what a person knows."""
    settings = Settings.from_env(environment)
    settings.require("CERTBIND_LEDGER_BUCKET")
    wiring = Wiring(settings, seconds_left)
    return Acknowledge(wiring.journal(), wiring.clock)


def open_dead_letters(environment: Environment, seconds_left: float) -> DeadLetters:
    """The dead-letter queue alone, for looking."""
    settings = Settings.from_env(environment)
    settings.require("MNS_ENDPOINT")
    return Wiring(settings, seconds_left).dead_letters()


def open_replay(environment: Environment, seconds_left: float) -> ReplayDeadLetters:
    """From the dead-letter queue back into the queue; needs the ledger too."""
    wiring = Wiring(settings_to_send(environment), seconds_left)
    return ReplayDeadLetters(wiring.dead_letters(), wiring.queue(), wiring.journal(), wiring.clock)
