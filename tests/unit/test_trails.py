"""ActionTrail's records of calls to CAS, as hints."""

from __future__ import annotations

import json
from typing import Any

import pytest

from certbind.domain.model.identity import CertificateId
from certbind.events import ChangeHint, EventType, certificate_event
from tests.unit.reading import dumped, event_of, refusal
from tests.wrapping import queue_event

ISSUED = certificate_event(EventType.ISSUED, CertificateId(12345678, "cn-hangzhou"))
SECRET = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----"


def trail(**changes: Any) -> Any:
    record = {
        "eventId": "7f3c1f0e-5a0b",
        "eventName": "UploadUserCertificate",
        "eventRW": "Write",
        "eventSource": "cas.aliyuncs.com",
        "serviceName": "Cas",
        "responseElements": {"CertId": 12345678},
    }
    return {
        "id": "7f3c1f0e-5a0b",
        "source": "acs.cas",
        "specversion": "1.0",
        "type": "cas:ActionTrail:ApiCall",
        "data": {**record, **changes},
    }


def test_an_upload_in_actiontrail_tells_of_a_certificate() -> None:
    assert event_of(trail()) == ISSUED
    assert event_of(queue_event(json.dumps(trail()))) == ISSUED


def test_the_site_that_was_called_is_the_region_of_the_certificate() -> None:
    event = event_of(
        trail(eventSource="cas.ap-southeast-1.aliyuncs.com", responseElements={"CertId": "7"})
    )
    assert event == certificate_event(EventType.ISSUED, CertificateId(7, "ap-southeast-1"))


def test_a_record_is_known_by_its_service_too() -> None:
    assert event_of({**trail(), "source": "acs.actiontrail"}) == ISSUED


@pytest.mark.parametrize(
    "changes",
    [
        {"responseElements": None},
        {"responseElements": {}},
        {"responseElements": "{}"},
        {"responseElements": {"CertId": True}},
        {"responseElements": {"CertId": "7; drop"}},
        {"eventSource": "evil.example.com", "responseElements": {"CertId": 7}},
        {"eventSource": "cas.aliyuncs.com.example.com", "responseElements": {"CertId": 7}},
        {"eventSource": None, "responseElements": {"CertId": 7}},
        {"eventRW": None},
    ],
)
def test_a_write_that_names_no_certificate_asks_for_a_look(changes: dict[str, Any]) -> None:
    event = event_of(
        trail(eventName="DeleteUserCertificate", **{"responseElements": {}, **changes})
    )
    assert event == ChangeHint("hint-7f3c1f0e-5a0b", "ActionTrail DeleteUserCertificate")


@pytest.mark.parametrize(
    "name",
    [
        "CreateDeployment",
        "CreateAutoDeployment",
        "CreateAllDeployment",
        "CreateDeploymentJob",
        "UpdateDeploymentJobStatus",
    ],
)
@pytest.mark.parametrize("answer", [{}, {"JobId": 7}, {"CertId": 12345678}])
def test_a_deployment_asks_for_a_look_where_it_binds(name: str, answer: dict[str, int]) -> None:
    """Whatever it names: no new certificate came of it."""
    event = event_of(trail(eventName=name, responseElements=answer))
    assert event == ChangeHint("hint-7f3c1f0e-5a0b", f"ActionTrail {name}", deploys=True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"errorCode": "Forbidden.RAM"}, "a call that failed (CAS UploadUserCertificate)"),
        ({"eventRW": "Read"}, "a call that only read"),
    ],
)
def test_a_call_that_changed_nothing_is_refused(changes: dict[str, Any], said: str) -> None:
    assert said in refusal(dumped(trail(**changes)))


def test_a_secret_in_the_place_of_a_name_goes_no_further() -> None:
    event = event_of(trail(eventId=SECRET, eventName=SECRET, responseElements={}))
    assert event.id == "hint-7f3c1f0e-5a0b"
    assert "MIIE" not in repr(event)


def test_a_record_without_any_id_or_without_data_is_refused() -> None:
    nameless = {**trail(responseElements={}, eventId=""), "id": ""}
    assert "has no id" in refusal(dumped(nameless))
    assert "without a record" in refusal(dumped({**trail(), "data": []}))
