"""What listeners do not take, and how each product says so."""

from __future__ import annotations

from localcloud.contracts import INTERNATIONAL_SITE
from tests.localcloud.balancing.conftest import API, ASSOCIATE, TAKES_AWAY, WWW, Shop, refusal


def noun(shop: Shop, word: str) -> str:
    """As the product's error codes spell it."""
    return word if shop.kind == "alb" else word[0].lower() + word[1:]


def test_a_listener_that_is_being_changed_takes_no_other_change(shop: Shop) -> None:
    shop.associate(shop.held(API))
    codes = {"alb": "IncorrectStatus.Listener", "nlb": "IncorrectStatus.listener"}
    others = {"alb": "ResourceInConfiguring.Listener", "nlb": "Conflict.Lock"}
    for change in (shop.associate, shop.dissociate, shop.update):
        assert refusal(change, shop.held(API)) == (400, codes[shop.kind])
    shop.world.switches.set(f"{shop.kind}.busy_code", others[shop.kind])
    busy = refusal(shop.call, "DeleteListener", ListenerId=shop.listener)
    assert busy == (400, others[shop.kind])


def test_what_is_there_does_not_come_again_and_what_is_not_cannot_go(shop: Shop) -> None:
    more = shop.held(API)
    shop.associate(more)
    shop.pass_time()
    for one in (more, shop.default):
        assert refusal(shop.associate, one) == (400, "ResourceAlreadyAssociated.Certificate")
        assert refusal(shop.update, one) == (400, "ResourceAlreadyAssociated.Certificate")
    gone = refusal(shop.dissociate, shop.held(API))
    assert gone == (400, "ResourceNotAssociated.Certificate")
    assert refusal(shop.dissociate, shop.default) == (
        400, "OperationDenied.DefaultCertificateUsed",
    )  # fmt: skip
    shop.world.switches.set("lb.update_to_associated", "accept")
    shop.update(more)
    shop.pass_time()
    assert shop.rows()[0] == (more.identifier, True, "Associated")


def test_a_listener_of_nobody_or_of_another_region_is_not_found(shop: Shop) -> None:
    gone = (404, f"ResourceNotFound.{noun(shop, 'Listener')}")
    for call in (ASSOCIATE, TAKES_AWAY[shop.kind]):
        parts = {"Certificates__1__CertificateId": "1", "AdditionalCertificateIds__1": "1"}
        assert refusal(shop.call, call, ListenerId="lsn-nobody", **parts) == gone
    there = refusal(shop.call, "GetListenerAttribute", region="cn-shanghai",
                    ListenerId=shop.listener)  # fmt: skip
    assert there == gone
    balancer = refusal(shop.call, "GetLoadBalancerAttribute", LoadBalancerId="nobody")
    assert balancer == (404, f"ResourceNotFound.{noun(shop, 'LoadBalancer')}")


def test_a_listener_may_be_deleted_while_its_job_goes_on(shop: Shop) -> None:
    job = shop.associate(shop.held(API))["JobId"]
    shop.acts.remove(shop.listener)
    shop.pass_time()
    assert shop.word(job) == "Failed"
    assert refusal(shop.rows) == (404, f"ResourceNotFound.{noun(shop, 'Listener')}")
    (told,) = shop.acts.jobs()
    assert told["error"] == f"ResourceNotFound.{noun(shop, 'Listener')}"


def test_a_certificate_of_the_other_site_is_not_found(shop: Shop) -> None:
    abroad = shop.held(API, site=INTERNATIONAL_SITE)
    for call in (shop.associate, shop.update):
        assert refusal(call, abroad) == (400, "ResourceNotFound.Certificate")
    none = refusal(shop.write, ASSOCIATE, "404-cn-hangzhou")
    assert none == (400, "ResourceNotFound.Certificate")
    shop.world.switches.set("lb.certificate_site", "any")
    assert shop.associate(abroad)["JobId"]


