"""`recheck --tell`: what was found is shown, whatever becomes of the notices."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest
from click.testing import CliRunner, Result

from certbind import bootstrap
from certbind.cli.main import main
from certbind.cli.overview import recheck_command
from certbind.errors import ConfigError, UnavailableError
from certbind.usecases.account.sweep_report import SweepReport
from certbind.usecases.protect.notices import Post

ROBOT = object()


@dataclass
class Sweep:
    """The last of it: `trouble` is raised when people were told."""

    trouble: Exception | None = None
    report: SweepReport = field(default_factory=lambda: SweepReport(()))

    def __call__(self) -> SweepReport:
        return self.report

    def run(self, _: str | None = None) -> tuple[SweepReport, Exception | None]:
        return self.report, self.trouble


@dataclass
class Teller:
    """Answers with its posts, or raises."""

    answer: tuple[Post, ...] | Exception = ()
    receivers: tuple[object, ...] = (ROBOT,)

    def __call__(self, _: SweepReport) -> tuple[Post, ...]:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def recheck(monkeypatch: pytest.MonkeyPatch) -> Recheck:
    return Recheck(monkeypatch)


@dataclass
class Recheck:
    """Runs the command."""

    patch: pytest.MonkeyPatch

    def __call__(self, teller: Teller, *options: str, sweep: Sweep | None = None) -> Result:
        made = sweep or Sweep()
        self.patch.setattr(recheck_command, "open_teller", lambda *_: teller)
        self.patch.setattr(bootstrap, "recheck_without_end", lambda *_: made)
        return CliRunner().invoke(main, ["recheck", *options])


LEDGER = UnavailableError("oss is away", service="oss", action="GetObject")
REFUSED = Post("apprise-mailto", 2, "rejected", "apprise-mailto post: no such user.")


def test_a_ledger_that_cannot_be_read_loses_nothing_of_what_was_found(recheck: Recheck) -> None:
    done = recheck(Teller(LEDGER), "--tell")
    assert done.exit_code == 1
    assert "none found" in done.stdout
    assert "Nobody could be told: oss GetObject: oss is away." in done.stdout
    told = json.loads(recheck(Teller(LEDGER), "--tell", "--json").stdout)
    assert told["outcome"] == "rechecked"
    assert "oss is away" in told["notices_failed"]


def test_each_receiver_has_a_line_and_one_that_refused_makes_it_a_finding(
    recheck: Recheck,
) -> None:
    posts = (Post("dingtalk", 2), Post("webhook", 0), REFUSED)
    done = recheck(Teller(posts), "--tell")
    assert done.exit_code == 1
    assert done.stdout.endswith(
        "dingtalk: 2 told.\nwebhook: a sign of life.\n"
        "apprise-mailto: apprise-mailto post: no such user.\n"
    )
    assert recheck(Teller(posts[:2]), "--tell").exit_code == 0
    zh = recheck(Teller(posts[:2]), "--tell", "--lang", "zh").stdout
    assert zh.endswith("dingtalk：已通知 2 项。\nwebhook：已发送运行正常的通知。\n")


def test_people_are_told_before_a_domain_s_trouble_ends_the_command(recheck: Recheck) -> None:
    told: list[SweepReport] = []

    class Listening(Teller):
        def __call__(self, report: SweepReport) -> tuple[Post, ...]:
            told.append(report)
            return ()

    done = recheck(Listening(), "--tell", sweep=Sweep(trouble=ConfigError({"X": "is wrong"})))
    assert done.exit_code == 2
    assert len(told) == 1


def test_nobody_is_told_unless_it_is_asked_for(recheck: Recheck) -> None:
    done = recheck(Teller(LEDGER), "--json")
    assert done.exit_code == 0
    assert "notices" not in json.loads(done.stdout)


def test_without_a_receiver_nothing_is_looked_at(recheck: Recheck) -> None:
    done = recheck(Teller(receivers=()), "--tell", sweep=Sweep(trouble=AssertionError()))
    assert done.exit_code == 2
    assert "No receiver is set" in done.stderr
