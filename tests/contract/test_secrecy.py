"""No secret leaves an adapter: not in errors, tracebacks, log lines, printed text or reprs."""

from __future__ import annotations

import logging
import socket
import ssl
import traceback
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import pytest
from aliyunsdkcas.request.v20200407.GetUserCertificateDetailRequest import (
    GetUserCertificateDetailRequest,
)

from certbind.domain.identity import CertificateId, Domain
from certbind.domain.journal import EntryKind, Record, seal
from certbind.domain.target import UNBOUND, Target, TargetKind
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
OSS = Target(TargetKind.OSS, Domain("www.example.com"), "assets", "cn-hangzhou")
CDN = Target(TargetKind.CDN, Domain("www.example.com"))
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


@pytest.fixture
def secrets(cloud: LocalCloud) -> dict[str, str]:
    key = cloud.kernel.credentials.issue_role_key("certbind")
    return {
        "ALIBABA_CLOUD_ACCESS_KEY_ID": key.key_id,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": key.secret,
        "ALIBABA_CLOUD_SECURITY_TOKEN": key.token,
    }


@pytest.fixture
def loud(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Everything logs at its loudest, as somebody in search of a fault may set it."""
    monkeypatch.setenv("DEBUG", "sdk")
    caplog.set_level(logging.DEBUG)


def told(
    wired: Wired,
    call: Callable[[Wired, Issued], object],
    made: Issued,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> str:
    """All text that a failing call leaves behind."""
    with pytest.raises(CertbindError) as caught:
        call(wired, made)
    error = caught.value
    output = capfd.readouterr()
    return "\n".join(
        [
            str(error),
            repr(error),
            str(error.to_json()),
            str(vars(error)),
            "".join(traceback.format_exception(type(error), error, error.__traceback__)),
            caplog.text,
            output.out,
            output.err,
            repr(wired.settings),
        ]
    )


def assert_no_secret(text: str, secrets: dict[str, str], made: Issued) -> None:
    key_lines = made.key_pem.strip().splitlines()[1:-1]
    for secret in (
        secrets["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
        secrets["ALIBABA_CLOUD_SECURITY_TOKEN"],
        *key_lines,
    ):
        assert secret not in text
        assert secret[:24] not in text
    for word in ("PRIVATE KEY", "Signature=", "SecurityToken=", "security-token:", "OSS4-HMAC"):
        assert word not in text


@pytest.mark.usefixtures("loud")
@pytest.mark.parametrize("name", list(CALLS))
def test_a_connection_that_fails_tells_no_secret(
    cloud: LocalCloud,
    secrets: dict[str, str],
    name: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The SDKs put the URL into such an error: token, signature and parameters."""
    made = cloud.authorities.issue(["www.example.com"])
    with closed_port() as port:
        closed = {f"{service}_ENDPOINT": f"http://127.0.0.1:{port}" for service in SERVICES}
        wired = Wired(cloud, **secrets, **closed)
        text = told(wired, CALLS[name], made, caplog, capfd)
    assert "unavailable" in text
    assert_no_secret(text, secrets, made)


@pytest.mark.usefixtures("loud")
@pytest.mark.parametrize("name", list(CALLS))
def test_a_signature_that_is_refused_tells_no_secret(
    cloud: LocalCloud,
    secrets: dict[str, str],
    name: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Services echo what they expected to be signed, parameters and all."""
    made = cloud.authorities.issue(["www.example.com"])
    wrong = {**secrets, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "WrongSecretWrongSecretWrongSecret"}
    text = told(Wired(cloud, **wrong), CALLS[name], made, caplog, capfd)
    assert "permission_denied" in text
    assert_no_secret(text, wrong, made)


@pytest.mark.usefixtures("loud")
@pytest.mark.parametrize("name", list(CALLS))
def test_a_refusal_that_echoes_secrets_is_cleaned(
    cloud: LocalCloud,
    secrets: dict[str, str],
    name: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    made = cloud.authorities.issue(["www.example.com"])
    echo = " ".join(
        [
            f"cannot read {made.key_pem}",
            secrets["ALIBABA_CLOUD_SECURITY_TOKEN"],
            secrets["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
        ]
    )
    cloud.kernel.faults.add(
        FaultRule(FaultKind.ERROR, count=None, status=400, code="InvalidParameter", message=echo)
    )
    text = told(Wired(cloud, **secrets), CALLS[name], made, caplog, capfd)
    assert "InvalidParameter" in text
    assert_no_secret(text, secrets, made)


def furnish(cloud: LocalCloud, made: Issued) -> None:
    """All that the calls ask for."""
    for bucket in ("assets", LEDGER):
        cloud.oss.world.create_bucket(bucket, "cn-hangzhou")
    cloud.oss.world.map_domain("assets", OSS.domain)
    cloud.cdn.model.add_domain(CDN.domain, [])
    cloud.mns.model.create_queue("certbind-events", {})
    held = cloud.cas.add_issued(made.chain_pem, made.key_pem, site="cn-hangzhou", name="www")
    assert held.identifier == str(CERTIFICATE)


@pytest.mark.usefixtures("loud")
@pytest.mark.parametrize("name", [*CALLS, *HARDLY_FAIL])
def test_what_goes_well_tells_no_secret_either(
    cloud: LocalCloud,
    secrets: dict[str, str],
    name: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Nor does it leave one in the account: what was written is looked at too."""
    made = cloud.authorities.issue(["www.example.com"])
    furnish(cloud, made)
    answer = {**CALLS, **HARDLY_FAIL}[name](Wired(cloud, **secrets), made)
    output = capfd.readouterr()
    bodies = [message.body for message in cloud.mns.model.peek("certbind-events", 16)]
    entries = [repr(entry) for entry in Wired(cloud).journal().entries(ENTRY.subject)]
    told = [repr(answer), caplog.text, output.out, output.err, *bodies, *entries]
    assert_no_secret("\n".join(told), secrets, made)
    assert cloud.kernel.calls.calls()
    assert {call.code for call in cloud.kernel.calls.calls()} == {""}


def test_a_private_key_never_reaches_the_reader_of_an_answer(wired: Wired) -> None:
    """Also when the filter that CAS is asked for fails."""
    made = wired.cloud.authorities.issue(["www.example.com"])
    certificate = wired.uploads().upload("x", made.chain_pem, made.key_pem)
    api = wired.inventory()._sites["cn-hangzhou"]
    answer = api.call(GetUserCertificateDetailRequest(), {"CertId": certificate.number})
    assert "BEGIN CERTIFICATE" in answer["Cert"]
    assert "PRIVATE" not in str(answer)
    assert "Key" not in answer


def test_key_and_certificate_go_into_the_form_and_not_into_the_url(
    wired: Wired, monkeypatch: pytest.MonkeyPatch
) -> None:
    targets: list[str] = []
    service = wired.cloud.cas_sites["cn-hangzhou"]
    identify = service.identify

    def record(request: Request) -> Operation:
        targets.append(request.target)
        return identify(request)

    monkeypatch.setattr(service, "identify", record)
    made = wired.cloud.authorities.issue(["www.example.com"])
    wired.uploads().upload("x", made.chain_pem, made.key_pem)
    assert any("Action=UploadUserCertificate" in target for target in targets)
    assert not any("BEGIN" in target or "Key=" in target for target in targets)


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
