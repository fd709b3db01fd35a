"""A sweep, and after it what people are told: in one function, by one timer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from certbind.errors import CertbindError
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.account.sweep_report import SweepReport
from certbind.values import dataclass

if TYPE_CHECKING:  # what they say is read when it is said
    from certbind.usecases.protect.notices import Post, TellAfterSweep


@dataclass(frozen=True, slots=True)
class ToldSweep:
    """The function's answer. troubled: why nobody could be told, "" mostly."""

    report: SweepReport
    posts: tuple[Post, ...] = ()
    troubled: str = ""

    def to_json(self) -> dict[str, Any]:
        """The report's, and what became of each notice."""
        told = [post.to_json() for post in self.posts]
        trouble = {"notices_failed": self.troubled} if self.troubled else {}
        return {**self.report.to_json(), "notices": told, **trouble}


@dataclass(frozen=True, slots=True)
class SweepAndTell:
    """teller: asked for after the work, since its settings may hold a slip."""

    sweep: Sweep
    teller: Callable[[], TellAfterSweep]

    def __call__(self) -> ToldSweep:
        """A domain's trouble is raised after people were told: the report is written by then."""
        report, trouble = self.sweep.run()
        told = self._told(report)
        if trouble is not None:
            raise trouble
        return told

    def _told(self, report: SweepReport) -> ToldSweep:
        try:
            tell = self.teller()
            return ToldSweep(report, tell(report) if tell.receivers else ())
        except CertbindError as error:
            return ToldSweep(report, (), str(error))
