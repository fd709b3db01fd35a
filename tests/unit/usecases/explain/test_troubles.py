"""Troubles as a person reads them who knows the consoles and nothing of TLS: the cause, and the
one next step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from certbind.domain.lifecycle.state import RefusedHere, Trouble
from certbind.domain.model.certificate import CertificateStatus, ChainLink, KeyAlgorithm
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.model.target import TargetState
from certbind.domain.words import Language
from certbind.usecases.explain.explanation import Fit
from certbind.usecases.overview.report import DomainHealth
from tests.fakes.situations import ENDED, WELL, Scene, held_until, record, scene
from tests.fakes.values import DAY, NOW, bound_by_id, cdn, certificate, oss
from tests.unit.usecases.explain.pages import page

SHOP = "shop.example.com"
ELSEWHERE = Finding(Reason.DNS_ELSEWHERE, f"DNS sends visitors of {SHOP} to old.example.net")
GOOD, NEWER = certificate(1, SHOP), certificate(2, SHOP, days=200)
AT_OSS, AT_CDN = oss(SHOP, bound_by_id(1)), cdn(SHOP, bound_by_id(1))
DENIED = Trouble("permission_denied", NEWER.id, retryable=False, times=2, ago=timedelta(minutes=3))


@dataclass(frozen=True)
class Case:
    """causes: the words, first what counts. why, step: what must be read of them in English.

    where: the section that answers the console's question, and a sentence of it.
    """

    scene: Scene
    causes: tuple[str, ...]
    why: str
    step: str
    where: tuple[str, str]
    health: DomainHealth = DomainHealth.PERSON
    not_read: tuple[str, ...] = ()


TROUBLES = {
    "a wildcard one label too deep": Case(
        scene(oss("a.shop.example.com"), certificate(1, "*.example.com")),
        ("no_https", "wildcard_too_deep"),
        "1-cn-hangzhou covers *.example.com, which is one label short for a.shop.example.com",
        "Order a certificate with the name itself, or with a wildcard one label deeper.",
        ("options", "1-cn-hangzhou (*.example.com; ends 2027-02-12): not this one"),
    ),
    "the apex": Case(
        scene(oss("example.com"), certificate(1, "*.example.com"), certificate(2, "a.b.net")),
        ("no_https", "name_mismatch"),
        "*.example.com stands for names one label below example.com, not for example.com itself",
        "Order a certificate with this name in its SANs.",
        ("options", "And 1 more that name other domains only."),
    ),
    "expired": Case(
        scene(
            oss(SHOP, bound_by_id(1)), certificate(1, SHOP, days=-2), is_seen=True, look=ENDED
        ),
        ("expired", "no_certificate"),
        "The certificate has expired.",
        f"Order or upload a certificate for {SHOP} in CAS now",
        ("visitors", "192.0.2.1: browsers refuse it"),
        DomainHealth.OUTAGE,
    ),
    "not issued": Case(
        scene(oss(SHOP), certificate(1, SHOP, status=CertificateStatus.UNKNOWN)),
        ("no_https", "not_issued"),
        "it is ordered, under validation, or its order failed",
        "Finish the order in the CAS console",
        ("options", "1-cn-hangzhou (shop.example.com; ends 2027-02-12): not this one"),
    ),
    "only at the other site": Case(
        scene(oss(SHOP)),
        ("no_https",),
        "none in CAS fits",
        f"if a certificate for {SHOP} is there, set CERTBIND_SITE=both and deploy.",
        ("options", "Certificates of ap-southeast-1 were not looked at"),
        not_read=("ap-southeast-1",),
    ),
    "configured in OSS, but CDN serves it": Case(
        scene(AT_CDN, GOOD, beside=(oss(SHOP),), is_seen=True, look=WELL),
        (),
        "Nothing is wrong",
        "Nothing.",
        ("place", f"configured at OSS bucket assets / {SHOP} too, but CDN serves it"),
        DomainHealth.WELL,
    ),
    "CDN took the domain offline": Case(
        scene(cdn(SHOP, state=TargetState.OFFLINE, why_offline="failed its review"), GOOD),
        ("target_offline",),
        "so binding has no effect. (CDN shop.example.com failed its review)",
        "After a failed review or configuration: the CDN console says what to mend.",
        ("place", "The domain is offline at CDN: a certificate has no effect there."),
        DomainHealth.WELL,
    ),
    "DNS points elsewhere": Case(
        scene(
            oss(SHOP, bound_by_id(1), cname="assets.oss-cn-hangzhou.aliyuncs.com"),
            GOOD,
            state=record(AT_OSS, GOOD),
            is_seen=True,
            look=replace(WELL, elsewhere=ELSEWHERE, cname_chain=("old.example.net",)),
        ),
        ("dns_elsewhere",),
        "so visitors do not meet it. (DNS sends visitors of shop.example.com to old.example.net)",
        "Point the CNAME at what OSS or CDN shows for the domain",
        ("dns", "The CNAME record has to lead to assets.oss-cn-hangzhou.aliyuncs.com."),
    ),
    "nothing bound and nothing fits": Case(
        scene(oss(SHOP), certificate(1, "www.unrelated.net")),
        ("no_https",),
        "No certificate is bound and none in CAS fits.",
        "If the domain should have HTTPS, order or upload a certificate for shop.example.com",
        ("options", "No certificate that CAS was seen to hold has a name of this kind."),
    ),
    "held after a rollback": Case(
        scene(
            AT_OSS, GOOD, NEWER, state=record(AT_OSS, GOOD, hold=held_until(NEWER.not_after))
        ),
        ("held",),
        "A person took a better certificate off this domain",
        f"`certbind bind {SHOP} --certificate 2-cn-hangzhou`",
        ("course", "It would bind 2-cn-hangzhou, and does not now."),
        DomainHealth.WELL,
    ),
    "a permission is missing": Case(
        scene(AT_CDN, GOOD, NEWER, state=record(AT_CDN, GOOD, trouble=DENIED)),
        ("permission_denied",),
        "The credentials lack a permission",
        "`certbind setup` puts the action into the role's policy (permissions.md).",
        ("course", "It decides anew at 2026-11-24 12:30 UTC."),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TROUBLES)
def test_the_cause_and_the_next_step_are_read(name: str) -> None:
    case = TROUBLES[name]
    found = page(case.scene, not_read=case.not_read)
    section, told = case.where
    assert (found.codes, found.found.row.health) == (case.causes, case.health)
    assert case.why in found.section("causes")
    assert case.step in found.section("step")
    assert told in found.section(section)


CHINESE = {
    "the apex": (
        "泛域名 *.example.com 只包含 example.com 的下一级域名，不包含 example.com 本身。",  # noqa: RUF001
        "申请一张 SAN 中包含该域名的证书。",
    ),
    "configured in OSS, but CDN serves it": ("就目前所知，一切正常。", "无需操作。"),  # noqa: RUF001
    "held after a rollback": (
        "有人通过回滚或手动操作，从该域名撤下了更好的证书。",  # noqa: RUF001
        f"原因解决之后：`certbind bind {SHOP} --certificate 2-cn-hangzhou`。",  # noqa: RUF001
    ),
    "not issued": ("CAS 未显示该证书为“已签发”", "在 CAS 控制台完成订单"),
}


@pytest.mark.parametrize("name", CHINESE)
def test_they_are_read_in_chinese(name: str) -> None:
    case = TROUBLES[name]
    found, (why, step) = page(case.scene, "zh", not_read=case.not_read), CHINESE[name]
    assert why in found.section("causes")
    assert step in found.section("step")


@pytest.mark.parametrize(
    ("code", "lacks", "step"),
    [
        ("sm2_unsupported", {"algorithm": KeyAlgorithm.SM2}, "Bind an RSA or ECDSA certificate"),
        ("no_private_key", {"has_private_key": False}, "Upload the certificate together with"),
        ("not_yet_valid", {"not_before": NOW + DAY}, "Nothing: recheck binds it when its time"),
        ("revoked", {"status": CertificateStatus.REVOKED}, "Issue another one."),
        ("expired", {"not_after": NOW - DAY}, "If a newer one is in CAS"),
        ("chain_incomplete", {"chain_summary": (ChainLink("leaf", "A CA"),)}, "Upload"),
    ],
)
def test_what_the_only_one_that_covers_lacks_is_the_step(
    code: str, lacks: dict[str, Any], step: str
) -> None:
    found = page(scene(oss(SHOP), certificate(1, SHOP, **lacks)))
    (option,) = found.found.options.shown
    assert [one.code for one in option.against] == [code]
    assert found.codes == ("no_https", code)
    assert found.section("step").startswith(step)


def test_what_visitors_were_refused_here_says_so_beside_what_stands() -> None:
    refused = (RefusedHere(NEWER.id, "chain_untrusted", NEWER.not_after),)
    found = page(scene(AT_OSS, GOOD, NEWER, state=record(AT_OSS, GOOD, refused_here=refused)))
    assert [one.fit for one in found.found.options.shown] == [Fit.STANDS, Fit.UNFIT]
    assert found.found.options.shown[1].against[0].code == "refused_here"


def test_one_step_only_of_several_misses_the_nearest() -> None:
    """Whose order is under way is not told to order another one."""
    pending = certificate(3, SHOP, status=CertificateStatus.UNKNOWN)
    ended = certificate(4, SHOP, days=-40, status=CertificateStatus.UNKNOWN)
    found = page(scene(oss(SHOP), ended, pending, certificate(5, "*.example.net")))
    assert found.section("step").startswith("Finish the order in the CAS console")
    assert [one.id for one in found.found.options.shown] == ["3-cn-hangzhou", "4-cn-hangzhou"]


def test_every_certificate_is_shown_or_counted_once() -> None:
    near = [certificate(n, f"n{n}.example.com") for n in range(1, 30)]
    far = [certificate(n, f"n{n}.example.net") for n in range(40, 50)]
    options = page(scene(AT_OSS, *near, *far)).found.options
    assert len(options.shown) == 8
    assert options.rest == (("name_mismatch", 31),)


def test_names_that_cover_stand_before_a_wildcard_too_short_and_that_before_others() -> None:
    covers = certificate(
        1, "a.shop.example.com", days=-9, status=CertificateStatus.UNKNOWN
    )  # two reasons against it
    wildcard = certificate(2, "*.example.com", days=20)
    sibling = certificate(3, "b.shop.example.com", days=300)
    found = page(scene(oss("a.shop.example.com"), sibling, wildcard, covers)).found
    assert [one.id for one in found.options.shown] == [
        "1-cn-hangzhou",
        "2-cn-hangzhou",
        "3-cn-hangzhou",
    ]
    assert [one.is_near for one in found.options.shown] == [True, True, False]


def test_what_is_offline_takes_no_visitors_whatever_has_the_name_besides() -> None:
    stopped = cdn(SHOP, bound_by_id(1), state=TargetState.OFFLINE)
    at_cdn = page(scene(stopped, GOOD, beside=(oss(SHOP),))).section("place")
    assert "once the domain is online there again" in at_cdn
    assert "CDN serves it" not in at_cdn
    at_oss = page(scene(oss(SHOP), GOOD, beside=(stopped,))).section("place")
    assert "is offline there, so it stands in front of nothing" in at_oss


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_cdn_works_on_is_told_to_end_by_itself(language: Language) -> None:
    bound = cdn(SHOP, bound_by_id(1), state=TargetState.CONFIGURING)
    told = page(scene(bound, GOOD), language).section("place")
    assert {"en": "ends by itself within minutes", "zh": "几分钟之内会自动结束"}[language] in told


def test_a_site_that_is_not_read_is_named_beside_what_was() -> None:
    told = page(scene(oss(SHOP), GOOD), not_read=("ap-southeast-1",)).section("options")
    assert "the one that certbind would bind" in told
    assert "CERTBIND_SITE leaves that site of CAS out" in told


def test_what_is_attached_and_ends_is_renewed_not_mended() -> None:
    """Its own expiry is no near miss beside itself."""
    found = page(TROUBLES["expired"].scene)
    assert found.found.options.shown[0].fit.value == "stands"
    assert found.found.row.advice == "renew"


def test_a_day_of_grace_is_not_told_as_young() -> None:
    assert page(scene(AT_OSS, GOOD, state=record(AT_OSS, GOOD), now=GOOD.not_before + DAY)
                ).found.recent is None  # fmt: skip
