"""`certbind dead-letters` on the local cloud: real SDK, real ledger."""

from __future__ import annotations

import base64
import json
import re
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result

from certbind.cli.main import main
from certbind.domain.model.identity import CertificateId
from certbind.events import EventType, certificate_event, from_cloud_event, render
from localcloud.faults import FaultKind, FaultRule
from localcloud.services.mns.model import Draft
from tests.doctor.clinic import DEAD, QUEUE, Clinic

EVENT = certificate_event(EventType.ISSUED, CertificateId(7, "cn-hangzhou"))
FAILED = {
    "requestContext": {
        "functionArn": "acs:fc:cn-hangzhou:1:functions/certbind-certificate-event",
        "condition": "UnhandledInvocationError",
        "approximateInvokeCount": 3,
    },
    "requestPayload": render(EVENT),
    "responsePayload": json.dumps(
        {"errorType": "UnavailableError", "errorMessage": "password=hunter2 was refused"}
    ),
}


def run(clinic: Clinic, *arguments: str) -> Result:
    clinic.cloud.advance(timedelta(seconds=2))  # what was looked at is shown again
    return CliRunner().invoke(
        main,
        ["dead-letters", *arguments],
        env={**clinic.environ, "COLUMNS": "160"},
        catch_exceptions=False,
    )


def put(clinic: Clinic, body: str) -> str:
    return clinic.cloud.mns.model.send(DEAD, Draft(body)).message_id


def queued(clinic: Clinic) -> list[str]:
    return [message.body for message in clinic.cloud.mns.model.peek(QUEUE, 16)]


def test_an_empty_queue_is_said_so(clinic: Clinic) -> None:
    result = run(clinic, "list")
    assert result.exit_code == 0
    assert "empty" in result.output
    assert run(clinic, "replay", "--all").exit_code == 0


def test_letters_are_listed_shown_and_replayed(clinic: Clinic) -> None:
    name = put(clinic, json.dumps(FAILED))
    put(clinic, base64.b64encode(render(EVENT).encode()).decode())
    listed = run(clinic, "list")
    assert listed.exit_code == 1
    assert "Dead letters: 2." in listed.output
    assert "certificate.issued" in listed.output
    assert "certificate 7-cn-hangzhou" in listed.output
    shown = run(clinic, "show", name[:10])
    assert "UnavailableError" in shown.output
    assert "certbind-certificate-event gave up after 3 calls" in shown.output
    assert "hunter2" not in listed.output + shown.output
    assert run(clinic, "replay", name).exit_code == 0
    (body,) = queued(clinic)
    assert from_cloud_event(json.loads(base64.b64decode(body))) == EVENT
    assert "put back" in run(clinic, "replay", "--all").output
    assert run(clinic, "list").exit_code == 0


def test_what_is_no_event_stays_and_is_told_by_its_size(clinic: Clinic) -> None:
    put(clinic, "hunter2 is no event")
    result = run(clinic, "replay", "--all")
    assert result.exit_code == 1
    assert "left where it is" in result.output
    assert "hunter2" not in result.output + run(clinic, "list", "--json").output


def test_a_replay_whose_delete_fails_is_completed_without_a_second_send(clinic: Clinic) -> None:
    put(clinic, render(EVENT))
    clinic.cloud.kernel.faults.add(
        FaultRule(FaultKind.ERROR, "mns", "DeleteMessage", status=403, code="AccessDenied")
    )
    first = run(clinic, "replay", "--all")
    assert first.exit_code == 3
    assert "AccessDenied" in first.output
    second = run(clinic, "replay", "--all", "--json")
    assert [one["result"] for one in json.loads(second.output)] == ["already_replayed"]
    assert len(queued(clinic)) == 1


@pytest.mark.parametrize("arguments", [("replay",), ("replay", "x", "--all")])
def test_one_id_or_all_must_be_said(clinic: Clinic, arguments: tuple[str, ...]) -> None:
    assert run(clinic, *arguments).exit_code == 2


def test_an_unknown_id_is_a_usage_error(clinic: Clinic) -> None:
    result = run(clinic, "show", "nobody-has-this")
    assert result.exit_code == 2
    assert re.search("no_such_letter.*list", result.output)
