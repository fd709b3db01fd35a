"""The functions as deployed, within the simulation: what reaches out of them leads into it."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from certbind import bootstrap, logs, runtime
from certbind.adapters.calls import retry
from certbind.usecases.overview.keep_report import KEPT, KeepReport
from certbind.views import kept_files
from certbind.views.page import document
from certbind.wiring import on_demand
from tests.simulation.instances import remembering
from tests.simulation.readings import kept_until_written
from tests.simulation.shortcuts import taken
from tests.simulation.transport import wired

if TYPE_CHECKING:
    from tests.simulation.play import Play

_REPORTS, _PAGES = 0.3, 0.3
_REPORTS_IN_YEARS = 0.03
"""Of the sweeps, so many make the report for people; of those, so many draw its pages."""


@contextmanager
def deployed(play: Play) -> Iterator[None]:
    """Within the block every handler works on the account of this play."""
    environment = {
        **play.cloud.environment(play.cloud.roots_file()),
        **dict(play.plan.environment),
    }
    made, wire = retry.Retry, play.wire

    def patient(deadline: Any) -> Any:
        return made(deadline, sleep=wire.sleep, draw=lambda: 0.5)

    probe = SimpleNamespace(observe=wire.observe)
    with (
        wired(wire.exchange),
        taken(wire.signing),
        patch.dict(os.environ, environment, clear=True),
        patch.object(retry, "Retry", patient),
        patch.object(bootstrap, "probe", lambda _: probe),
        patch.object(on_demand, "Records", lambda _: SimpleNamespace(values=wire.values)),
        remembering(play.instance),
        kept_until_written(wire.readings),
        _seldom_for_people(play),
        patch.object(logs, "install", lambda _: None),
        _nobody_logs(),
    ):
        yield


@contextmanager
def _seldom_for_people(play: Play) -> Iterator[None]:
    """Reports and pages, which are half of a sweep's time and decide nothing."""
    drawn, told = document.page_files, KeepReport.ends
    share = _REPORTS_IN_YEARS if play.plan.is_long else _REPORTS

    def pages(report: Any) -> Any:
        is_drawn = play.chance.draw("page", play.time.seconds) < _PAGES
        return drawn(report) if is_drawn else (("index.html", "<html></html>"),)

    def reports(report: KeepReport, *found: Any) -> str:
        is_made = play.chance.draw("report", play.time.seconds) < share
        return told(report, *found) if is_made else KEPT

    with (
        patch.object(kept_files, "page_files", pages),
        patch.object(KeepReport, "ends", reports),
    ):
        yield


@contextmanager
def _nobody_logs() -> Iterator[None]:
    before = runtime.LOG.disabled
    runtime.LOG.disabled = True
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        runtime.LOG.disabled = before
