"""`certbind roots` as a person at a terminal has it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import certifi
import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from jsonschema import Draft202012Validator, FormatChecker

from certbind.cli.main import main
from certbind.cli.roots import roots_command
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.observation import Attempt
from certbind.errors import NotFoundError
from certbind.wiring.clock import SystemClock
from certbind.wiring.commands import material
from tests.fakes import FakeClock, FakeProbe
from tests.fakes.certificates import NOW, Authority, pem_of
from tests.unit.domain.test_roots import R1, crossed, under
from tests.unit.material.making import pem, pfx

SCHEMA = Path(__file__).resolve().parents[3] / "docs" / "schemas" / "roots.v1.json"
SHOP, DEAF, NOWHERE = (Domain(f"{name}.example.com") for name in ("shop", "deaf", "nowhere"))
ROOT, OLD = Authority.root("New Root"), Authority.root(R1)
CHAIN = under(ROOT, *crossed(OLD, ROOT))
STORED = CertificateId.parse("12345678-cn-hangzhou")
UNSEEN = CertificateId.parse("12345679-cn-hangzhou")


class Account:
    """One that holds two certificates, and tells the chain of one."""

    def inventory(self) -> Account:
        return self

    def chain(self, named: CertificateId) -> tuple[bytes, ...] | None:
        return CHAIN if named == STORED else None

    def certificate(self, named: CertificateId) -> CertificateId:
        if named not in (STORED, UNSEEN):
            told = "no such certificate"
            raise NotFoundError(told, service="cas", action="GetIt", subject=str(named))
        return named


@pytest.fixture(autouse=True)
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A domain that is served, and a client's folder with nothing but our root."""
    clock = FakeClock(NOW)
    probe = FakeProbe(clock)
    for address in ("192.0.2.1", "192.0.2.2"):
        probe.serve(SHOP, CHAIN, address)
    probe.serve(SHOP, under(OLD), "192.0.2.3")
    probe.fail(DEAF, Attempt.REFUSED)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(SystemClock, "now", lambda _: clock.now())
    monkeypatch.setattr("certbind.wiring.visitors.probe", lambda _: probe)
    monkeypatch.setattr(
        "certbind.wiring.visitors.trust_anchors", lambda _: TrustAnchors.from_pem(pem_of(ROOT))
    )
    monkeypatch.setattr(roots_command, "open_account", lambda *_: Account())
    monkeypatch.setattr(material._Machine, "os_release", lambda _: {"ID": "alinux"})
    (tmp_path / "chain.pem").write_text(pem(CHAIN), "ascii")
    client = tmp_path / "client"
    client.mkdir()
    (client / "ours.crt").write_text(ROOT.issued.pem, "ascii")
    (client / "01234567.0").symlink_to("ours.crt")
    (client / "round").symlink_to("round")
    (client / "README").write_text("no certificate", "ascii")
    (client / "below").mkdir()
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["roots", *arguments])


def told(*arguments: str) -> Any:
    """By its schema."""
    read = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(read)
    value = json.loads(run(*arguments, "--json").stdout)
    Draft202012Validator(read, format_checker=FormatChecker()).validate(value)
    return value


def test_each_chain_that_is_served_is_told_once_with_the_roots_that_end_it() -> None:
    value = told(SHOP)
    ours, other = value["chains"]
    assert ours["addresses"] == ["192.0.2.1", "192.0.2.2"]
    assert [(one["name"], one["checked"]) for one in ours["roots"]] == [
        ("New Root", True),
        (R1, False),
    ]
    assert (ours["taken"], other["taken"]) == (True, False)
    assert [one["fault"] for one in other["faults"]] == ["chain_incomplete"]
    shown = run(SHOP)
    assert shown.exit_code == 1
    for line in (
        "shop.example.com (192.0.2.1, 192.0.2.2)",
        "a private CA's root: no browser's list holds it",
        "GlobalSign Root CA: the chain names it, and its certificate is not at hand",
        "Chrome: REFUSE this certificate: the root is not in its list",
        "Firefox: REFUSE this certificate: the root was dropped on 2025-04-15",
        "Apple: had it in July 2025",
        "this path lasts until 2027-01-23, when leaf ends",
        "chain_incomplete: A certificate is missing in the chain",
    ):
        assert line in shown.stdout, line


