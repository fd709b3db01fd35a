"""An account with ten troubles: each is told with its step; in Chinese nothing is in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from certbind.cli.main import main
from localcloud.world import LocalCloud
from tests.e2e.ten_troubles import ROWS, TenTroubles

NAMES = re.compile(
    r"`[^`]*`"  # a command
    r"|[\w*-]+(?:\.[\w*-]+)+(?:/[\w./#*-]*)?"  # a domain, a file, an address
    r"|\S*[_:/=<>\[\]]\S*"  # a code, a variable, a permission, markup in a name
    r"|\d+-[a-z][a-z0-9-]+|\bcas-\w+-\w+"  # ids
    r"|LocalTrust (?:TLS CA|Root)"
    r"|The queue name you provided is not exist|The certificate does not exist"  # what others said
    r"|certbind deploy [a-z]+"
    r"|s deploy|certbind bind [a-z. ]+|OSS bucket \w+|certbind(?:-\w+)+|shop-ledger"
)
ENGLISH = re.compile(r"[A-Za-z]{2,}[ ,]+[a-z]{2,}[ ,]+[a-z]{2,}")
"""Three words in a row, the last two in small letters."""


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TenTroubles]:
    with LocalCloud(tmp_path_factory.mktemp("cloud")) as cloud:
        yield TenTroubles(cloud)


def said(account: TenTroubles, *arguments: str, language: str = "zh", width: str = "") -> str:
    """Stdout and stderr of the command, in this process: its SDKs are here already."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in account.environment().items():
            patch.setenv(name, value)
        if width:
            patch.setenv("COLUMNS", width)
        done = CliRunner().invoke(main, [*arguments, "--lang", language])
    assert done.exit_code != 70, done.output
    return done.output


def english(text: str) -> list[str]:
    """What is English in it and no name."""
    return ENGLISH.findall(NAMES.sub("·", text))


WALK = (
    ("status", "--look"),
    ("plan",),
    ("recheck",),
    ("status",),
    ("status", "late.shop.example", "revoked.other.example", "chain.other.example"),
    ("explain", "revoked.other.example", "--look"),
    ("explain", "moved.shop.example"),
    ("explain", "nosuch.shop.example"),
    ("bind", "--all", "--yes"),
    ("bind", "bare.other.example", "--yes"),
    ("history", "late.shop.example"),
    ("history", "nosuch.shop.example"),
    ("certificates",),
    ("rollback", "--domain", "late.shop.example"),
    ("rollback", "--domain", "bare.other.example"),
    ("rollback", "--certificate", "1-cn-hangzhou"),
    ("verify", "www.shop.example", "late.shop.example", "wrong.shop.example", "gone.shop.example"),
    ("verify", "chain.other.example"),
    ("dead-letters", "list"),
    ("dead-letters", "show", "abc"),
    ("doctor",),
    ("setup",),
    ("teardown",),
    ("notices",),
    ("ack", "ended.other.example"),
    ("ack", "www.shop.example"),
    ("convert", "/nowhere/at-all.pem"),
    ("upload", "/nowhere/at-all.pem"),
    ("verify", "--settings", "www.shop.example", "gone.shop.example"),
    ("roots", "www.shop.example"),
    ("roots", "--certificate", "20480098-cn-hangzhou"),
    ("bind", "www.shop.example", "--certificate", "20480098-cn-hangzhou"),
    ("bind", "www.shop.example", "--certificate", "mail.shop.example"),
    ("prune",),
    ("notices", "--test"),
    ("harden", "www.shop.example", "cdn.shop.example"),
    ("harden", "cdn.shop.example", "--only", "hsts"),
    ("harden", "cdn.shop.example", "--undo"),
    ("emergency", "failover", "www.shop.example"),
    ("emergency", "downgrade", "cdn.shop.example"),
    ("emergency", "restore", "cdn.shop.example"),
    ("rollback", "--since", "2026-11-24T03:00:00+08:00"),
)


@pytest.mark.parametrize(("language", "width"), [("en", "80"), ("zh", "120")])
def test_status_alone_says_of_each_trouble_its_cause_and_the_next_step(
    account: TenTroubles, language: str, width: str
) -> None:
    text = said(account, "status", "--look", language=language, width=width)
    blocks = re.split(r"\n(?=\S)", text)
    for row in ROWS:
        (block,) = (one for one in blocks if row.domain in one.splitlines()[0])
        assert row.word in block, block
        step = block.partition("→")[2]
        assert row.step[language == "zh"] in " ".join(step.split()), block
    assert blocks[0].startswith(("broken now", "现在不可用")), "the worst first"


def test_no_command_says_an_english_sentence(account: TenTroubles) -> None:
    wrong = {}
    for arguments in WALK:
        if found := english(said(account, *arguments)):
            wrong[arguments] = found
    assert wrong == {}


def test_neither_does_a_list_of_hosts(account: TenTroubles, tmp_path: Path) -> None:
    hosts = tmp_path / "hosts.txt"
    lines = ["www.shop.example", "https://wrong.shop.example/x", "two words", "a..b", "x:0"]
    hosts.write_bytes("\n".join(lines).encode() + b"\n\xff\xfe\n")
    assert english(said(account, "verify", "--file", str(hosts))) == []


def test_the_page_says_nothing_in_english_to_who_reads_chinese(
    account: TenTroubles, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    said(account, "page", "-o", str(page), "--look")
    text = page.read_text("utf-8")
    flat = re.sub(r'<span class="whole">(.*?)</span>', r"\1", text)
    shown = re.sub(r'<span lang="en">.*?</span>', "", flat)
    body = re.sub(r"<(style|script|title|desc)\b.*?</\1>|<code>.*?</code>", "", shown)
    assert english(re.sub(r"<[^>]*>", "", body)) == []
