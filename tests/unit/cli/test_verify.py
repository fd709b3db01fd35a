"""`certbind verify`: what ends it how, and what it prints."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from click.testing import CliRunner, Result

from certbind.adapters.calls.pem import sha1_of, sha256_of
from certbind.cli.factories import whose
from certbind.cli.main import main
from certbind.domain.model.identity import Domain
from certbind.domain.trust import verdict_values
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import Attempt
from certbind.domain.trust.stores import judgement
from certbind.domain.trust.stores.calendar import Calendar, Root, Standing, Store
from certbind.errors import UnavailableError
from certbind.usecases.certificates.whose import Whose
from certbind.wiring.clock import SystemClock
from tests.fakes import FakeClock, FakeInventory, FakeProbe
from tests.fakes.certificates import CA_SPEC, DAY, NOW, Authority, Spec, pem_of
from tests.fakes.values import certificate

GOOD, STALE, DEAF = (Domain(f"{name}.example.com") for name in ("good", "stale", "deaf"))
ROOT = Authority.root()
LEAF = ROOT.subordinate().leaf("*.example.com")
OTHER = ROOT.subordinate().leaf("www.example.org")


@pytest.fixture(autouse=True)
def visitors(monkeypatch: pytest.MonkeyPatch) -> None:
    """A domain in order, one with another name's certificate, one that refuses."""
    clock = FakeClock(NOW)
    probe = FakeProbe(clock)
    probe.serve(GOOD, LEAF.chain)
    probe.serve(STALE, LEAF.chain)
    probe.serve(STALE, OTHER.chain, "192.0.2.2")
    probe.fail(DEAF, Attempt.REFUSED)
    monkeypatch.setattr(SystemClock, "now", lambda _: clock.now())
    monkeypatch.setattr("certbind.wiring.visitors.probe", lambda _: probe)
    monkeypatch.setattr(
        "certbind.wiring.visitors.trust_anchors", lambda _: TrustAnchors.from_pem(pem_of(ROOT))
    )


def verify(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["verify", *arguments])


@pytest.mark.parametrize(
    ("domains", "code"),
    [
        ([GOOD], 0),
        ([STALE], 1),
        ([DEAF], 3),
        ([STALE, GOOD], 1),
        ([DEAF, STALE], 3),
        ([STALE, DEAF], 3),
    ],
)
def test_the_worst_of_the_domains_is_the_end(domains: list[Domain], code: int) -> None:
    assert verify(*domains).exit_code == code
    assert verify(*domains, "--json").exit_code == code


def test_a_leaf_that_was_named_must_be_served_by_every_address() -> None:
    wanted, other = sha256_of(LEAF.der), sha256_of(OTHER.der)
    colons = ":".join(wanted[at : at + 2] for at in range(0, 64, 2)).upper()
    for spelling in (wanted, colons):
        assert verify(GOOD, "--sha256", spelling).exit_code == 0
    assert verify(GOOD, "--sha256", other).exit_code == 1
    assert "leaf FAILED" in verify(GOOD, "--sha256", other).stdout
    assert "leaf" not in verify(GOOD).stdout.partition("checks")[2]


def test_each_check_is_told_by_its_name() -> None:
    shown = verify(STALE).stdout
    good, bad = (line for line in shown.splitlines() if "checks" in line)
    assert "name ok" in good
    assert "name FAILED" in bad
    assert "FAILED" not in good
    unseen = verify(DEAF).stdout
    assert "handshake FAILED" in unseen
    assert "name not run" in unseen


def test_what_could_not_be_looked_at_is_not_called_failed_nor_what_a_browser_shows() -> None:
    """It is the way from here; a browser elsewhere may fare better."""
    unseen, wrong = verify(DEAF).stdout, verify(STALE).stdout
    assert unseen.startswith(f"unseen  {DEAF}: ")
    assert "a browser that fares the same shows ERR_CONNECTION_REFUSED" in unseen
    assert wrong.startswith(f"FAILED  {STALE}: ")
    assert "a browser shows ERR_CERT_COMMON_NAME_INVALID" in wrong


