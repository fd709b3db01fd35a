"""A sweep, and after it what people are told: in one function, by one timer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from certbind.errors import CertbindError
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.account.sweep_report import SweepReport
from certbind.usecases.operate.metrics import NOTHING_DUE
from certbind.values import dataclass

if TYPE_CHECKING:  # what they say is read when it is said
    from certbind.usecases.protect.notices import Post, TellAfterSweep


@dataclass(frozen=True, slots=True)
class ToldSweep:
    """The function's answer. troubled: why nobody could be told, "" mostly."""

    report: SweepReport
    posts: tuple[Post, ...] = ()
    troubled: str = ""

    @property
    def is_told(self) -> bool:
        """Whether everybody took what there was to hear."""
        return not self.troubled and not any(post.code for post in self.posts)

    def to_json(self) -> dict[str, Any]:
        """The report's, and what became of each notice."""
        told = [post.to_json() for post in self.posts]
        trouble = {"notices_failed": self.troubled} if self.troubled else {}
        return {**self.report.to_json(), "notices": told, **trouble}


@dataclass(frozen=True, slots=True)
class NothingDue:
    """The last sweep reached everybody, and is young."""

    def to_json(self) -> dict[str, Any]:
        """The function's answer."""
        return {"outcome": NOTHING_DUE}


@dataclass(frozen=True, slots=True)
class SweepAndTell:
    """teller: asked for after the work, since its settings may hold a slip."""

    sweep: Sweep
    teller: Callable[[], TellAfterSweep]

    def __call__(self) -> ToldSweep:
        """A domain's trouble is raised after people were told: the report is written by then."""
        return self._run()

    def if_due(self) -> ToldSweep | NothingDue:
        """A sweep, where the last one is six hours old or did not reach everybody; it begins with
        these then.
        """
        due = self.sweep.due()
        return self._run(due.since) if due is not None else NothingDue()

    def _run(self, since: str | None = None) -> ToldSweep:
        report, trouble = self.sweep.run(since)
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
