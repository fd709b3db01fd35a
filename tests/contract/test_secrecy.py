"""No secret leaves an adapter: not in errors, tracebacks, log lines, printed text or reprs."""

from __future__ import annotations

import logging
import socket
import ssl
import traceback
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import quote

import pytest
from aliyunsdkcas.request.v20200407.GetUserCertificateDetailRequest import (
    GetUserCertificateDetailRequest,
)

from certbind.domain.lifecycle.journal import EntryKind, Record, seal
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import UNBOUND, Target
from certbind.errors import CertbindError, UnavailableError
from certbind.events import EventType, certificate_event
from localcloud.authority import Issued
from localcloud.faults import FaultKind, FaultRule
from localcloud.gateway import Operation
from localcloud.http import Request
from localcloud.world import LocalCloud
from tests.contract.wired import LEDGER, Wired
from tests.fakes.certificates import self_signed
from tests.ports import closed_port
from tests.unit.adapters.servers import listening, server_context

CERTIFICATE = CertificateId(20_480_001, "cn-hangzhou")
"""The first that the local cloud's CAS holds."""
OSS = Target(ProductName("oss"), Domain("www.example.com"), "assets", "cn-hangzhou")
CDN = Target(ProductName("cdn"), Domain("www.example.com"))
ENTRY = seal(
    "domain/www.example.com",
    None,
    datetime(2026, 11, 24, tzinfo=timezone.utc),
    Record(EntryKind.KEPT, "event"),
)

CALLS: dict[str, Callable[[Wired, Issued], object]] = {
    "cas list": lambda wired, _: wired.inventory().list_certificates(),
    "cas detail": lambda wired, _: wired.inventory().certificate(CERTIFICATE),
    "cas upload": lambda wired, made: wired.uploads().upload("x", made.chain_pem, made.key_pem),
    "cdn read": lambda wired, _: wired.targets().read(CDN),
    "cdn bind": lambda wired, _: wired.targets().bind(CDN, CERTIFICATE, UNBOUND),
    "oss read": lambda wired, _: wired.targets().read(OSS),
    "oss bind": lambda wired, _: wired.targets().bind(OSS, CERTIFICATE, UNBOUND),
    "queue": lambda wired, _: wired.queue().send(certificate_event(EventType.ISSUED, CERTIFICATE)),
    "ledger": lambda wired, _: wired.journal().append(ENTRY),
}
HARDLY_FAIL: dict[str, Callable[[Wired, Issued], object]] = {
    "cas chain": lambda wired, _: wired.inventory().chain(CERTIFICATE),
    "scan": lambda wired, _: wired.targets().scan(),
}
"""Do without an answer that does not come."""
SERVICES = ("OSS", "CAS", "CAS_INTERNATIONAL", "CDN", "MNS")