def test_advice_and_an_early_end_are_told_and_fail_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = FakeClock(NOW)
    probe = FakeProbe(clock)
    short = ROOT.subordinate(spec=replace(CA_SPEC, not_after=NOW + 20 * DAY))
    probe.serve(GOOD, short.leaf("*.example.com", spec=Spec(is_ca=True)).chain)
    monkeypatch.setattr("certbind.wiring.visitors.probe", lambda _: probe)
    shown = verify(GOOD)
    assert shown.exit_code == 0
    assert (
        "advice: leaf_is_ca: it may sign other certificates, which browsers take" in shown.stdout
    )
    assert "path    until 2026-12-14 (20 days), before the leaf does" in shown.stdout


def test_what_each_store_says_of_a_public_root_is_told_with_the_age_of_the_calendar(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The root is made a public one; its leaf has no stamp of a log, as every public one has."""
    standings = {
        Store.CHROME: Standing(cut=date(2026, 9, 30), source="CRS-156"),
        Store.MOZILLA: Standing(off=date(2026, 12, 1), source="MRSP-3.1"),
        Store.APPLE: Standing(absent=True),
    }
    known: dict[str, Root] = {sha256_of(ROOT.issued.der): Root("Ours", standings)}
    made = Calendar(date(2026, 11, 22), "", known, {})
    monkeypatch.setattr(judgement, "calendar", lambda: made)
    monkeypatch.setattr(verdict_values, "calendar", lambda: made)
    shown = verify(GOOD)
    assert shown.exit_code == 1
    for line in (
        "a browser shows ERR_CERT_AUTHORITY_INVALID",
        "browsers refuse it at its one address (root_refused: Chrome takes of Ours only what a",
        "root    Chrome REFUSES (Ours), Firefox ok (Ours), Apple lacked it in 2025-07 (Ours)",
        "certifi ok (Ours); by the calendar of 2026-11-22, 2 days old",
        "warning: root_ends_first: Firefox: to drop Ours on 2026-12-01, and this ends on",
        "warning: root_not_in_apple: Ours was not among the roots of Apple",
    ):
        assert line in shown.stdout
    told = json.loads(verify(GOOD, "--json").stdout)[0]
    assert told["root_calendar"] == {"made": "2026-11-22", "days_old": 2}
    chrome = told["addresses"][0]["stores"][0]
    assert (chrome["store"], chrome["takes"], chrome["cut"]) == ("chrome", False, "2026-09-30")


def test_of_a_private_root_no_store_is_asked() -> None:
    assert "root    " not in verify(GOOD).stdout
    assert json.loads(verify(GOOD, "--json").stdout)[0]["root_calendar"] is None


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (90 * DAY - HOUR, "2027-02-22 (89 days), issued by"),
        (2 * DAY, "2026-11-26 (2 days)"),
        (2 * DAY - HOUR, "2026-11-26 11:00 UTC (ends in 47 hours)"),
        (HOUR, "2026-11-24 13:00 UTC (ends in 1 hour)"),
        (HOUR - timedelta(seconds=1), "2026-11-24 12:59 UTC (ends in 59 minutes)"),
        (timedelta(seconds=-30), "2026-11-24 11:59 UTC (ended less than a minute ago)"),
        (-5 * HOUR, "2026-11-24 07:00 UTC (ended 5 hours ago)"),
        (-4 * DAY, "2026-11-20 12:00 UTC (ended 4 days ago)"),
        (-5 * DAY + HOUR, "2026-11-19 13:00 UTC (ended 4 days ago)"),
    ],
)
def test_an_end_is_told_by_days_and_near_it_or_past_it_with_the_hour(
    left: timedelta, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    probe = FakeProbe(FakeClock(NOW))
    dates = Spec(not_before=NOW - 60 * DAY, not_after=NOW + left)
    probe.serve(GOOD, ROOT.subordinate().leaf("*.example.com", spec=dates).chain)
    monkeypatch.setattr("certbind.wiring.visitors.probe", lambda _: probe)
    assert f"until   {told}" in verify(GOOD).stdout


@pytest.mark.parametrize(
    "pasted",
    [
        "https://good.example.com/shop?item=1#top",
        "https://good.example.com",
        "HTTPS://Good.Example.com:443/",
        "http://somebody@good.example.com/",
        "good.example.com/shop",
        "good.example.com:443",
    ],
)
def test_a_pasted_address_of_a_page_is_asked_by_its_host(pasted: str) -> None:
    (seen,) = json.loads(verify(pasted, "--json").stdout)
    assert seen["domain"] == GOOD


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("https://good.example.com:8443/", "names port 8443, and port 443 is asked"),
        ("good.example.com:8443", "names port 8443, and port 443 is asked"),
        ("https://good.example.com:x/", "names a port that is none"),
        ("https:///shop", "names no host"),
        ("192.0.2.1:8443", "names port 8443, and port 443 is asked"),
        ("https://[2001:db8::1/", "is no address of a page"),
    ],
)
def test_an_address_of_a_page_that_cannot_be_asked_is_refused_with_why(
    pasted: str, said: str
) -> None:
    result = verify(pasted)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())


def test_how_far_a_certificate_has_come_is_told_with_the_last_address_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    probe = FakeProbe(FakeClock(NOW))
    for n in range(3):
        probe.serve(GOOD, LEAF.chain, f"192.0.2.{n}")
    probe.serve(GOOD, OTHER.chain, "192.0.2.9")
    probe.show_beside(GOOD, ROOT.leaf("*.example.com").chain, "192.0.2.1")
    monkeypatch.setattr("certbind.wiring.visitors.probe", lambda _: probe)
    shown = verify(GOOD, "--sha256", sha256_of(LEAF.der)).stdout
    assert "new at 3 of 4 addresses (75 %); the last one without it is 192.0.2.9" in shown
    assert "192.0.2.1 shows clients that take only EC keys another one: " in shown
    assert "(new)" in shown
    (told,) = json.loads(verify(GOOD, "--sha256", sha256_of(LEAF.der), "--json").stdout)
    assert told["spread"]["straggler"] == "192.0.2.9"
    assert told["other_key"][0]["match"] == "other"
    assert "new at" not in verify(GOOD).stdout


def test_json_has_a_verdict_for_each_domain_and_the_way_it_was_seen() -> None:
    good, deaf = json.loads(verify(GOOD, DEAF, "--json").stdout)
    assert (good["domain"], deaf["domain"]) == (GOOD, DEAF)
    assert good["server_name"] == GOOD
    assert (good["complete"], deaf["complete"]) == (True, False)
    assert good["handshakes"]["192.0.2.1"]["ended"] == Attempt.COMPLETED.value
    assert deaf["handshakes"]["192.0.2.1"]["ended"] == Attempt.REFUSED.value


@pytest.fixture
def cas(monkeypatch: pytest.MonkeyPatch) -> FakeInventory:
    """An account that holds one of the two that are served."""
    inventory = FakeInventory(FakeClock(NOW))
    held = replace(
        certificate(7, "*.example.com"),
        name="shop [new]",
        sha1=sha1_of(LEAF.chain[0]),
        sha256=sha256_of(LEAF.chain[0]),
    )
    inventory.add(held, LEAF.chain)
    monkeypatch.setattr(whose, "make_whose", lambda _: Whose(lambda: inventory))
    return inventory


def test_which_certificate_of_cas_is_served_is_told(cas: FakeInventory) -> None:
    """One address serves the account's, the other one that is nobody's here."""
    lines = [line.strip() for line in verify(STALE).output.splitlines()]
    assert "CAS     7-cn-hangzhou shop [new]" in lines
    assert "CAS     none of this account's list" in lines
    assert cas.trouble.calls["list_certificates"] == 1, "once, however many were served"


def test_a_program_is_told_the_ids_by_fingerprint(cas: FakeInventory) -> None:
    (told,) = json.loads(verify(GOOD, "--json").output)
    assert told["cas_certificates"] == {sha256_of(LEAF.chain[0]): "7-cn-hangzhou"}


def test_an_account_that_cannot_be_read_changes_nothing_of_a_look(cas: FakeInventory) -> None:
    down = UnavailableError("gone away", service="cas", action="List", subject="CAS")
    cas.trouble.before("list_certificates", down)
    done = verify(GOOD)
    assert (done.exit_code, "CAS" in done.output) == (0, False)


def test_without_an_account_none_is_asked() -> None:
    (told,) = json.loads(verify(GOOD, "--json").output)
    assert told["cas_certificates"] is None