def test_of_a_file_and_of_a_certificate_in_cas_the_same_is_told() -> None:
    by_file, stored = told("--chain", "chain.pem"), told("--certificate", str(STORED))
    assert by_file["chains"][0]["roots"] == stored["chains"][0]["roots"]
    assert [one["chains"][0]["source"] for one in (by_file, stored)] == ["chain.pem", str(STORED)]
    assert run("--chain", "chain.pem").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ((DEAF,), "connection_refused"),
        ((NOWHERE,), "dns_nxdomain"),
        (("--certificate", str(UNSEEN)), "chain_not_seen"),
    ],
)
def test_where_no_chain_can_be_read_the_word_says_why(
    arguments: tuple[str, ...], word: str
) -> None:
    (chain,) = told(*arguments)["chains"]
    assert (chain["unread"]["word"], chain["client_has"]) == (word, None)
    shown = run(*arguments)
    assert shown.exit_code == 3
    assert f"{word}: " in shown.stdout


def test_a_certificate_that_cas_does_not_have_is_named() -> None:
    """Not told as one whose chain could not be read."""
    ended = run("--certificate", "12345680-cn-hangzhou")
    assert ended.exit_code == 1
    assert "12345680-cn-hangzhou" in ended.stderr
    assert "no such certificate" in ended.stderr
    assert "chain_not_seen" not in ended.output


def test_of_a_client_s_folder_what_it_lacks_is_told_with_the_commands() -> None:
    value = told("--client", "client")
    assert (value["client"]["roots"], value["client"]["unread"]) == (1, 1)
    assert [one["name"] for one in value["install"]] == [
        "GlobalSign Root R46", "GlobalSign Root CA - R3", "DigiCert Global Root G2",
    ]  # fmt: skip
    assert value["system"] == "red_hat"
    assert "update-ca-trust extract" in value["commands"]["red_hat"]
    shown = run("--client", "client")
    assert shown.exit_code == 1
    for line in (
        "GlobalSign Root R46: MISSING. OSS's own certificates",
        "GlobalSign Root CA (R1): not there. Not needed where R46 or R3 is",
        "GlobalSign Root R46: download https://secure.globalsign.com/cacert/rootr46.crt",
        "sha256 Fingerprint=4F:A3:12:6D:8D:3A",
        "this machine: Alibaba Cloud Linux",
        "certutil -addstore -f Root FILE",
        "1 of its files or blocks are no readable certificate",
    ):
        assert line in shown.stdout, line
    assert "update-ca-certificates" not in shown.stdout


def test_a_bundle_of_today_lacks_nothing_that_is_needed() -> None:
    value = told("--client", certifi.where())
    assert (value["install"], value["commands"]) == ([], {})
    assert run("--client", certifi.where()).exit_code == 0


def test_whether_a_client_can_end_this_chain_is_told_beside_it(scene: Path) -> None:
    (chain,) = told("--chain", "chain.pem", "--client", "client")["chains"]
    assert chain["client_has"] is True
    assert [one["client_has"] for one in chain["roots"]] == [True, False]
    (scene / "other.pem").write_text(Authority.root("Other").issued.pem, "ascii")
    value = told("--chain", "chain.pem", "--client", "other.pem")
    assert value["chains"][0]["client_has"] is False
    ours, r1, *_ = value["install"]
    assert (ours["name"], ours["url"]) == ("New Root", None)
    assert (r1["name"], r1["url"][-11:]) == (R1, "root-r1.crt")
    shown = run("--chain", "chain.pem", "--client", "other.pem").stdout
    assert "The client other.pem has none of these roots, so it refuses this chain." in shown
    assert "the client does NOT have it" in shown
    assert "New Root: its CA publishes it" in shown


def test_java_s_store_of_roots_is_read_with_the_passphrase_that_all_of_them_have(
    scene: Path,
) -> None:
    anchor = pkcs12.PKCS12Certificate(ROOT.issued.certificate, b"ours")
    store = pkcs12.serialize_java_truststore([anchor], BestAvailableEncryption(b"changeit"))
    (scene / "cacerts").write_bytes(store)
    assert told("--client", "cacerts")["client"]["roots"] == 1


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ((), "Name DOMAINS, --certificate ID, --chain FILE or --client PLACE."),
        (("--client", "nowhere"), "nowhere: cannot be read: No such file or directory."),
        (("--client", "client/README"), "client/README: is neither PEM nor DER"),
        (("--client", "client/below"), "client/below: holds no certificate. Name the folder"),
        (("--client", "locked.p12"), "Only Java's own passphrase (changeit) is tried here"),
    ],
)
def test_what_is_not_there_or_cannot_be_read_is_named(
    arguments: tuple[str, ...], text: str, scene: Path
) -> None:
    (scene / "locked.p12").write_bytes(pfx(ROOT.leaf(SHOP)))
    shown = run(*arguments)
    assert shown.exit_code == 2
    assert text in shown.stderr


def test_in_chinese_every_sentence_is_chinese() -> None:
    shown = run(SHOP, "--client", "client", "--lang", "zh").stdout
    for text in ("可以作为证书链终点的根证书", "该根证书已于 2025-04-15 移除", "缺少。"):
        assert text in shown
    assert "MISSING" not in shown
