"""DCDN and VOD hardened as CDN is: once, proven on the wire, and undone to what stood."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from certbind import bootstrap
from certbind.domain.model.identity import Domain
from certbind.requests import EmergencyAction, EmergencyRequest, HardenRequest
from certbind.usecases.serving.patience import Patience
from certbind.usecases.serving.telling import ProtectReport
from localcloud.services.accelerated.model import AcceleratedModel
from tests.products.account import Account
from tests.setup.commands import run

NAME = "media.shop.example"
Harden = Callable[..., ProtectReport]


@pytest.fixture
def harden(account: Account, monkeypatch: pytest.MonkeyPatch) -> Harden:
    """A person's order under the role of `harden`; waits move the world's clock."""

    def wait(seconds: float) -> None:
        account.cloud.advance(timedelta(seconds=seconds))

    monkeypatch.setattr(bootstrap, "_patience", lambda _: Patience(wait))

    def carry_out(*, undo: bool = False) -> ProtectReport:
        use = bootstrap.harden(account.environment("harden"), 60)
        return use(HardenRequest((Domain(NAME),), undo=undo, dry_run=False, request_id="a"))

    return carry_out


def furnish(account: Account, product: str) -> AcceleratedModel:
    account.accelerate(product, NAME)
    model = account.cloud.accelerated[product]
    model.bind(NAME, account.held(NAME).identifier)
    return model


def functions(model: AcceleratedModel) -> dict[str, dict[str, str]]:
    found = model.get(NAME)
    assert found is not None
    return {one.function: dict(one.args) for one in found.configs}


def proven(account: Account) -> str:
    return run(account.cloud, "verify", "--settings", NAME).out


@pytest.mark.parametrize("product", ["dcdn", "vod"])
def test_it_is_hardened_once_proven_on_the_wire_and_undone(
    account: Account, harden: Harden, product: str
) -> None:
    model = furnish(account, product)
    account.cloud.advance(timedelta(seconds=5))
    assert "no  plain HTTP" in proven(account)
    (done,) = harden().outcomes
    assert (done.result.value, account.refused()) == ("settings_changed", [])
    told = proven(account)
    assert "ok  plain HTTP" in told
    if product == "dcdn":
        assert "ok  TLSv1.1 " in told
        assert "ok  HTTP/2 " in told
        assert set(functions(model)) == {
            "https_force",
            "https_option",
            "https_tls_version",
            "gzip",
            "brotli",
        }
    else:
        assert functions(model) == {"https_force": {"enable": "on"}}
        assert "VOD has no function for this: brotli, gzip, http2, ocsp, tls." in done.message
    account.cloud.advance(timedelta(seconds=5))
    (again,) = harden().outcomes
    assert again.result.value == "nothing_to_do"
    harden(undo=True)
    assert functions(model) == {}
    assert "no  plain HTTP" in proven(account)


def test_what_dcdn_refuses_changes_nothing_and_the_rest_can_be_named(
    account: Account, harden: Harden
) -> None:
    """The other reading of its pages."""
    model = furnish(account, "dcdn")
    account.cloud.switches.set("dcdn.functions", "few")
    account.cloud.advance(timedelta(seconds=5))
    (refused,) = harden().outcomes
    assert (refused.result.value, functions(model)) == ("failed", {})


def test_an_emergency_takes_dcdn_to_plain_http_and_back(account: Account, harden: Harden) -> None:
    model = furnish(account, "dcdn")
    stood = account.stands("dcdn", NAME)
    account.cloud.advance(timedelta(seconds=5))
    harden()
    use = bootstrap.emergency(account.environment("emergency"), 60)
    for action, stands in ((EmergencyAction.DOWNGRADE, ""), (EmergencyAction.RESTORE, stood)):
        request = EmergencyRequest(action, Domain(NAME), dry_run=False, request_id=action.value)
        report = use(request)
        assert report.is_complete, report.outcomes
        assert account.stands("dcdn", NAME) == stands
        assert ("https_force" in functions(model)) == bool(stands)
    assert account.refused() == []


def test_vod_is_left_alone_in_an_emergency(account: Account) -> None:
    """Whether browsers were told to keep to HTTPS is not seen there."""
    furnish(account, "vod")
    account.cloud.advance(timedelta(seconds=5))
    ledger = {"CERTBIND_LEDGER_BUCKET": account.scope.ledger_bucket}
    told = run(account.cloud, "emergency", "downgrade", NAME, **ledger)
    assert (told.code, "no_such_setting" in told.out) == (1, True)
