"""What calls of CAS, CDN and RAM need: which action, on which resource."""

from __future__ import annotations

import pytest

from tests.localcloud.ram.account import Account, policy


def test_cdn_is_judged_per_domain(shop: Account) -> None:
    arn = f"acs:cdn:*:{shop.id}:domain/cdn.example.com"
    key = shop.holder(policy(("cdn:DescribeCdnDomainDetail", arn), ("cdn:BatchSet*", arn)))
    detail = "DescribeCdnDomainDetail"
    assert shop.call("CDN", detail, key, DomainName="cdn.example.com")
    assert shop.call("CDN", detail, key, DomainName="CDN.example.com")
    other = shop.refused("CDN", detail, key, DomainName="b.example.com")
    assert other == (403, "Forbidden.RAM")
    batch = {"DomainNames": "cdn.example.com,b.example.com", "Functions": "[]"}
    refused = shop.refused("CDN", "BatchSetCdnDomainConfig", key, **batch)
    assert refused == (403, "Forbidden.RAM")
    assert shop.missing()[-1].endswith("domain/b.example.com")
    assert shop.refused("CDN", detail, key) == (400, "MissingDomainName")
    one = {"CertId": 1, "CertRegion": "cn-hangzhou"}
    by_id = shop.refused("CDN", "DescribeCdnCertificateDetailById", key, **one)
    assert by_id == (403, "Forbidden.RAM")
    assert shop.missing()[-1] == "cdn:DescribeCdnCertificateDetailById on *"


def test_cas_is_judged_on_everything_only(shop: Account) -> None:
    narrow = policy(("yundun-cert:ListUserCertificateOrder", "acs:yundun-cert:*:*:*"))
    refused = shop.refused("CAS", "ListUserCertificateOrder", shop.holder(narrow))
    assert refused == (403, "Forbidden.RAM")
    whole = policy(("yundun-cert:List*", "*"))
    assert shop.call("CAS", "ListUserCertificateOrder", shop.holder(whole))
    wrong_name = policy(("cas:*", "*"))
    refused = shop.refused("CAS", "ListUserCertificateOrder", shop.holder(wrong_name))
    assert refused == (403, "Forbidden.RAM")


@pytest.mark.parametrize("reading", ["no", "yes"])
def test_binding_a_certificate_of_cas_may_need_its_permission(shop: Account, reading: str) -> None:
    shop.world.switches.set("cdn.needs_cas_permission", reading)
    cdn = ("cdn:SetCdnDomainSSLCertificate", f"acs:cdn:*:{shop.id}:domain/www.example.com")
    cas = ("yundun-cert:GetUserCertificateDetail", "*")
    wanted = {"DomainName": "www.example.com", "SSLProtocol": "on", "CertType": "cas", "CertId": 1}

    def refused(*grants: tuple[str, str]) -> tuple[int, str]:
        key = shop.holder(policy(*grants))
        return shop.refused("CDN", "SetCdnDomainSSLCertificate", key, **wanted)

    forbidden, found = (403, "Forbidden.RAM"), (404, "InvalidDomain.NotFound")
    assert refused(cdn) == (forbidden if reading == "yes" else found)
    assert refused(cas) == forbidden
    assert refused(cdn, cas) == found


def test_ram_is_judged_by_role_and_policy(shop: Account) -> None:
    shop.call("RAM", "CreatePolicy", PolicyName="p", PolicyDocument=policy(("oss:*", "*")))
    shop.world.ram.set_role("target", [])
    arn = f"acs:ram:*:{shop.id}:role/target"
    attach = {"PolicyName": "p", "PolicyType": "Custom", "RoleName": "target"}
    ann = shop.user(policy(("ram:AttachPolicyToRole", arn)))
    assert shop.refused("RAM", "AttachPolicyToRole", ann, **attach) == (403, "NoPermission")
    assert shop.missing() == [f"ram:AttachPolicyToRole on acs:ram:*:{shop.id}:policy/p"]
    ann = shop.user(policy(("ram:AttachPolicyToRole", f"acs:ram:*:{shop.id}:*")))
    shop.call("RAM", "AttachPolicyToRole", ann, **attach)
