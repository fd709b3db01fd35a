"""`status` on a terminal and in a pipe: a line a domain, an exit code by the worst."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from certbind.cli.exits import Exit
from certbind.cli.main import main
from certbind.cli.overview import commands
from certbind.cli.overview.certificates_text import show_certificates
from certbind.cli.overview.commands import exit_of
from certbind.cli.overview.status_text import show_report, show_whole
from certbind.cli.speech.rows import Line, show_lines
from certbind.cli.terminal import PlainConsole
from certbind.domain.hygiene.elsewhere import Elsewhere, Handled, Radar
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.resource import CloudResource
from certbind.domain.model.target import ScanFailure
from certbind.domain.words import Language
from certbind.usecases.overview.report import AccountReport, DomainHealth
from certbind.views import telling
from tests.fakes.clock import NOON
from tests.unit.views.accounts import LONG, many, row, troubled


def printed(report: AccountReport, width: int | None) -> list[str]:
    out = io.StringIO()
    console = PlainConsole(file=out, width=width or 160, color_system=None)
    show_report(console, report, report.domains, width)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("width", [None, 80, 120, 400])
def test_every_domain_with_its_id_and_its_name_is_there_whole(width: int | None) -> None:
    text = "\n".join(printed(troubled(), width))
    for name in ("www.example.com", LONG, "例子.example (xn--fsqu00a.example)"):
        assert name in text
    assert "12345678-cn-hangzhou" in text
    assert "act by 2026-12-03" in text
    assert "\x1b" not in text


def test_piped_a_row_is_one_line_whatever_it_holds() -> None:
    lines = printed(troubled(), None)
    rows = [line for line in lines if "12345678-cn-hangzhou" in line or LONG in line]
    assert len(rows) == 5
    assert "<script>alert(1)</script>[bold red]x[/bold red]" in rows[0]
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize("width", [80, 99, 100, 120])
def test_no_line_is_longer_than_the_terminal_but_for_what_is_longer_itself(width: int) -> None:
    lines = printed(many(30), width)
    assert [line for line in lines if cell_len(line) > width] == []


def test_a_well_domain_is_one_line_where_that_fits() -> None:
    lines = printed(many(30), 120)
    assert sum("d1" in line for line in lines if line.startswith("well")) == 10
    assert len([line for line in lines if line.startswith("well")]) == 27


def test_cells_are_stacked_below_a_hundred_columns() -> None:
    lines = printed(troubled(), 80)
    at = next(n for n, line in enumerate(lines) if line == "broken now  www.example.com")
    assert lines[at + 1].startswith("    OSS assets · 12345678-cn-hangzhou")
    assert any(line.startswith("    → Order or upload") for line in lines[at:])


@pytest.mark.parametrize("width", range(60, 100, 3))
def test_no_id_in_a_step_is_broken_by_the_end_of_a_line(width: int) -> None:
    waits = row("a.example", DomainHealth.WAITS, advice="binds_next", candidate=CANDIDATE)
    lines = printed(AccountReport(NOON, (waits,)), width)
    assert sum(CANDIDATE in line for line in lines) == 1


CANDIDATE = "98765432-ap-southeast-1"


def test_a_table_of_nothing_is_nothing() -> None:
    out = io.StringIO()
    show_lines(PlainConsole(file=out), ("a", "b", "c"), (), 80)
    show_lines(PlainConsole(file=out), ("a", "b"), (Line(("1", "2")),), 80)
    assert out.getvalue() == "a  b\n1  2\n"


def test_what_could_not_be_read_is_never_told_as_none() -> None:
    text = "\n".join(printed(troubled(), None))
    assert "could not be read: <script>" in text
    assert "not there: x.example, which CERTBIND_BIND names" in text
    assert "In the ledger, and in the account no more (1): gone.example.com" in text
    empty = AccountReport(NOON, (), limits=("CERTBIND_BUCKETS",))
    assert "No domain is in sight; CERTBIND_BUCKETS" in printed(empty, None)[-1]
    assert "The account has no OSS custom domain" in printed(AccountReport(NOON, ()), None)[-1]


def test_one_domain_is_told_whole() -> None:
    out = io.StringIO()
    report = troubled()
    show_whole(PlainConsole(file=out, width=80), report, report.domains[0])
    text = out.getvalue()
    assert "    certificate  12345678-cn-hangzhou <script>" in text
    assert "(-2 days)" in text
    assert "    next step    Order or upload a certificate for www.example.com in CAS now" in text
    assert len(text.splitlines()) == 8


def test_certificates_are_told_with_what_they_serve() -> None:
    out = io.StringIO()
    show_certificates(PlainConsole(file=out, width=200), troubled(), None)
    text = out.getvalue()
    assert "superseded by 9-cn-hangzhou; cannot be bound: <script>" in text
    assert "2 certificates: 1 in use, 1 not." in text


def test_a_certificate_that_stands_at_a_product_of_others_is_in_use() -> None:
    account = troubled()
    unused = replace((account.certificates or ())[-1], id="7-cn-hangzhou")
    place = CloudResource(
        1, "cn-hangzhou", "WAF", Domain("waf.example.com"),
        certificate=CertificateId(7, "cn-hangzhou"),
    )  # fmt: skip
    radar = Radar((Elsewhere(place, Handled.BY_JOB),))
    out = io.StringIO()
    told = replace(account, certificates=(unused,), radar=radar)
    show_certificates(PlainConsole(file=out, width=200), told, None)
    assert "also at WAF waf.example.com" in out.getvalue()
    assert "1 certificate: 1 in use, 0 not." in out.getvalue()


def report_of(*healths: DomainHealth) -> AccountReport:
    return AccountReport(NOON, tuple(row(f"{one.value}.example.com", one) for one in healths))


@pytest.mark.parametrize(
    ("report", "code"),
    [
        (report_of(), Exit.OK),
        (report_of(DomainHealth.WELL, DomainHealth.WAITS), Exit.OK),
        (report_of(DomainHealth.WELL, DomainHealth.PERSON), Exit.FINDINGS),
        (report_of(DomainHealth.OUTAGE), Exit.FINDINGS),
        (report_of(DomainHealth.OUTAGE, DomainHealth.UNREAD), Exit.CLOUD),
        (replace(report_of(DomainHealth.WELL), unread=troubled().unread), Exit.CLOUD),
        (replace(report_of(DomainHealth.WELL), absent=troubled().absent), Exit.FINDINGS),
    ],
)
def test_the_exit_code_is_of_the_worst(report: AccountReport, code: Exit) -> None:
    assert exit_of(report, report.domains) is code


def test_a_fault_of_certbind_s_own_is_no_finding() -> None:
    one = replace(row("a.example", DomainHealth.UNREAD), is_fault=True)
    assert exit_of(AccountReport(NOON, (one,)), (one,)) is Exit.FAULT


@pytest.mark.parametrize("command", [("page", "-o"), ("status", "--metrics")])
def test_a_file_that_cannot_be_written_is_told_before_anything_is_read(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An account of 10,000 domains was read first."""
    monkeypatch.setattr(commands, "make_report", lambda *_: pytest.fail("it was read"))
    done = CliRunner().invoke(main, [*command, str(tmp_path / "none" / "x")])
    assert done.exit_code == 2
    assert "x cannot be written: No such file or directory" in done.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("language", "looked", "told"),
    [
        ("en", "being looked at", "1 of 2 addresses serves it"),
        ("zh", "正在查看", "2 个地址中有 1 个已生效"),
    ],
)
def test_while_the_looks_go_on_a_row_says_what_they_met_so_far(
    language: Language, looked: str, told: str
) -> None:
    """It said that nobody had looked, beside a record of two looks."""
    message = "OSS bucket assets / a.example: 1 of 2 addresses serves it."
    one = row("a.example", DomainHealth.WAITS, advice="looks_next", visitors=None, message=message)
    assert telling.told_visitors(one, language) == looked
    assert telling.told_cause(one, language).startswith(told)


def test_words_that_a_remedy_points_at_lose_their_marks() -> None:
    one = row("a.example", DomainHealth.PERSON, advice="permission_denied")
    assert "in its line last sweep what" in telling.next_step(one)


def test_an_account_that_could_not_be_read_is_not_told_as_an_empty_one() -> None:
    unread = (ScanFailure("OSS", "unavailable", "It did not answer."),)
    lines = printed(AccountReport(NOON, (), (), unread), None)
    assert "0 domains: none could be read." in lines
    assert "0 domains: none found." in printed(AccountReport(NOON, ()), None)
