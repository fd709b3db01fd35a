"""The project's own s.yaml, as the runner and as the component's schema read it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from localcloud.runner.service_file import read_service_file
from localcloud.runner.variables import ServiceFileError, Variables
from tests.schemas import component_schema, needs_component_schema

ROOT = Path(__file__).resolve().parents[3]
FILE = ROOT / "s.yaml"
ACCOUNT = {"ALIBABA_CLOUD_ACCOUNT_ID": "1234567890123456"}


def resolved() -> dict[str, dict[str, Any]]:
    document = yaml.safe_load(FILE.read_text())
    resources = {
        name: {**resource, "props": {**document["template"]["common"], **resource["props"]}}
        for name, resource in document["resources"].items()
    }
    variables = Variables(document["vars"], resources, ACCOUNT)
    return {name: variables.resolve(r["props"], name) for name, r in resources.items()}


def test_it_needs_nothing_but_the_account() -> None:
    names = [
        "certbind-watch",
        "certbind-recheck",
        "certbind-rollback",
        "certbind-harden",
        "certbind-emergency",
        "certbind-certificate-event",
    ]
    assert [spec.name for spec in read_service_file(FILE, ACCOUNT).functions] == names
    with pytest.raises(ServiceFileError, match="ALIBABA_CLOUD_ACCOUNT_ID is not set"):
        read_service_file(FILE, {})


def test_what_is_not_set_is_blank_and_never_empty() -> None:
    """Serverless Devs stops at a variable that comes out empty."""
    for spec in read_service_file(FILE, ACCOUNT).functions:
        assert spec.env["CERTBIND_PINS"] == " "
        assert all(spec.env.values())


def test_every_handler_is_a_module_of_the_functions_folder() -> None:
    for spec in read_service_file(FILE, ACCOUNT).functions:
        module, name = spec.handler.split(".")
        assert name == "handler"
        assert (ROOT / "functions" / f"{module}.py").is_file()


def test_the_queue_s_stream_goes_on_after_a_poison_message() -> None:
    (spec,) = (s for s in read_service_file(FILE, ACCOUNT).functions if s.queue_triggers)
    (trigger,) = spec.queue_triggers
    assert (trigger.tolerance, trigger.batch_count, trigger.asynchronous) == ("ALL", 1, False)
    assert trigger.dead_letter_queue == f"{trigger.queue}-dead"
    assert spec.timeout <= 240  # EventBridge waits five minutes


def test_what_a_timer_starts_tells_where_it_failed() -> None:
    timed = [s for s in read_service_file(FILE, ACCOUNT).functions if s.timers]
    assert len(timed) == 2
    assert all(spec.asynchronous.on_failure == "certbind-events-dead" for spec in timed)


def test_no_secret_and_no_default_endpoint_is_in_it() -> None:
    lines = FILE.read_text().splitlines()
    text = "\n".join(line for line in lines if "CERTBIND_NOTICE_" not in line)
    assert not re.search(r"SECRET|TOKEN|LTAI|http:|aliyuncs", text)
    robots = [line.split(": ") for line in lines if "CERTBIND_NOTICE_" in line]
    assert robots
    assert all(value == f"${{env('{name.strip()}', ' ')}}" for name, value in robots)


@needs_component_schema
def test_the_component_s_own_schema_takes_it() -> None:
    validator = component_schema()
    for name, props in resolved().items():
        faults = [error.message for error in validator.iter_errors(props)]
        assert faults == [], name