def test_a_region_takes_certificates_of_its_own_site(shop: Shop) -> None:
    abroad = shop.held(WWW, site=INTERNATIONAL_SITE)
    region = "ap-southeast-1"
    made = shop.acts.add(shop.kind, region=region, name="abroad")
    assert made["dns_name"].endswith(f".{region}.{shop.kind}.aliyuncsslbintl.com")
    listener = shop.acts.listen("abroad", certificate=abroad.identifier)["listener"]
    (listed,) = shop.call("ListLoadBalancers", region=region)["LoadBalancers"]
    assert listed["LoadBalancerId"] == made["balancer"]
    named = shop.call("ListLoadBalancers", RegionId=region, form=False)["LoadBalancers"]
    assert named == [listed]  # every endpoint answers for the region that a request names
    shop.listener = listener
    refused = refusal(shop.associate, shop.default, region=region)
    assert refused == (400, "ResourceNotFound.Certificate")
    more = shop.held(API, site=INTERNATIONAL_SITE)
    assert shop.associate(more, region=region)["JobId"]


def test_an_expired_certificate_is_refused_or_not(shop: Shop) -> None:
    over = shop.held(API, defects=("expired",))
    assert refusal(shop.associate, over) == (400, "IncorrectStatus.certificate")
    shop.world.switches.set("lb.expired_certificate", "accept")
    assert shop.associate(over)["JobId"]


def test_a_quota_is_of_all_listeners_and_expired_certificates_count(alb: Shop) -> None:
    basic = alb.acts.add("alb", name="basic", edition="Basic")
    assert (basic["quota"], alb.acts.all()[1]["quota"]) == (10, 25)
    alb.listener = alb.acts.listen("basic", certificate=alb.default.identifier)["listener"]
    other = alb.acts.listen("basic", port=8443, certificate=alb.default.identifier)["listener"]
    over = alb.held(API, defects=("expired",))
    alb.acts.bind(other, over.identifier, additional=True)
    alb.associate(*(alb.held(f"h{n}.shop.example") for n in range(8)))
    alb.pass_time()
    two = [alb.held("x.shop.example"), alb.held("y.shop.example")]
    assert refusal(alb.associate, *two) == (400, "QuotaExceeded.QuotaInsufficient")
    alb.world.switches.set("lb.quota_code", "QuotaExceeded.CertificatesNum")
    assert refusal(alb.associate, *two) == (400, "QuotaExceeded.CertificatesNum")
    alb.associate(two[0])
    alb.pass_time()
    assert refusal(alb.associate, two[1]) == (400, "QuotaExceeded.CertificatesNum")
    assert alb.acts.quota("basic", certificates=11)["certificates"] == 10
    assert alb.associate(two[1])["JobId"]


def test_fifteen_certificates_come_or_go_in_one_call(shop: Shop) -> None:
    many = [shop.held(f"h{n}.shop.example") for n in range(16)]
    size = (400, "IllegalParamSize.certificateIds")
    assert refusal(shop.associate, *many) == size
    assert refusal(shop.dissociate, *many) == size
    assert refusal(shop.associate, many[0], many[0]) == size
    assert shop.associate(*many[:15])["JobId"]
    assert refusal(shop.update, *many[:2])[1] != size[1]  # busy first
    shop.pass_time()
    assert refusal(shop.update, *many[:2]) == size
    absent = refusal(shop.associate)
    name = "Certificates" if shop.kind == "alb" else "AdditionalCertificateIds"
    assert absent == (400, f"Missing{name}")


def test_parameters_of_nlbs_writes_count_in_the_body_alone(nlb: Shop) -> None:
    more = nlb.held(API)
    refused = refusal(nlb.associate, more, form=False)
    assert refused == (400, "MissingListenerId")
    assert refusal(nlb.call, "ListListenerCertificates", ListenerId=nlb.listener, form=False) == (
        400, "MissingListenerId",
    )  # fmt: skip


def test_nlb_may_tell_that_it_is_busy_with_200(nlb: Shop) -> None:
    nlb.world.switches.set("nlb.busy_told_by", "success_false")
    nlb.associate(nlb.held(API))
    answer = nlb.associate(nlb.held(API))
    assert (answer["Success"], answer["Code"]) == (False, "IncorrectStatus.listener")
    assert "JobId" not in answer


def test_a_token_of_nobody_is_refused(alb: Shop) -> None:
    for token in ("page", "ZnJvbTo=", "from:1", "/w==", "下一页"):
        refused = refusal(alb.call, "ListListeners", NextToken=token)
        assert refused == (400, "IllegalParam.NextToken")
    assert refusal(alb.call, "ListListeners", MaxResults=101) == (400, "IllegalParam.MaxResults")
