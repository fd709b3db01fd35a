"""What ordering takes: only where CERTBIND_RENEW names something, and every action is used."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from certbind.adapters.alidns import zones
from certbind.adapters.cas import orders
from certbind.domain.deployment.permissions import Permission, policy_document
from certbind.domain.model.identity import ProductName
from certbind.wiring import uses
from localcloud.acts.zones import Zones
from localcloud.services.cas.applying.packages import Package
from localcloud.services.cas.certificates import StoredCertificate
from scripts import role_policies
from tests.setup.acting import CDN, SITE, WWW, Acting

ORDERING = [p for method in orders.PERMISSIONS.values() for p in method]
DV, OV = "geotrust-dv-1-starter", "geotrust-ov-1-personal"
THIRD = "ov.shop.example"
_HALF_A_MINUTE = timedelta(seconds=31)


def document_actions(*, renews: bool) -> set[str]:
    scope = replace(role_policies.example(), renews=renews)
    document = policy_document(uses.permissions_of("certificate_event"), scope)
    return {action for one in document["Statement"] for action in one["Action"]}


def test_nobody_may_order_unless_a_person_switched_it_on() -> None:
    spends = {p.action for p in orders.PERMISSIONS["place"]}
    assert len(spends) == 4
    assert not spends & document_actions(renews=False)
    assert spends <= document_actions(renews=True)
    for function in ("watch", "recheck", "rollback"):
        assert not spends & {p.action for p in uses.permissions_of(function)}
    operator = json.loads((role_policies.FOLDER / "operator.json").read_text("utf-8"))
    allowed = {action for one in operator["Statement"] for action in one["Action"]}
    assert not spends & allowed, "a person orders in the console"
    assert "yundun-cert:GetInstanceDetail" in allowed, "and sees in plan what it would take"


def held(
    acting: Acting, name: str, line: str | None = None, product: str = DV
) -> StoredCertificate:
    """A certificate that nears its end."""
    begun = acting.now().replace(microsecond=0) - timedelta(days=75)
    made = acting.cloud.authorities.issue([name], days=90, not_before=begun)
    stored = acting.cloud.cas.add_issued(
        made.chain_pem, made.key_pem, site=SITE, name=name, instance_id=line
    )
    return acting.cloud.cas._keep(replace(stored, product=product))


def hint(acting: Acting, one: StoredCertificate) -> None:
    """Its line is to be looked at."""
    line = {"certificate": one.identifier, "cause": "a-test", "line": "", "after": 0}
    message = {
        "specversion": "1.0",
        "id": f"line-{one.number}",
        "source": "certbind",
        "type": "certbind.line",
        "data": line,
    }
    acting.cloud.queues.send(acting.scope.queue, json.dumps(message))


def renew_everything(acting: Acting) -> Iterator[str]:
    """An instance, an order for a domain, an order for an organisation; and a CA that refuses."""
    lines = (held(acting, WWW), held(acting, CDN, "cas_dv-cn-1"), held(acting, THIRD, "x", OV))
    for product in (DV, OV):
        acting.cloud.cas.packages.set(Package(product, 3))
    for one in lines:
        hint(acting, one)
    for _ in range(3):
        yield from acting.pump_all()
        acting.cloud.advance(_HALF_A_MINUTE)
    instances = acting.cloud.cas.instances
    found = instances.find(lines[0].instance_id)
    assert found is not None
    instances.keep(found.refused("no"))
    acting.cloud.advance(_HALF_A_MINUTE)
    yield from acting.pump_all()


def test_every_kind_is_ordered_under_exactly_this_role(acting: Acting) -> None:
    acting.scope = replace(acting.scope, renews=True)
    acting.grant_all()
    told = "\n".join(renew_everything(acting))
    assert acting.refused() == []
    for word in ("ApplyCertificate was taken", "not_applied", "validation_missing"):
        assert word in told
    assert "renewal_failed" in told


@pytest.mark.parametrize("permission", ORDERING, ids=lambda p: p.action)
def test_without_one_permission_the_function_says_which(
    acting: Acting, permission: Permission
) -> None:
    acting.scope = replace(acting.scope, renews=True)
    acting.grant_all()
    rest = (p for p in uses.permissions_of("certificate_event") if p.action != permission.action)
    acting.grant("certificate_event", tuple(rest))
    told = "\n".join(renew_everything(acting))
    assert {call.missing.partition(" on ")[0] for call in acting.refused()} == {permission.action}
    assert permission.action in told
    assert "must be allowed" in told


ZONE, OTHER = "shop.example", "other.example"
WRITING = [p for method in zones.PERMISSIONS.values() for p in method]


def validate(acting: Acting) -> str:
    """A renewal whose record is written, seen by the CA, and taken away; and what was told."""
    for zone in (ZONE, OTHER):
        Zones(acting.cloud).add(zone)
    hint(acting, held(acting, WWW))
    told: list[str] = []
    for _ in range(8):
        told += acting.pump_all()
        acting.cloud.advance(_HALF_A_MINUTE)
    return "\n".join(told)


def validating(acting: Acting) -> None:
    """The roles and the settings of a person who lets certbind write into one zone."""
    acting.scope = replace(
        acting.scope, renews=True, validates=True, only={ProductName("alidns"): (ZONE,)}
    )
    acting.grant_all()


def test_a_record_is_written_and_taken_away_under_a_role_that_is_held_to_its_zone(
    acting: Acting,
) -> None:
    validating(acting)
    told = validate(acting)
    assert acting.refused() == []
    assert "was written into zone shop.example" in told
    assert "was taken out of zone shop.example" in told
    assert acting.cloud.alidns.records(ZONE) == ()
    document = policy_document(uses.permissions_of("certificate_event"), acting.scope)
    allowed = {
        resource
        for one in document["Statement"]
        for resource in one["Resource"]
        if any(action.startswith("alidns:") for action in one["Action"])
    }
    assert allowed == {f"acs:alidns:*:{acting.scope.account_id}:domain/{ZONE}"}
    nobody = policy_document(
        uses.permissions_of("certificate_event"), replace(acting.scope, validates=False)
    )
    assert "alidns" not in json.dumps(nobody)


@pytest.mark.parametrize("permission", WRITING, ids=lambda p: p.action)
def test_without_one_of_alidns_the_renewal_is_told_and_goes_on(
    acting: Acting, permission: Permission
) -> None:
    validating(acting)
    rest = (p for p in uses.permissions_of("certificate_event") if p.action != permission.action)
    acting.grant("certificate_event", tuple(rest))
    told = validate(acting)
    assert {call.missing.partition(" on ")[0] for call in acting.refused()} == {permission.action}
    assert "permission_denied" in told
    assert "create it" in told or permission.action == "alidns:DeleteDomainRecord"
