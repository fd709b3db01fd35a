"""How targets are served besides their certificates: the fake, and OSS and CDN of the local
cloud.
"""

from __future__ import annotations

import json

import pytest

from certbind.domain.model.identity import ProductName
from certbind.domain.model.target import Binding, BindingSource, Target
from certbind.domain.serving.values import POLICY, TLS_VERSIONS, Fetcher, SettingChange
from certbind.errors import BusyError, RejectedError, StalePlanError, UnknownProductError
from localcloud.faults import FaultKind
from tests.contract.target_subjects import (
    BUCKET,
    AcceleratedSubject,
    CdnSubject,
    FakeSubject,
    OssSubject,
    Subject,
    make_subject,
)
from tests.contract.wired import DCDN, VOD, Wired, insist
from tests.fakes import FakeSettings

DOMAIN = "www.example.com"
DENY = (
    '{"Version": "1", "Statement": [{"Effect": "Deny", "Action": ["oss:*"], "Principal": ["*"],'
    f' "Resource": ["acs:oss:*:*:{BUCKET}"],'
    ' "Condition": {"Bool": {"acs:SecureTransport": ["false"]}}}]}'
)
FORCED = '{"enable": "on", "https_rewrite": "308"}'


KINDS = ("fake oss", "fake cdn", *(f"local cloud {one}" for one in ("oss", "cdn", "dcdn", "vod")))
WRITES = {
    "oss": "PutBucketHttpsConfig",
    "cdn": "BatchSetCdnDomainConfig",
    "dcdn": "BatchSetDcdnDomainConfigs",
    "vod": "BatchSetVodDomainConfigs",
}


@pytest.fixture(params=KINDS)
def subject(request: pytest.FixtureRequest) -> Subject:
    where, _, kind = request.param.rpartition(" ")
    if where == "fake":
        return FakeSubject(ProductName(kind))
    return make_subject(ProductName(kind), request.getfixturevalue("wired"))


def of_kind(subject: Subject) -> tuple[str, str, str]:
    """A setting of the product, and two texts of it."""
    if subject.kind == "oss":
        return TLS_VERSIONS, "TLSv1.2,TLSv1.3", "TLSv1.3"
    if subject.kind == "vod":
        return "https_force", '{"enable": "on"}', '{"enable": "off"}'
    return "https_force", FORCED, '{"enable": "on", "https_rewrite": "301"}'


def bound(subject: Subject) -> Target:
    target = subject.add(DOMAIN)
    subject.bind_by_hand(target, subject.issue(DOMAIN))
    return target


def test_what_is_set_is_read_and_taken_away_again(subject: Subject) -> None:
    target, (name, first, second) = bound(subject), of_kind(subject)
    place = f"{subject.kind}/{BUCKET if subject.kind == 'oss' else DOMAIN}"
    seen = subject.settings.read(target)
    assert (seen.place, seen.texts, seen.by_https) == (place, {}, True)
    for before, after in ((None, first), (first, second), (second, None), (None, first)):
        assert subject.settings.change(target, [SettingChange(name, before, after)])
        wanted = {} if after is None else {name: after}
        assert subject.settings.read(target).texts == wanted
    assert not subject.settings.change(target, [SettingChange(name, None, first)]), "it stands"


def test_what_is_not_as_expected_is_not_changed(subject: Subject) -> None:
    target, (name, first, second) = bound(subject), of_kind(subject)
    subject.settings.change(target, [SettingChange(name, None, first)])
    for before in (None, "another"):
        with pytest.raises(StalePlanError):
            subject.settings.change(target, [SettingChange(name, before, second)])
    assert subject.settings.read(target).texts == {name: first}


def test_https_is_turned_off_where_the_expected_one_is_bound(subject: Subject) -> None:
    target = bound(subject)
    expects = subject.port.read(target).binding
    if subject.kind == "vod":
        with pytest.raises(UnknownProductError, match="HSTS"):
            subject.settings.turn_off(target, expects)
        assert subject.port.read(target).binding == expects
        return
    other = Binding(BindingSource.CAS, subject.issue("other.example.com"))
    with pytest.raises(StalePlanError):
        subject.settings.turn_off(target, other)
    assert subject.settings.turn_off(target, expects)
    assert subject.port.read(target).binding.is_empty
    assert not subject.settings.turn_off(target, expects), "it is off"


def test_a_lost_answer_is_found_to_have_been_carried_out(subject: Subject) -> None:
    target, (name, first, _) = bound(subject), of_kind(subject)
    expects = subject.port.read(target).binding
    if isinstance(subject, FakeSubject):
        return  # its `trouble` loses answers where tests ask for it
    assert isinstance(subject, OssSubject | AcceleratedSubject)
    subject.fault(FaultKind.LOST_RESPONSE, WRITES[subject.kind])
    insist(lambda: subject.settings.change(target, [SettingChange(name, None, first)]))
    assert subject.settings.read(target).texts == {name: first}
    if subject.kind == "vod":
        return  # HTTPS is never turned off there
    subject.lose_next_answer()
    insist(lambda: subject.settings.turn_off(target, expects))
    assert subject.port.read(target).binding.is_empty


