"""RAM judges what is done to a listener on its load balancer, and lists on everything."""

from __future__ import annotations

from tests.localcloud.balancing.conftest import API, ASSOCIATE, LIST, Shop, refusal
from tests.localcloud.ram.account import policy

REFUSED = {"alb": (403, "Forbidden.RAM"), "nlb": (403, "Forbidden.NoPermission")}


def test_a_role_may_change_its_own_load_balancer_alone(shop: Shop) -> None:
    account = shop.world.kernel.credentials.account_id
    own = f"acs:{shop.kind}:cn-hangzhou:{account}:loadbalancer/{shop.balancer}"
    grants = [(f"{shop.kind}:{one}", own) for one in (ASSOCIATE, LIST, "ListListeners")]
    shop.world.ram.set_role("worker", [policy(*grants)])
    key = shop.world.kernel.credentials.issue_role_key("worker/c-1")
    refused = REFUSED[shop.kind]
    assert refusal(shop.update, shop.held(API), key=key) == refused
    assert shop.call(LIST, ListenerId=shop.listener, key=key)["TotalCount"] == 1
    assert shop.associate(shop.held(API), key=key)["JobId"]
    # Lists know no load balancer.
    assert refusal(shop.call, "ListListeners", key=key) == refused
    shop.acts.add(shop.kind, name="other")
    shop.listener = shop.acts.listen("other", certificate=shop.default.identifier)["listener"]
    assert refusal(shop.associate, shop.held(API), key=key) == refused
    missing = [call.missing for call in shop.world.kernel.calls.calls() if call.missing]
    assert missing[1] == f"{shop.kind}:ListListeners on *"
    assert missing[-1].startswith(f"{shop.kind}:{ASSOCIATE} on acs:{shop.kind}:cn-hangzhou:")
