"""Which endpoints are called past the environment's proxy."""

from __future__ import annotations

import pytest

from certbind.adapters.calls.oss.api import OssApi, OssPlace
from certbind.adapters.calls.wire.proxies import goes_direct, is_loopback
from certbind.config import Credentials


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("no_proxy", "oss.corp.example")


@pytest.mark.parametrize(
    ("endpoint", "direct"),
    [
        ("http://localhost:9", True),
        ("http://127.0.0.1:9", True),
        ("http://[::1]:9", True),
        ("https://oss.corp.example", True),
        ("https://cas.aliyuncs.com", False),
        ("https://localhost.aliyuncs.com", False),
        ("https://192.0.2.1", False),
        ("", False),
    ],
)
def test_only_loopback_and_what_no_proxy_names_is_called_past_the_proxy(
    endpoint: str, *, direct: bool
) -> None:
    assert goes_direct(endpoint) is direct


def test_a_name_is_not_looked_up_to_tell_whether_it_is_this_machine() -> None:
    assert is_loopback("localhost")
    assert not is_loopback("localhost.example.com")


@pytest.mark.parametrize(
    ("endpoint", "direct"), [("http://127.0.0.1:9", True), ("https://oss.aliyuncs.com", False)]
)
def test_oss_is_called_past_the_proxy_only_where_its_endpoint_is(
    endpoint: str, *, direct: bool
) -> None:
    api = OssApi(OssPlace(endpoint, "cn-hangzhou"), Credentials("key", "secret"))
    assert api.service().session.session.trust_env is not direct