def test_a_policy_comes_back_to_the_byte(wired: Wired) -> None:
    subject = OssSubject(wired)
    target = bound(subject)
    text = f" {DENY}\n"
    subject.settings.change(target, [SettingChange(POLICY, None, text)])
    assert subject.settings.read(target).texts == {POLICY: text}
    subject.settings.change(target, [SettingChange(POLICY, text, None)])
    assert subject.settings.read(target).texts == {}
    subject.refuse("GetBucketPolicy", "NoSuchBucket", BUCKET, 404)
    with pytest.raises(Exception, match="NoSuchBucket"):
        subject.settings.read(target)


@pytest.mark.parametrize("where", ["fake", "local cloud"])
def test_functions_of_one_write_exclude_and_merge(
    where: str, request: pytest.FixtureRequest
) -> None:
    subject: FakeSubject | CdnSubject
    if where == "fake":
        subject = FakeSubject(ProductName("cdn"))
    else:
        subject = CdnSubject(request.getfixturevalue("wired"))
    target = bound(subject)
    option, back = '{"http2": "on"}', '{"enable": "off", "http_rewrite": "301"}'
    both = [SettingChange("http_force", None, back), SettingChange("https_option", None, option)]
    assert subject.settings.change(target, both)
    forced = SettingChange("https_force", None, FORCED)
    with pytest.raises(RejectedError):
        subject.settings.change(target, [forced])
    assert subject.settings.change(target, [SettingChange("http_force", back, None)])
    assert subject.settings.change(target, [forced])
    seen = subject.settings.read(target).texts
    assert {name: json.loads(text) for name, text in seen.items()} == {
        "https_force": json.loads(FORCED),
        "https_option": {"http2": "on"},
    }
    if isinstance(subject, CdnSubject):
        subject.start_configuring(target)
    else:
        subject.fake_settings.busy = 1
    with pytest.raises(BusyError):
        subject.settings.change(target, [SettingChange("https_force", FORCED, None)])


def test_what_stands_under_a_rule_is_told_and_left_alone(wired: Wired) -> None:
    subject = CdnSubject(wired)
    target = bound(subject)
    under = [{"argName": "enable", "argValue": "on"}]
    functions = [{"functionName": "gzip", "functionArgs": under, "parentId": "7"}]
    wired.set_functions(DOMAIN, functions)
    seen = subject.settings.read(target)
    assert (seen.texts, seen.under_rules) == ({}, frozenset({"gzip"}))
    subject.settings.change(target, [SettingChange("gzip", None, '{"enable": "off"}')])
    subject.settings.change(target, [SettingChange("gzip", '{"enable": "off"}', None)])
    assert subject.settings.read(target).under_rules == frozenset({"gzip"})


def test_who_fetches_from_a_bucket(wired: Wired) -> None:
    oss, cdn = OssSubject(wired), CdnSubject(wired)
    target = bound(oss)
    assert oss.settings.fetchers(target, [DOMAIN]).found == ()
    plain = cdn.add("img.example.com")
    forced = cdn.add("css.example.com")
    by_name = wired.accelerate("js.example.com", DOMAIN, 443)
    wired.accelerate("other.example.com", "elsewhere.example.com", 80)
    scheme = [("enable", "on"), ("scheme_origin", "https")]
    args = [{"argName": name, "argValue": value} for name, value in scheme]
    wired.set_functions(forced.domain, [{"functionName": "forward_scheme", "functionArgs": args}])
    found = oss.settings.fetchers(target, [DOMAIN])
    assert set(found.found) == {
        Fetcher(plain.domain, by_https=False),
        Fetcher(forced.domain, by_https=True),
        Fetcher(by_name, by_https=True),
    }
    assert found.limits == ()
    narrow = wired.served(domains=("img.example.com",)).fetchers(target, [DOMAIN])
    assert narrow.limits == ("CERTBIND_CDN_DOMAINS",)


def test_a_product_without_known_settings_is_told(wired: Wired) -> None:
    target = Target(ProductName("esa"), CdnSubject(wired).add(DOMAIN).domain)
    with pytest.raises(UnknownProductError):
        wired.served().read(target)


def test_vod_takes_the_redirect_alone_and_dcdn_may_take_few(wired: Wired) -> None:
    vod, dcdn = make_subject(VOD, wired), make_subject(DCDN, wired)
    target = bound(vod)
    seen = vod.settings.read(target)
    assert seen.takes == dict.fromkeys(("https_force", "http_force"), frozenset({"enable"}))
    for name, text in (("HSTS", '{"enabled": "on"}'), ("https_force", FORCED)):
        with pytest.raises(RejectedError):
            vod.settings.change(target, [SettingChange(name, None, text)])
    target = bound(dcdn)
    assert dcdn.settings.read(target).takes is None
    wired.cloud.switches.set("dcdn.functions", "few")
    with pytest.raises(RejectedError):
        dcdn.settings.change(target, [SettingChange("gzip", None, '{"enable": "on"}')])
    assert dcdn.settings.change(target, [SettingChange("https_force", None, '{"enable": "on"}')])


def test_what_the_fake_tells_of_fetchers_is_what_it_was_told() -> None:
    subject = FakeSubject(ProductName("oss"))
    fake = subject.fake_settings
    assert isinstance(fake, FakeSettings)
    target = subject.add(DOMAIN)
    fake.fetching = (Fetcher(target.domain, by_https=False),)
    fake.put_under_rule(target, "gzip")
    assert subject.settings.fetchers(target, ()).found == fake.fetching
    assert subject.settings.read(target).under_rules == {"gzip"}
