"""Where notices go: addresses are secrets, and a slip in one stops nothing but notices."""

from __future__ import annotations

import pytest

from certbind import bootstrap
from certbind.config import NoticeSettings
from certbind.config.notices import Robot
from certbind.errors import ConfigError

DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=5f1c2a77d0b94d0a8e3b6f4421c09a1e"
FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook/0b1f9d52-6a53-4b7e-8c55-2d3d3f4a5b6c"
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7a0c-4bc4-97a0-0ec2sifa5aaa"


def read(**variables: str) -> NoticeSettings:
    return NoticeSettings.from_env({f"CERTBIND_NOTICE_{k}": v for k, v in variables.items()})


def faults_of(**variables: str) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        read(**variables)
    return caught.value.faults


def test_nobody_is_told_by_default() -> None:
    assert read() == NoticeSettings()
    assert read(DINGTALK=" ", LANGUAGE=" ") == NoticeSettings((), "en"), "as s.yaml leaves them"


def test_each_robot_has_its_address_and_those_that_sign_a_secret() -> None:
    settings = read(
        DINGTALK=DINGTALK,
        DINGTALK_SECRET="SEC1",
        FEISHU=FEISHU,
        WECOM=WECOM,
        WEBHOOK="http://127.0.0.1:8080/notices",
        WEBHOOK_SECRET="s",
        LANGUAGE="zh",
    )
    assert settings == NoticeSettings(
        (
            Robot("dingtalk", DINGTALK, "SEC1"),
            Robot("feishu", FEISHU),
            Robot("wecom", WECOM),
            Robot("webhook", "http://127.0.0.1:8080/notices", "s"),
        ),
        "zh",
    )


@pytest.mark.parametrize(
    "address",
    [
        "oapi.dingtalk.com/robot/send?access_token=5f1c2a77d0b94d0a",
        "ftp://example.com/5f1c2a77d0b94d0a",
        "http://oapi.dingtalk.com/robot/send?access_token=5f1c2a77d0b94d0a",
        "http://127.0.0.1.example.com/5f1c2a77d0b94d0a",
        "https://user:5f1c2a77d0b94d0a@example.com/",
        "https://example.com/#5f1c2a77d0b94d0a",
        "https:///5f1c2a77d0b94d0a",
        "https://example.com/5f1c2a77d0b94d0a two",
        "https://例.cn/5f1c2a77d0b94d0a",
        f"https://example.com/{'5f1c2a77d0b94d0a' * 200}",
    ],
)
def test_what_is_no_address_is_refused_and_not_repeated(address: str) -> None:
    faults = faults_of(DINGTALK=address)
    assert set(faults) == {"CERTBIND_NOTICE_DINGTALK"}
    assert "5f1c2a77" not in str(ConfigError(faults))


def test_a_secret_without_its_address_is_a_slip() -> None:
    assert faults_of(FEISHU_SECRET="hidden-0815") == {
        "CERTBIND_NOTICE_FEISHU_SECRET": "is set, and CERTBIND_NOTICE_FEISHU is not"
    }


def test_another_language_is_a_fault() -> None:
    assert set(faults_of(LANGUAGE="fr")) == {"CERTBIND_NOTICE_LANGUAGE"}


def test_no_address_and_no_secret_shows_in_the_settings() -> None:
    shown = repr(read(DINGTALK=DINGTALK, DINGTALK_SECRET="hidden-0815"))
    assert "5f1c2a77" not in shown
    assert "hidden-0815" not in shown


SETTINGS = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "id",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret",
    "CERTBIND_REGION": "cn-hangzhou",
    "CERTBIND_ACCOUNT_ID": "1234567890123456",
    "CERTBIND_NOTICE_DINGTALK": "no address",
}


def test_a_slip_there_keeps_no_function_from_its_work() -> None:
    """The sweep is wired; that nobody can be told is said when it is done."""
    bootstrap.certificate_event(SETTINGS, 60)
    made = bootstrap.recheck(SETTINGS, 60)
    with pytest.raises(ConfigError):
        made.teller()
