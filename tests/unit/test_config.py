"""Settings from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from certbind.config import (
    SETTINGS,
    CasList,
    Credentials,
    CrlUse,
    DnsServer,
    Endpoints,
    ProbeSettings,
    Settings,
)
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.policy import Policy
from certbind.errors import ConfigError

MINIMAL = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI5tExample",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "the-secret",
    "CERTBIND_REGION": "cn-shanghai",
}


def faults_of(environ: Mapping[str, str]) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        Settings.from_env(environ)
    return caught.value.faults


def test_a_key_and_a_region_are_enough_and_lead_to_the_real_services() -> None:
    settings = Settings.from_env(MINIMAL)
    assert settings.endpoints == Endpoints(
        oss="https://oss-cn-shanghai.aliyuncs.com",
        cas=(("cn-hangzhou", "https://cas.aliyuncs.com"),),
        cdn="https://cdn.aliyuncs.com",
        mns="",
    )
    assert settings.policy == Policy()
    assert settings.cas_list is CasList.BOTH
    assert settings.queue == "certbind-events"
    assert settings.ledger_prefix == "certbind/"
    assert settings.verify_after == timedelta(seconds=60)
    assert settings.confirm_after == timedelta(seconds=30)
    assert settings.verify_deadline == timedelta(minutes=30)
    assert settings.probe == ProbeSettings(None, 443, "")


def test_the_internal_network_changes_oss_and_the_queue_only() -> None:
    settings = Settings.from_env(
        {**MINIMAL, "CERTBIND_NETWORK": "internal", "FC_ACCOUNT_ID": "1234567890123456"}
    )
    assert settings.endpoints.oss == "https://oss-cn-shanghai-internal.aliyuncs.com"
    assert (
        settings.endpoints.mns == "https://1234567890123456.mns.cn-shanghai-internal.aliyuncs.com"
    )
    assert settings.endpoints.cdn == "https://cdn.aliyuncs.com"


@pytest.mark.parametrize(
    ("site", "regions"),
    [
        ("china", ["cn-hangzhou"]),
        ("international", ["ap-southeast-1"]),
        ("both", ["cn-hangzhou", "ap-southeast-1"]),
    ],
)
def test_the_site_decides_which_stores_are_read(site: str, regions: list[str]) -> None:
    settings = Settings.from_env({**MINIMAL, "CERTBIND_SITE": site})
    assert [region for region, _ in settings.endpoints.cas] == regions


def test_our_own_variables_come_before_the_platforms() -> None:
    environ = {
        **MINIMAL,
        "FC_REGION": "cn-beijing",
        "ALIBABA_CLOUD_REGION_ID": "cn-qingdao",
        "FC_ACCOUNT_ID": "1111111111111111",
        "CERTBIND_ACCOUNT_ID": "2222222222222222",
    }
    assert Settings.from_env(environ).region == "cn-shanghai"
    assert Settings.from_env(environ).account_id == "2222222222222222"
    assert Settings.from_env({**environ, "CERTBIND_REGION": ""}).region == "cn-qingdao"


def test_given_endpoints_are_taken_as_they_are() -> None:
    environ = {
        **MINIMAL,
        "OSS_ENDPOINT": "http://127.0.0.1:9001",
        "CAS_ENDPOINT": "http://127.0.0.1:9002/",
        "MNS_ENDPOINT": "http://127.0.0.1:9003",
    }
    endpoints = Settings.from_env(environ).endpoints
    assert endpoints.oss == "http://127.0.0.1:9001"
    assert endpoints.cas == (("cn-hangzhou", "http://127.0.0.1:9002"),)
    assert endpoints.mns == "http://127.0.0.1:9003"


@pytest.mark.parametrize(
    "endpoint",
    [
        "oss.example.com",
        "ftp://oss.example.com",
        "https://",
        "https://oss.example.com/path",
        "https://user:word@oss.example.com",
        "https://oss.example.com:99999",
        "https://oss.example.com?x=1",
        "https://oss.example.com?",
        "https://oss.example.com#",
        "https://oss exa.example.com",
        "https://oss.example.com:0",
        "https://oss.example.com:65536",
        "https://oss.example.com:",
        "https://oss..example.com",
        "https://-oss.example.com",
        "https://[::1",
    ],
)
def test_an_endpoint_without_scheme_or_with_more_than_a_host_is_refused(endpoint: str) -> None:
    assert list(faults_of({**MINIMAL, "OSS_ENDPOINT": endpoint})) == ["OSS_ENDPOINT"]


def test_an_endpoint_is_read_in_lower_case_which_the_sdks_insist_on() -> None:
    """Of `HTTPS://` the classic SDK makes a call over plain http."""
    settings = Settings.from_env({**MINIMAL, "CDN_ENDPOINT": "HTTPS://CDN.aliyuncs.com"})
    assert settings.endpoints.cdn == "https://cdn.aliyuncs.com"


ENDPOINT_SETTINGS = [setting.name for setting in SETTINGS if setting.name.endswith("_ENDPOINT")]


@pytest.mark.parametrize("name", ENDPOINT_SETTINGS)
@pytest.mark.parametrize("host", ["cdn.aliyuncs.com", "oss-cn-x-internal.aliyuncs.com:80"])
def test_the_public_service_is_never_called_in_clear(name: str, host: str) -> None:
    faults = faults_of({**MINIMAL, name: f"http://{host}"})
    assert list(faults) == [name]
    assert "https://" in faults[name]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:8080", "localcloud", "[::1]:80", "notaliyuncs.com", "proxy:1", "proxy:65535"],
)
def test_other_hosts_may_be_called_in_clear(host: str) -> None:
    settings = Settings.from_env({**MINIMAL, "OSS_ENDPOINT": f"http://{host}"})
    assert settings.endpoints.oss == f"http://{host}"


def test_all_faults_are_told_at_once() -> None:
    faults = faults_of(
        {
            "CERTBIND_SITE": "moon",
            "CERTBIND_NETWORK": "wired",
            "HTTPS_PORT": "https",
            "DNS_SERVER": "resolver.example.com",
            "CERTBIND_PINS": "www.example.com",
            "CERTBIND_VERIFY_AFTER_SECONDS": "0",
            "CERTBIND_ALLOW_UNRESTORABLE": "perhaps",
            "CERTBIND_LEDGER_BUCKET": "UPPER",
            "CERTBIND_LEDGER_PREFIX": "no-slash",
            "CERTBIND_QUEUE": "a/b",
            "CERTBIND_CAS_LIST": "none",
            "FC_ACCOUNT_ID": "me",
        }
    )
    assert set(faults) == {
        "ALIBABA_CLOUD_ACCESS_KEY_ID",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        "CERTBIND_REGION",
        "CERTBIND_SITE",
        "CERTBIND_NETWORK",
        "HTTPS_PORT",
        "DNS_SERVER",
        "CERTBIND_PINS",
        "CERTBIND_VERIFY_AFTER_SECONDS",
        "CERTBIND_ALLOW_UNRESTORABLE",
        "CERTBIND_LEDGER_BUCKET",
        "CERTBIND_LEDGER_PREFIX",
        "CERTBIND_QUEUE",
        "CERTBIND_CAS_LIST",
        "FC_ACCOUNT_ID",
    }


def test_the_policy_is_read() -> None:
    settings = Settings.from_env(
        {
            **MINIMAL,
            "CERTBIND_REQUIRE_CHAIN_SEEN": "TRUE",
            "CERTBIND_ALLOW_UNRESTORABLE": "true",
            "CERTBIND_PREFERRED_ISSUERS": "DigiCert, GlobalSign ,",
            "CERTBIND_PINS": "WWW.example.com=7-cn-hangzhou, *.img.example.com=8-ap-southeast-1",
        }
    )
    assert settings.policy == Policy(
        require_chain_seen=True,
        allow_unrestorable=True,
        preferred_issuers=("DigiCert", "GlobalSign"),
        pins=(
            (Domain("www.example.com"), CertificateId(7, "cn-hangzhou")),
            (Domain(".img.example.com"), CertificateId(8, "ap-southeast-1")),
        ),
    )


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("", None),
        ("ALL", None),
        ("none", ()),
        ("www.example.com, *.img.example.com ,", ("www.example.com", ".img.example.com")),
    ],
)
def test_what_certbind_changes_by_itself_is_all_none_or_names(
    text: str, scope: tuple[str, ...] | None
) -> None:
    assert Settings.from_env({**MINIMAL, "CERTBIND_BIND": text}).policy.scope == scope


@pytest.mark.parametrize("text", ["true", "yes", ".shop", "all,none", "none,a.example", ","])
@pytest.mark.parametrize("name", ["CERTBIND_BIND", "CERTBIND_CDN_DOMAINS"])
def test_a_list_of_domains_that_would_silently_match_none_is_refused(name: str, text: str) -> None:
    assert list(faults_of({**MINIMAL, name: text})) == [name]


def test_all_and_none_stand_alone() -> None:
    faults = faults_of({**MINIMAL, "CERTBIND_BIND": "a.example, All"})
    assert "stand alone" in faults["CERTBIND_BIND"]


def test_a_domain_is_pinned_once() -> None:
    pins = "www.example.com=7-cn-hangzhou, WWW.example.com=8-cn-hangzhou, a.example=7-cn-hangzhou"
    assert faults_of({**MINIMAL, "CERTBIND_PINS": pins}) == {
        "CERTBIND_PINS": "names www.example.com more than once"
    }


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("127.0.0.1", DnsServer("127.0.0.1", 53)),
        ("127.0.0.1:5353", DnsServer("127.0.0.1", 5353)),
        ("127.0.0.1:1", DnsServer("127.0.0.1", 1)),
        ("127.0.0.1:65535", DnsServer("127.0.0.1", 65535)),
        ("::1", DnsServer("::1", 53)),
        ("[::1]:5353", DnsServer("::1", 5353)),
    ],
)
def test_a_dns_server_is_an_address_with_or_without_a_port(text: str, server: DnsServer) -> None:
    assert ProbeSettings.from_env({"DNS_SERVER": text}).dns_server == server


@pytest.mark.parametrize(
    "text",
    [
        "1.2.3.4:0",
        "1.2.3.4,x",
        ",",
        "System",
        "1.2.3.4:99999",
        "1.2.3.4:",
        "me@1.2.3.4",
        "1.2.3.4/x",
        "1.2.3.4?",
        "[::1",
        "a",
    ],
)
def test_a_dns_server_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="DNS_SERVER"):
        ProbeSettings.from_env({"DNS_SERVER": text})


def test_of_several_dns_servers_the_first_counts_and_the_others_are_told() -> None:
    read = ProbeSettings.from_env({"DNS_SERVER": "system, 192.0.2.53, [::1]:5353,system"})
    assert read.dns_server is None
    assert read.other_servers == (DnsServer("192.0.2.53"), DnsServer("::1", 5353), None)


def test_client_subnets_are_networks_wide_enough_to_name_nobody() -> None:
    read = ProbeSettings.from_env({"CERTBIND_CLIENT_SUBNETS": "203.0.113.0/24, 2001:db8::/56"})
    assert list(map(str, read.client_subnets)) == ["203.0.113.0/24", "2001:db8::/56"]
    for wrong in ("203.0.113.1/24", "203.0.113.0/25", "2001:db8::/64", "0.0.0.0/0", "secret", ","):
        with pytest.raises(ConfigError, match="CERTBIND_CLIENT_SUBNETS") as refused:
            ProbeSettings.from_env({"CERTBIND_CLIENT_SUBNETS": wrong})
        assert "secret" not in str(refused.value)


def test_who_asks_cas_what_they_revoked_is_one_of_three() -> None:
    uses = {text: ProbeSettings.from_env({"CERTBIND_CRL": text}).crl for text in ("", "Always")}
    assert uses == {"": CrlUse.VERIFY, "Always": CrlUse.ALWAYS}
    for wrong in ({"CERTBIND_CRL": "yes"}, {"CRL_LOOPBACK": "1"}):
        with pytest.raises(ConfigError):
            ProbeSettings.from_env(wrong)


def test_looking_at_edges_needs_no_account() -> None:
    assert ProbeSettings.from_env({"HTTPS_PORT": "8443", "CA_BUNDLE": "/tmp/roots.pem"}) == (  # noqa: S108
        ProbeSettings(None, 8443, "/tmp/roots.pem")  # noqa: S108
    )
    with pytest.raises(ConfigError):
        ProbeSettings.from_env({"HTTPS_PORT": "70000"})


def test_a_command_names_what_it_needs() -> None:
    settings = Settings.from_env({**MINIMAL, "CERTBIND_LEDGER_BUCKET": "ledger"})
    settings.require("CERTBIND_LEDGER_BUCKET")
    with pytest.raises(ConfigError) as caught:
        settings.require("CERTBIND_LEDGER_BUCKET", "MNS_ENDPOINT", "CERTBIND_ACCOUNT_ID")
    assert set(caught.value.faults) == {"MNS_ENDPOINT", "CERTBIND_ACCOUNT_ID"}


def test_no_secret_shows_in_the_settings() -> None:
    settings = Settings.from_env({**MINIMAL, "ALIBABA_CLOUD_SECURITY_TOKEN": "the-token"})
    assert settings.credentials == Credentials("LTAI5tExample", "the-secret", "the-token")
    assert "the-secret" not in repr(settings)
    assert "the-token" not in repr(settings)
    assert "LTAI5tExample" in repr(settings)


def test_the_line_break_behind_a_pasted_key_is_no_part_of_it() -> None:
    credentials = Settings.from_env(
        {**MINIMAL, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "s3cret\n"}
    ).credentials
    assert credentials.access_key_secret == "s3cret"


def test_a_fault_does_not_repeat_a_secret() -> None:
    faults = faults_of({**MINIMAL, "OSS_ENDPOINT": "https://key:the-word@oss.example.com"})
    assert "the-word" not in str(ConfigError(faults))


def test_the_table_names_each_setting_once() -> None:
    names = [setting.name for setting in SETTINGS]
    assert len(names) == len(set(names))
    assert all(setting.meaning.endswith(".") for setting in SETTINGS)
