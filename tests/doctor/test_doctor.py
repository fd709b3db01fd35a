"""`doctor` on a sound account, and the command as people and scripts read it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import oss2
import pytest
from click.testing import CliRunner

from certbind.cli.factories.examination import make_doctor
from certbind.cli.main import main
from localcloud.faults import FaultKind, FaultRule
from localcloud.gateway import Operation
from localcloud.http import Request
from localcloud.services.mns.model import Draft
from localcloud.world import LocalCloud
from tests.doctor.clinic import (
    DEAD,
    NOT_PROBED,
    OK,
    QUEUE,
    ROOT,
    UNSEEN,
    WRONG,
    Clinic,
    own_ledger,
    table,
    worst,
)


def test_nothing_is_wrong_in_a_sound_account(clinic: Clinic) -> None:
    clinic.folder = ROOT  # where s.yaml lies
    diagnosis = clinic.examine()
    bad = [c for c in diagnosis.checks if c.status in (WRONG, UNSEEN)]
    assert bad == [], table(diagnosis)
    assert diagnosis.count(OK) >= 25
    assert {c.name for c in diagnosis.checks if c.status is NOT_PROBED} == {
        "last sweep",
        "may cdn:BatchSetCdnDomainConfig",
        "may cdn:DeleteSpecificConfig",
        "may cdn:DescribeCdnDomainConfigs",
        "may cdn:DescribeDomainCertificateInfo",
        "may cdn:SetCdnDomainSSLCertificate",
        "may dcdn:*",
        "may mns:BatchSendMessage",
        "may oss:DeleteBucketPolicy",
        "may oss:PutBucketHttpsConfig",
        "may oss:PutBucketPolicy",
        "may vod:*",
        "may yundun-cert:DescribeSSLCertificatePrivateKey",
        "may yundun-cert:UploadUserCertificate",
    }


def test_looking_leaves_nothing_behind(clinic: Clinic) -> None:
    clinic.examine()
    assert list(oss2.ObjectIterator(own_ledger(clinic))) == []
    assert clinic.cloud.mns.model.peek(QUEUE, 16) == []
    assert [one.domain for one in clinic.cloud.oss.world.cnames()] == ["static.shop.example"]
    changed = {
        call.action
        for call in clinic.cloud.kernel.calls.calls()
        if not call.code and re.match(r"Put|Set|Create|Send|Delete", call.action)
    }
    assert changed == {"PutObject", "DeleteObject"}


def test_no_private_key_is_ever_asked_for(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a certificate's details CAS leaves the key out only where CertFilter says so."""
    targets: list[str] = []
    service = clinic.cloud.cas_sites["cn-hangzhou"]
    identify = service.identify

    def record(request: Request) -> Operation:
        targets.append(request.target)
        return identify(request)

    monkeypatch.setattr(service, "identify", record)
    clinic.examine()
    details = [target for target in targets if "Action=GetUserCertificateDetail" in target]
    assert len(details) == 2
    assert all("CertFilter=true" in target for target in details)
    asked = {call.action for call in clinic.cloud.kernel.calls.calls()}
    assert not any("PrivateKey" in action for action in asked)


def run(clinic: Clinic, *arguments: str, **environ: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        main,
        ["doctor", *arguments],
        env={**clinic.environ, "COLUMNS": "160", **environ},
        catch_exceptions=False,
    )
    return result.exit_code, result.output


def test_the_command_is_readable_without_colour(clinic: Clinic) -> None:
    clinic.cloud.mns.model.send(DEAD, Draft("{}"))
    code, told = run(clinic)
    assert code == 1
    assert "\x1b" not in told
    line, remedy = re.search(r"(WRONG .*dead letters.*)\n(.*→ .*)", told).groups()  # type: ignore[union-attr]
    assert "1 lies there" in line
    assert "dead-letters list" in remedy
    assert re.search(r"^ok +queue: ", told, re.MULTILINE)
    assert re.search(r"\d+ checks: \d+ ok, 1 wrong, 0 could not look, 14 not probed\.", told)


def test_the_command_ends_as_scripts_expect(clinic: Clinic) -> None:
    assert run(clinic)[0] == 0
    clinic.cloud.kernel.faults.add(FaultRule(FaultKind.UNAVAILABLE, "sts", count=None))
    assert run(clinic)[0] == 3
    clinic.cloud.mns.model.send(DEAD, Draft("{}"))
    assert run(clinic)[0] == 1


def test_the_command_prints_json(clinic: Clinic) -> None:
    code, told = run(clinic, "--json")
    body = json.loads(told)
    assert code == 0
    assert body["counts"]["wrong"] == 0
    assert {"check", "status", "found", "remedy"} == set(body["checks"][0])


def test_neither_form_tells_a_secret_that_a_service_says(clinic: Clinic) -> None:
    """Gateways echo what they were sent."""
    rule = FaultRule(FaultKind.ERROR, "sts", count=None, status=403, code="Forbidden.RAM")
    message = "not allowed: access_key_secret=the-word, STS.NTabcdefgh123"
    clinic.cloud.kernel.faults.add(replace(rule, message=message))
    for arguments in ((), ("--json",)):
        told = run(clinic, *arguments)[1]
        assert "not allowed" in told
        assert "the-word" not in told
        assert "NTabcdefgh123" not in told


def test_what_setup_makes_is_well(cloud: LocalCloud, tmp_path: Path) -> None:
    made = CliRunner().invoke(main, ["setup", "--yes"], env=cloud.env())
    assert made.exit_code == 0, made.output
    doctor = make_doctor(cloud.env(), 60, folder=tmp_path)
    diagnosis = doctor()
    bad = [c for c in diagnosis.checks if c.status in (WRONG, UNSEEN)]
    assert bad == [], table(diagnosis)
    for name in ("queue", "dead-letter queue", "ledger bucket", "ledger protection"):
        assert worst(diagnosis, name).status is OK
