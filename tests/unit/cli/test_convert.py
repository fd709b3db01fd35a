"""`certbind convert` and `verify --chain` as a person at a terminal has them."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from certbind.cli.main import main
from certbind.domain.trust.chain import TrustAnchors
from certbind.wiring.clock import SystemClock
from tests.fakes.certificates import DAY, NOW, Authority, Spec, pem_of
from tests.unit.material.making import SECRET, pem, pfx, traditional

ROOT = Authority.root()
CA = ROOT.subordinate()
LEAF = CA.leaf("*.example.com", "example.com")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty one to work in; the root is trusted, and no account is there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(SystemClock, "now", lambda _: NOW)
    monkeypatch.setattr(
        "certbind.wiring.visitors.trust_anchors", lambda _: TrustAnchors.from_pem(pem_of(ROOT))
    )
    (tmp_path / "site.pfx").write_bytes(pfx(LEAF, CA.issued))
    (tmp_path / "leaf.crt").write_bytes(LEAF.der)
    (tmp_path / "ca.pem").write_text(CA.issued.pem, "ascii")
    (tmp_path / "plain.key").write_text(traditional(LEAF.key), "ascii")
    return tmp_path


def run(*arguments: str, secret: str | None = None) -> Result:
    """With the passphrase in a descriptor that the command inherits."""
    if secret is None:
        return CliRunner().invoke(main, list(arguments))
    reading, writing = os.pipe()
    os.write(writing, f"{secret}\n".encode())
    os.close(writing)
    try:
        return CliRunner().invoke(main, [*arguments, "--passphrase-fd", str(reading)])
    finally:
        os.close(reading)


def test_of_a_pfx_come_a_chain_and_a_key_for_the_owner_alone(folder: Path) -> None:
    result = run("convert", "site.pfx", secret=SECRET)
    assert (result.exit_code, result.stderr) == (0, "")
    chain, key = folder / "_.example.com.pem", folder / "_.example.com.key"
    assert chain.read_text("ascii") == pem(LEAF.chain)
    assert key.read_text("ascii") == traditional(LEAF.key)
    assert {one.stat().st_mode & 0o777 for one in (chain, key)} == {0o600}
    assert "chain        leaf ← Test Intermediate" in result.stdout
    assert "EC P-256 key of 256 bits" in result.stdout
    assert "certbind verify --chain _.example.com.pem" in result.stdout
    for line in traditional(LEAF.key).splitlines()[1:-1]:
        assert line not in result.output


def test_the_json_says_the_same_without_the_key(folder: Path) -> None:
    result = run("convert", "site.pfx", "--output", "out/x", "--json", secret=SECRET)
    assert json.loads(result.stdout)["error"]["code"] == "output_exists"
    result = run("convert", "site.pfx", "--output", "x", "--json", secret=SECRET)
    told = json.loads(result.stdout)
    assert told["written"] == ["x.key", "x.pem"]
    assert told["chain"] == ["leaf", "Test Intermediate"]
    assert (told["missing"], told["key"]["kind"]) == (None, "EC P-256")
    assert traditional(LEAF.key).splitlines()[1] not in result.output
    assert sorted(one.name for one in folder.glob("x.*")) == ["x.key", "x.pem"]


def test_what_is_there_is_not_written_over_unless_one_says_so(folder: Path) -> None:
    files = ("convert", "leaf.crt", "ca.pem", "plain.key", "--output", "x")
    assert run(*files).exit_code == 0
    before = (folder / "x.key").stat().st_ino
    result = run(*files)
    assert result.exit_code == 2
    assert "output_exists: The output: is there already: x.key, x.pem" in result.stderr
    assert (folder / "x.key").stat().st_ino == before
    assert run(*files, "--force").exit_code == 0
    assert (folder / "x.key").stat().st_ino != before


def test_a_missing_intermediate_is_a_finding_and_a_pool_mends_it(folder: Path) -> None:
    result = run("convert", "leaf.crt", "plain.key", "--output", "x")
    assert result.exit_code == 1
    assert (
        "MISSING      Test Intermediate, which signed leaf, is neither here nor" in result.stdout
    )
    assert (folder / "x.pem").read_text("ascii") == LEAF.pem
    result = run(
        "convert", "leaf.crt", "plain.key", "--output", "x", "--pool", "ca.pem", "--force"
    )
    assert result.exit_code == 0
    assert (folder / "x.pem").read_text("ascii") == pem(LEAF.chain)


def test_a_name_for_files_holds_nothing_that_leads_elsewhere(folder: Path) -> None:
    odd = CA.leaf(subject="../../etc/x y")
    (folder / "odd.crt").write_bytes(odd.der)
    assert run("convert", "odd.crt", "ca.pem").exit_code == 0
    assert (folder / "_.._etc_x_y.pem").is_file()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["convert", "no.pem"], "unreadable_file: no.pem: cannot be read: No such file"),
        (["convert", "."], "unreadable_file: .: is a directory"),
        (["convert", "site.pfx"], "wrong_passphrase: site.pfx: The PKCS#12 file is encrypted"),
        (["convert", "plain.key"], "incomplete_files: There is no certificate"),
        (["verify", "--chain", "site.pfx"], "unreadable_file: site.pfx: is no PEM"),
        (["verify", "--chain", "plain.key"], "holds no block CERTIFICATE"),
    ],
)
def test_files_that_cannot_be_used_are_told_in_our_words_alone(
    arguments: list[str], told: str
) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert result.stderr.startswith("certbind: ")
    assert len(result.stderr.splitlines()) == 1


def test_a_passphrase_is_neither_an_argument_nor_a_variable() -> None:
    options = {option for param in main.commands["convert"].params for option in param.opts}
    assert {one for one in options if "pass" in one} == {"--passphrase-fd"}
    result = run("convert", "site.pfx", "--passphrase-fd", "999999")
    assert result.exit_code == 2
    assert "nothing can be read from this descriptor" in result.stderr


def test_several_passphrases_may_stand_in_the_descriptor() -> None:
    assert run("convert", "site.pfx", secret=f"other\n\n{SECRET}").exit_code == 0


def at_a_terminal(bundle: Path, typed: list[str], *arguments: str) -> tuple[int, str]:
    """What a person sees who types this when asked."""
    ours, theirs = pty.openpty()
    program = subprocess.Popen(
        [sys.executable, "-m", "certbind.cli.main", *arguments],
        env={**os.environ, "CA_BUNDLE": str(bundle)},
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    try:
        for number, one in enumerate(typed, 1):
            while shown.count(b"Passphrase: ") < number:
                shown += os.read(ours, 1024)
            os.write(ours, one.encode() + b"\n")
        while part := _read(ours):
            shown += part
    finally:
        os.close(ours)
    return program.wait(60), shown.decode()


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 1024)
    except OSError:  # the program has ended
        return b""


def test_a_person_is_asked_again_and_what_is_typed_is_not_shown(folder: Path) -> None:
    bundle = folder / "roots.pem"
    bundle.write_text(pem_of(ROOT), "ascii")
    asked = ("convert", "site.pfx", "--output", "x")
    code, shown = at_a_terminal(bundle, ["battery", SECRET], *asked)
    assert code == 0, shown
    assert shown.startswith("The PKCS#12 file (site.pfx) is encrypted. Passphrase: ")
    assert "battery" not in shown
    assert SECRET not in shown
    assert (folder / "x.key").read_text("ascii") == traditional(LEAF.key)


def judged(*arguments: str) -> Result:
    return run("verify", "--chain", *arguments)


def test_a_file_is_judged_as_if_it_were_served(folder: Path) -> None:
    (folder / "good.pem").write_text(pem(LEAF.chain) + traditional(LEAF.key), "ascii")
    result = judged("good.pem", "--domain", "www.example.com")
    assert result.exit_code == 0
    first, *_, checks = result.stdout.splitlines()
    assert first == (
        "ok      www.example.com: browsers accept it, served as it stands in the file"
    )
    told = "resolve not run, handshake not run, chain ok, name ok, dates ok"
    assert told in checks, "nobody was asked"
    assert judged("good.pem").stdout.startswith("ok      .example.com: ")
    several = judged("good.pem", "--domain", "example.com", "--domain", "a.b.example.com")
    assert several.exit_code == 1
    assert "FAILED  a.b.example.com: browsers refuse it (name_mismatch: " in several.stdout
    assert "a browser shows ERR_CERT_COMMON_NAME_INVALID" in several.stdout


def test_the_faults_of_a_file_have_the_words_of_a_handshake(folder: Path) -> None:
    ended = CA.leaf("example.com", spec=Spec(not_after=NOW - DAY))
    files = {"expired": ended.chain, "chain_incomplete": LEAF.chain[:1]}
    for word, chain in files.items():
        (folder / "x.pem").write_text(pem(chain), "ascii")
        result = judged("x.pem", "--domain", "example.com", "--json")
        assert result.exit_code == 1
        (told,) = json.loads(result.stdout)
        assert told["headline"]["fault"] == word
        assert told["file"] == "x.pem"
        assert word in told["summary"]


def test_a_file_that_begins_with_a_ca_is_judged_so_and_sent_to_convert(folder: Path) -> None:
    (folder / "x.pem").write_text(pem(LEAF.chain[::-1]), "ascii")
    result = judged("x.pem", "--domain", "example.com")
    assert result.exit_code == 1
    assert "`certbind convert` puts them in order" in result.stdout
    unnamed = judged("x.pem")
    assert unnamed.exit_code == 2
    assert "--domain" in unnamed.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Name DOMAINS"),
        (["--domain", "a.example"], "Name DOMAINS"),
        (["a.example", "--chain", "ca.pem"], "--domain"),
        (["--chain", "ca.pem", "--sha256", "0" * 64], "--domain"),
    ],
)
def test_a_file_and_handshakes_do_not_go_together(arguments: list[str], told: str) -> None:
    result = run("verify", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_no_account_is_needed_and_one_that_is_asked_for_names_its_settings() -> None:
    result = run("convert", "leaf.crt", "--from-account")
    assert result.exit_code == 2
    assert "ALIBABA_CLOUD_ACCESS_KEY_ID: is not set" in result.stderr
