"""`certbind verify --file`: how a list is read, and what is told of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from certbind.cli.looks.listed import read_list
from certbind.cli.main import main
from certbind.domain.model.identity import Domain
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.names import covers_host, explain_mismatch, parse_host
from certbind.domain.trust.observation import Attempt, Endpoint
from certbind.wiring.clock import SystemClock
from tests.fakes import FakeClock, FakeProbe
from tests.fakes.certificates import NOW, Authority, pem_of

ROOT = Authority.root()
LEAF = ROOT.subordinate().leaf("*.example.com")
GOOD, STALE, DEAF = (Domain(f"{name}.example.com") for name in ("good", "stale", "deaf"))


@pytest.fixture(autouse=True)
def visitors(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock(NOW)
    probe = FakeProbe(clock)
    probe.serve(GOOD, LEAF.chain)
    probe.serve(STALE, ROOT.leaf("www.example.org").chain)
    probe.fail(DEAF, Attempt.REFUSED)
    monkeypatch.setattr(SystemClock, "now", lambda _: clock.now())
    monkeypatch.setattr("certbind.wiring.visitors.probe", lambda _: probe)
    monkeypatch.setattr(
        "certbind.wiring.visitors.trust_anchors", lambda _: TrustAnchors.from_pem(pem_of(ROOT))
    )


def verify(*arguments: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["verify", *arguments], input=given)


def listed(text: str | bytes) -> list[tuple[str, int | None]]:
    data = text.encode() if isinstance(text, str) else text
    return [(one.host, one.port) for one in read_list(data, 443).endpoints]


@pytest.mark.parametrize(
    ("line", "endpoint"),
    [
        ("good.example.com", ("good.example.com", 443)),
        ("  GOOD.example.com.  # ours", ("good.example.com", 443)),
        ("good.example.com:8443", ("good.example.com", 8443)),
        ("https://good.example.com/shop?item=1#top", ("good.example.com", 443)),
        ("https://good.example.com:8443/", ("good.example.com", 8443)),
        ("http://good.example.com/", ("good.example.com", 443)),
        ("http://good.example.com:80/", ("good.example.com", 443)),
        ("good.example.com/shop", ("good.example.com", 443)),
        ("*.example.com", (".example.com", 443)),
        ("图片.example.com", ("xn--wcsw84d.example.com", 443)),
        ("图片。example。com", ("xn--wcsw84d.example.com", 443)),
        ("192.0.2.1", ("192.0.2.1", 443)),
        ("192.0.2.1:8443", ("192.0.2.1", 8443)),
        ("https://192.0.2.1/", ("192.0.2.1", 443)),
        ("2001:DB8::1", ("2001:db8::1", 443)),
        ("[2001:db8::1]", ("2001:db8::1", 443)),
        ("[2001:db8:0::1]:8443", ("2001:db8::1", 8443)),
        ("https://[2001:db8::1]:8443/", ("2001:db8::1", 8443)),
    ],
)
def test_a_line_is_a_name_an_address_or_a_pasted_url(line: str, endpoint: tuple[str, int]) -> None:
    assert listed(line) == [endpoint]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("good.example.com, stale.example.com", "more than one word"),
        ("good_example..com", "empty label"),
        ("https://", "names no host"),
        ("good.example.com:99999", "port"),
        ("good.example.com:0", "port that is none"),
        ("192.0.2.999", "IP address"),
        ("[2001:db8::1", "no address of a page"),
        ("a,b.example.com", "','"),
    ],
)
def test_a_line_that_is_none_of_these_is_named_with_its_number(line: str, problem: str) -> None:
    found = read_list(f"\n# hosts\n{line}\ngood.example.com\n".encode(), 443)
    assert [one.host for one in found.endpoints] == [GOOD]
    ((number, told),) = [(one.number, one.problem) for one in found.bad]
    assert number == 3
    assert problem in told


@pytest.mark.parametrize(
    "data",
    [
        "good.example.com\r\nstale.example.com\r\n".encode("utf-8-sig"),
        b"good.example.com\n\n \t\n#\nstale.example.com",
        b"good.example.com\rstale.example.com\r",
        "good.example.com\r\nstale.example.com\r\n".encode("utf-16"),
    ],
)
def test_files_of_every_editor_are_read(data: bytes) -> None:
    assert listed(data) == [(GOOD, 443), (STALE, 443)]


def test_a_line_in_another_encoding_is_told_and_stops_no_other() -> None:
    found = read_list("域名.example.com".encode("gb18030") + b"\ngood.example.com", 443)
    assert [(one.number, "UTF-8" in one.problem) for one in found.bad] == [(1, True)]
    assert len(found.endpoints) == 1


def test_a_host_that_is_named_again_is_looked_at_once() -> None:
    found = read_list(b"good.example.com\nGOOD.example.com\ngood.example.com:8443\n", 443)
    assert found.endpoints == (Endpoint(GOOD, 443), Endpoint(GOOD, 8443))
    assert found.doubled == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{GOOD}\n", 0),
        (f"{GOOD}\n{STALE}\n", 1),
        (f"{GOOD}\nno host\n", 2),
        (f"{GOOD}\n{DEAF}\nno host\n", 3),
        ("no host\n", 2),
        ("# nothing\n", 2),
    ],
)
def test_the_worst_that_was_met_is_the_end(text: str, code: int, tmp_path: Path) -> None:
    file = tmp_path / "domains.txt"
    file.write_text(text)
    assert verify("--file", str(file)).exit_code == code


def test_those_that_are_not_well_stand_last_above_the_counts() -> None:
    told = verify("--file", "-", given=f"{STALE}\n{DEAF}\n{GOOD}\n{GOOD}\nno host\n".encode())
    heading, good, deaf, stale, counts, first, doubled = told.stdout.splitlines()
    assert heading.split() == ["host", "until", "what", "visitors", "get"]
    assert good.split()[:2] == ["ok", GOOD]
    assert "Test Intermediate, 60 days" in good
    assert deaf.split()[:2] == ["unseen", DEAF]
    assert stale.split()[:2] == ["FAILED", STALE]
    assert "name_mismatch" in stale
    assert counts == "3 hosts: 1 ok, 1 failed, 1 unseen."
    assert first.startswith(f"The first good one to end is {GOOD}, on ")
    assert doubled == "Lines that name a host again: 1; each is looked at once."
    assert told.stderr.splitlines() == [
        "-:5: it holds more than one word: one host a line is read",
        "Lines that could not be read: 1; the others were looked at.",
    ]


def test_it_is_told_in_chinese_as_well() -> None:
    told = verify("--file", "-", "--lang", "zh", given=f"{STALE}\n{GOOD}\n".encode()).stdout
    assert "共 2 个主机：1 个正常，1 个异常，0 个未查看。" in told  # noqa: RUF001
    assert told.splitlines()[2].startswith("异常")


def test_json_is_one_object_with_a_verdict_for_each_host() -> None:
    told = verify("--file", "-", "--json", given=f"{GOOD}\n{STALE}:8443\nno host\n".encode())
    document = json.loads(told.stdout)
    assert [(one["host"], one["outcome"]) for one in document["hosts"]] == [
        (GOOD, "sound"),
        (f"{STALE}:8443", "broken"),
    ]
    assert document["counts"] == {"ok": 1, "unseen": 0, "failed": 1}
    assert [one["line"] for one in document["bad_lines"]] == [3]
    assert told.exit_code == 2


@pytest.mark.parametrize("place", ["nowhere.txt", "."])
def test_a_file_that_cannot_be_read_is_named(place: str) -> None:
    told = verify("--file", place)
    assert told.exit_code == 2
    assert f"{place} cannot be read" in told.stderr


def test_names_stand_in_one_place() -> None:
    assert verify(GOOD, "--file", "-").exit_code == 2


def test_a_secret_on_a_line_is_not_repeated() -> None:
    secret = "LTAI5tSecretKeyThatNobodyShouldSee"
    told = verify("--file", "-", given=f"{secret} x\n{GOOD}\n".encode())
    assert secret not in told.output


def test_an_address_is_covered_by_the_same_address_alone() -> None:
    host = parse_host("192.0.2.1")
    assert covers_host(("*.example.com",), ("192.0.2.1",), host)
    assert not covers_host(("192.0.2.1", "*.example.com"), ("192.0.2.2",), host)
    assert covers_host((GOOD,), (), GOOD)
    assert "names no address 192.0.2.1" in explain_mismatch((GOOD,), host)
    assert "no name" in explain_mismatch((), host)
