"""What a person has CAS deploy with, wired; no function needs it."""

from __future__ import annotations

import time

from certbind import bootstrap
from certbind.usecases.jobs.prepare import PrepareJobs
from certbind.usecases.jobs.start import StartJob
from certbind.usecases.serving.patience import Patience
from certbind.wiring.commands.jobs import open_prepared_jobs
from certbind.wiring.invocation import Wiring
from certbind.wiring.required_settings import Environment, settings_to_read


def make_prepare(environment: Environment, seconds_left: float) -> PrepareJobs:
    """CAS's list, certificates and jobs; nothing is started."""
    sources, rules = bootstrap.connect_to_read(environment, seconds_left)
    wiring = Wiring(settings_to_read(environment), seconds_left)
    return PrepareJobs(sources, wiring.resources(), open_prepared_jobs(wiring), rules)


def make_start(environment: Environment, seconds_left: float) -> StartJob:
    """The same, handshakes, and a person's patience."""
    sources, rules = bootstrap.connect_to_read(environment, seconds_left)
    wiring = Wiring(settings_to_read(environment), seconds_left)
    ends_at = time.monotonic() + seconds_left
    patience = Patience(time.sleep, lambda: ends_at - time.monotonic())
    return StartJob(sources, open_prepared_jobs(wiring), rules, patience)