@dataclass(frozen=True)
class Leaks:
    """An account, the secrets that calls to it go with, and all that is written meanwhile."""

    cloud: LocalCloud
    secrets: dict[str, str]
    made: Issued
    log: pytest.LogCaptureFixture
    output: pytest.CaptureFixture[str]

    def told_by_failure(self, name: str, **settings: str) -> str:
        """All text that a call leaves behind which fails with these settings."""
        wired = Wired(self.cloud, **{**self.secrets, **settings})
        with pytest.raises(CertbindError) as caught:
            CALLS[name](wired, self.made)
        error = caught.value
        return "\n".join(
            [
                str(error),
                repr(error),
                str(error.to_json()),
                str(vars(error)),
                "".join(traceback.format_exception(type(error), error, error.__traceback__)),
                repr(wired.settings),
                self.written(),
            ]
        )

    def written(self) -> str:
        """What was logged and printed."""
        return "\n".join([self.log.text, *self.output.readouterr()])

    def assert_none_in(self, text: str, *others: str) -> None:
        for secret in (
            self.secrets["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
            self.secrets["ALIBABA_CLOUD_SECURITY_TOKEN"],
            *self.made.key_pem.strip().splitlines()[1:-1],
            *others,
        ):
            assert secret not in text
            assert secret[:24] not in text
        for word in (
            "PRIVATE KEY",
            "Signature=",
            "SecurityToken=",
            "security-token:",
            "OSS4-HMAC",
        ):
            assert word not in text


@pytest.fixture
def secrets(cloud: LocalCloud) -> dict[str, str]:
    key = cloud.kernel.credentials.issue_role_key("certbind")
    return {
        "ALIBABA_CLOUD_ACCESS_KEY_ID": key.key_id,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": key.secret,
        "ALIBABA_CLOUD_SECURITY_TOKEN": key.token,
    }


@pytest.fixture
def leaks(
    cloud: LocalCloud,
    secrets: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> Leaks:
    """Everything logs at its loudest, as somebody in search of a fault may set it."""
    monkeypatch.setenv("DEBUG", "sdk")
    caplog.set_level(logging.DEBUG)
    return Leaks(cloud, secrets, cloud.authorities.issue(["www.example.com"]), caplog, capfd)


@pytest.mark.parametrize("name", list(CALLS))
def test_a_connection_that_fails_tells_no_secret(leaks: Leaks, name: str) -> None:
    """The SDKs put the URL into such an error: token, signature and parameters."""
    with closed_port() as port:
        closed = {f"{service}_ENDPOINT": f"http://127.0.0.1:{port}" for service in SERVICES}
        text = leaks.told_by_failure(name, **closed)
    assert "unavailable" in text
    leaks.assert_none_in(text)


@pytest.mark.parametrize("name", list(CALLS))
def test_a_signature_that_is_refused_tells_no_secret(leaks: Leaks, name: str) -> None:
    """Services echo what they expected to be signed, parameters and all."""
    for bucket in ("assets", LEDGER):  # a missing one is told before the signature is looked at
        leaks.cloud.oss.world.create_bucket(bucket, "cn-hangzhou")
    wrong = "WrongSecretWrongSecretWrongSecret"
    text = leaks.told_by_failure(name, ALIBABA_CLOUD_ACCESS_KEY_SECRET=wrong)
    assert "permission_denied" in text
    leaks.assert_none_in(text, wrong)


@pytest.mark.parametrize("name", list(CALLS))
def test_a_refusal_that_echoes_secrets_is_cleaned(leaks: Leaks, name: str) -> None:
    """The key last: whatever follows its first line is dropped with it."""
    echo = " ".join(
        [
            leaks.secrets["ALIBABA_CLOUD_SECURITY_TOKEN"],
            leaks.secrets["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
            f"cannot read {leaks.made.key_pem}",
        ]
    )
    leaks.cloud.kernel.faults.add(
        FaultRule(FaultKind.ERROR, count=None, status=400, code="InvalidParameter", message=echo)
    )
    text = leaks.told_by_failure(name)
    assert "InvalidParameter" in text
    leaks.assert_none_in(text)


@pytest.mark.parametrize("name", list(CALLS))
def test_a_key_without_its_markers_is_known_by_its_shape(leaks: Leaks, name: str) -> None:
    """One line of it, all of it, or the PEM in base64: none of it is a credential of ours."""
    pem = leaks.cloud.authorities.issue(["www.example.com"]).key_pem
    lines = pem.strip().splitlines()[1:-1]
    for echo in (lines[0], "".join(lines), "\n".join(lines), b64encode(pem.encode()).decode()):
        rule = FaultRule(FaultKind.ERROR, count=1, status=400, code="Bad", message=f"no {echo}")
        leaks.cloud.kernel.faults.add(rule)
        text = leaks.told_by_failure(name)
        assert "Bad" in text
        leaks.assert_none_in(text, echo, *lines)


@pytest.mark.parametrize("name", list(CALLS))
def test_a_code_that_echoes_a_secret_is_cleaned_too(leaks: Leaks, name: str) -> None:
    """A proxy's answer may hold what was sent in any part, and as a URL carries it."""
    token = leaks.secrets["ALIBABA_CLOUD_SECURITY_TOKEN"]
    for echo in (token, quote(token, safe="")):
        rule = FaultRule(FaultKind.ERROR, count=1, status=400, code=f"Bad.{echo}", message=echo)
        leaks.cloud.kernel.faults.add(rule)
        text = leaks.told_by_failure(name)
        assert "Bad." in text
        leaks.assert_none_in(text, echo)


def furnish(cloud: LocalCloud, made: Issued) -> None:
    """All that the calls ask for."""
    for bucket in ("assets", LEDGER):
        cloud.oss.world.create_bucket(bucket, "cn-hangzhou")
    cloud.oss.world.map_domain("assets", OSS.domain)
    cloud.cdn.model.add_domain(CDN.domain, [])
    for product in ("dcdn", "vod"):
        cloud.standings.set_opened(product, opened=True)
    cloud.mns.model.create_queue("certbind-events", {})
    held = cloud.cas.add_issued(made.chain_pem, made.key_pem, site="cn-hangzhou", name="www")
    assert held.identifier == str(CERTIFICATE)


@pytest.mark.parametrize("name", [*CALLS, *HARDLY_FAIL])
def test_what_goes_well_tells_no_secret_either(leaks: Leaks, name: str) -> None:
    """Nor does it leave one in the account: what was written is looked at too."""
    cloud = leaks.cloud
    furnish(cloud, leaks.made)
    answer = {**CALLS, **HARDLY_FAIL}[name](Wired(cloud, **leaks.secrets), leaks.made)
    calls = cloud.kernel.calls.calls()
    assert calls
    assert {call.code for call in calls} == {""}
    bodies = [message.body for message in cloud.mns.model.peek("certbind-events", 16)]
    entries = [repr(entry) for entry in Wired(cloud).journal().entries(ENTRY.subject)]
    leaks.assert_none_in("\n".join([repr(answer), leaks.written(), *bodies, *entries]))


def test_a_private_key_never_reaches_the_reader_of_an_answer(wired: Wired) -> None:
    """Also when the filter that CAS is asked for fails."""
    made = wired.cloud.authorities.issue(["www.example.com"])
    certificate = wired.uploads().upload("x", made.chain_pem, made.key_pem)[0]
    api = wired.inventory()._sites["cn-hangzhou"]
    answer = api.call(GetUserCertificateDetailRequest(), {"CertId": certificate.number})
    assert "BEGIN CERTIFICATE" in answer["Cert"]
    assert "PRIVATE" not in str(answer)
    assert "Key" not in answer


@pytest.fixture
def asked(wired: Wired, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that CAS is called at, parameters included."""
    targets: list[str] = []
    service = wired.cloud.cas_sites["cn-hangzhou"]
    identify = service.identify

    def record(request: Request) -> Operation:
        targets.append(request.target)
        return identify(request)

    monkeypatch.setattr(service, "identify", record)
    return targets


def test_key_and_certificate_go_into_the_form_and_not_into_the_url(
    wired: Wired, asked: list[str]
) -> None:
    made = wired.cloud.authorities.issue(["www.example.com"])
    wired.uploads().upload("x", made.chain_pem, made.key_pem)
    assert any("Action=UploadUserCertificate" in target for target in asked)
    assert not any("BEGIN" in target or "Key=" in target for target in asked)


def test_the_details_of_a_certificate_are_asked_for_without_its_key(
    wired: Wired, asked: list[str]
) -> None:
    """CAS sends the private key along unless CertFilter says otherwise: it must not arrive."""
    made = wired.cloud.authorities.issue(["www.example.com"])
    certificate = wired.uploads().upload("x", made.chain_pem, made.key_pem)[0]
    inventory = wired.inventory()
    inventory.list_certificates()
    inventory.certificate(certificate)
    inventory.chain(certificate)
    (details,) = (target for target in asked if "Action=GetUserCertificateDetail" in target)
    assert "CertFilter=true" in details


@pytest.mark.parametrize("name", list(CALLS))
def test_a_server_that_nobody_vouches_for_is_told_nothing(
    cloud: LocalCloud,
    secrets: dict[str, str],
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A CA bundle that is set to nothing means the usual one, not none."""
    monkeypatch.setenv("ALIBABA_CLOUD_CA_BUNDLE", "")
    context = server_context(self_signed("localhost"), tmp_path)
    heard: list[bytes] = []
    met: list[str] = []

    def listen(connection: socket.socket) -> None:
        try:
            with context.wrap_socket(connection, server_side=True) as secure:
                heard.append(secure.recv(4096))
        except ssl.SSLError as error:
            met.append(str(error.reason))

    made = cloud.authorities.issue(["www.example.com"])
    with listening(listen) as port:
        away = {f"{service}_ENDPOINT": f"https://localhost:{port}" for service in SERVICES}
        with pytest.raises(UnavailableError):
            CALLS[name](Wired(cloud, **secrets, **away), made)
    assert heard == []
    assert met


@pytest.mark.filterwarnings("ignore:ssl.match_hostname:DeprecationWarning")  # the SDK's own
def test_a_bundle_of_the_environment_vouches_for_cas(
    cloud: LocalCloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As behind a proxy of one's own: without it the same server is told nothing."""
    issued = self_signed("localhost")
    context = server_context(issued, tmp_path)
    bundle = tmp_path / "bundle.pem"
    bundle.write_text(issued.pem, "utf-8")
    monkeypatch.setenv("ALIBABA_CLOUD_CA_BUNDLE", str(bundle))
    heard: list[bytes] = []

    def listen(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            heard.append(secure.recv(4096))

    with listening(listen) as port:
        away = Wired(cloud, CAS_ENDPOINT=f"https://localhost:{port}")
        with pytest.raises(UnavailableError):
            away.inventory().list_certificates()
    assert heard
    assert heard[0].startswith((b"GET ", b"POST "))


def test_credentials_of_other_tools_are_not_used(
    cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch, secrets: dict[str, str]
) -> None:
    """The SDK prefers ALIYUN_ACCESS_KEY_ID to a token that it is given as an object."""
    monkeypatch.setenv("ALIYUN_ACCESS_KEY_ID", "somebody")
    monkeypatch.setenv("ALIYUN_ACCESS_KEY_SECRET", "else")
    Wired(cloud, **secrets).inventory().list_certificates()
    assert {call.principal for call in cloud.kernel.calls.calls()} == {"role/certbind"}


@pytest.mark.parametrize("name", ["cas list", "cdn read", "oss read"])
def test_a_proxy_of_the_environment_is_not_asked_for_loopback(
    cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with closed_port() as port:
        for variable in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(variable, f"http://127.0.0.1:{port}")
        cloud.oss.world.create_bucket("assets", "cn-hangzhou")
        cloud.oss.world.map_domain("assets", "www.example.com")
        cloud.cdn.model.add_domain("www.example.com", [])
        CALLS[name](Wired(cloud), cloud.authorities.issue(["www.example.com"]))
