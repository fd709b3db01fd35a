"""What other programs read is what the schemas say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from certbind.domain.trust.chain import TrustAnchors
from certbind.usecases.overview.read_account import ReadAccount
from certbind.usecases.overview.report import AccountReport
from certbind.views.report_json import certificates_json, kept_json, status_json
from tests.fakes.clock import NOON
from tests.unit.usecases.account import CDN, STATIC, unbound
from tests.unit.usecases.sweeps import verified
from tests.unit.views.accounts import troubled

SCHEMAS = Path(__file__).resolve().parents[3] / "docs" / "schemas"


def schema(name: str) -> Draft202012Validator:
    read = json.loads((SCHEMAS / f"{name}.v1.json").read_text("utf-8"))
    Draft202012Validator.check_schema(read)
    return Draft202012Validator(read, format_checker=FormatChecker())


def through_json(value: Any) -> Any:
    return json.loads(json.dumps(value))


def test_every_answer_is_as_its_schema_says(anchors: TrustAnchors) -> None:
    account, _, _ = verified(anchors)
    for bound in unbound(STATIC, CDN):
        account.targets.add(bound)
    account.targets.hide("elsewhere")
    read = ReadAccount(account.sources, account.rules)(look=True, events=True)
    for report in (read, troubled(), AccountReport(NOON, (), None)):
        schema("status").validate(through_json(status_json(report)))
        schema("status").validate(through_json(kept_json(report)))
        schema("certificates").validate(through_json(certificates_json(report)))


@pytest.mark.parametrize("change", [{"version": 2}, {"more": 1}, {"domains": None}, {"at": 5}])
def test_what_the_schema_does_not_say_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        schema("status").validate({**status_json(troubled()), **change})


def test_no_key_and_no_certificate_is_in_it() -> None:
    told = json.dumps(kept_json(troubled()))
    assert "BEGIN" not in told
    assert "LTAI" not in told
