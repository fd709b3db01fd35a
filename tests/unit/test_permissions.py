"""Permissions: the committed files are current, and documents are as narrow as they say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from certbind.adapters.cdn.dialect import DIALECT
from certbind.adapters.oss.targets import BUCKETS
from certbind.domain.deployment.permissions import (
    LONGEST_DOCUMENT,
    Permission,
    policy_document,
)
from certbind.domain.deployment.policy_resources import EVERY_BUCKET, LEDGER_LISTING
from certbind.domain.model.identity import ProductName
from certbind.ports.certificates import CertificateInventory, Hosting, Orders, Quotas
from certbind.ports.deployments import CloudResources, Deployments
from certbind.ports.dns import DnsZones
from certbind.ports.ledger import Journal, KeptReports
from certbind.ports.queues import EventQueue
from certbind.ports.targets import Targets, TargetSettings
from certbind.wiring.permissions import permissions_by_port
from certbind.wiring.uses import USES, permissions_of
from localcloud.policies.documents import Policy, parse_policy
from localcloud.policies.verdicts import Access, Verdict, judge
from localcloud.services.oss.routes import NOT_BUILT, ROUTES
from scripts import role_policies

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = role_policies.example()
PORTS = {
    "inventory": CertificateInventory,
    "targets": Targets,
    "orders": Orders,
    "hosting": Hosting,
    "zones": DnsZones,
    "settings": TargetSettings,
    "deployments": Deployments,
    "resources": CloudResources,
    "quotas": Quotas,
    "queue": EventQueue,
    "journal": Journal,
    "reports": KeptReports,
}


def test_the_committed_policies_are_those_that_the_code_needs() -> None:
    """`make policies` writes them."""
    written = {path.name: path.read_text("utf-8") for path in role_policies.FOLDER.iterdir()}
    assert written == role_policies.policies(EXAMPLE)


def test_the_page_that_a_person_reads_is_current() -> None:
    """`make policies` writes it."""
    assert role_policies.PAGE.read_text("utf-8") == role_policies.page()


def test_every_method_of_a_port_has_its_permissions_declared() -> None:
    assert permissions_by_port().keys() == PORTS.keys()
    for name, declared in permissions_by_port().items():
        methods = {one for one in vars(PORTS[name]) if not one.startswith("_")}
        assert declared, name
        for permissions in declared:
            assert set(permissions) == methods


def test_every_method_that_a_function_uses_exists() -> None:
    for ports in USES.values():
        for port, methods in ports.items():
            assert set(methods) <= set(vars(PORTS[port]))


@pytest.mark.parametrize("function", sorted(USES))
def test_no_action_has_a_wildcard_and_every_resource_is_this_accounts(function: str) -> None:
    """`*` alone stands for products that know nothing narrower."""
    document = policy_document(permissions_of(function), EXAMPLE)
    assert document["Statement"]
    for statement in document["Statement"]:
        assert not any("*" in action for action in statement["Action"])
        for resource in statement["Resource"]:
            assert resource == "*" or resource.split(":")[3] == EXAMPLE.account_id


@pytest.mark.parametrize("function", sorted(USES))
def test_a_policy_is_short_enough_for_ram(function: str) -> None:
    """A custom policy's document has at most 6,144 characters."""
    assert LONGEST_DOCUMENT == 6144
    assert len(json.dumps(policy_document(permissions_of(function), EXAMPLE))) < LONGEST_DOCUMENT


EVERYTHING = parse_policy(
    '{"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
)
OSS_ACTIONS = sorted(
    {route.policy_action for route in ROUTES} | {f"oss:{route.action}" for route in NOT_BUILT}
)
READS = {
    *("oss:GetBucketInfo", "oss:ListBuckets", "oss:ListCname", "oss:GetObject"),
    *("oss:GetBucketPolicy", "oss:GetBucketHttpsConfig"),
}
BUCKET = f"acs:oss:*:{EXAMPLE.account_id}:{EXAMPLE.ledger_bucket}"


def allowed(name: str, resource: str, *attached: Policy) -> set[str]:
    """Every action of OSS that a committed policy allows there, judged as RAM judges."""
    own = parse_policy((role_policies.FOLDER / name).read_text("utf-8"))
    context = {"oss:Prefix": "certbind/"}
    return {
        action
        for action in OSS_ACTIONS
        if judge((own, *attached), Access(action, resource, context)) is Verdict.ALLOWED
    }


@pytest.mark.parametrize("name", [*(f"{one}.json" for one in sorted(USES)), "operator.json"])
def test_nothing_but_new_entries_can_be_written_to_the_ledgers_bucket(name: str) -> None:
    """`oss:PutCname` on every bucket reached it: a custom domain shows a bucket to visitors."""
    assert allowed(name, BUCKET) <= {*READS, "oss:ListObjects"}
    assert allowed(name, f"{BUCKET}/certbind/x") <= {*READS, "oss:PutObject"}
    assert allowed(name, f"{BUCKET}/other/x") <= READS - {"oss:GetObject"}


@pytest.mark.parametrize("name", ["certificate_event.json", "rollback.json", "operator.json"])
def test_no_policy_attached_besides_gives_the_ledger_a_domain(name: str) -> None:
    assert "oss:PutCname" in allowed(name, f"acs:oss:*:{EXAMPLE.account_id}:assets")
    assert "oss:PutCname" not in allowed(name, BUCKET, EVERYTHING)
    assert "oss:PutCname" in allowed("watch.json", BUCKET, EVERYTHING)  # is judged at all


def test_the_ledger_is_kept_out_where_the_settings_name_its_bucket_too() -> None:
    scope = replace(EXAMPLE, only={ProductName("oss"): ("assets", EXAMPLE.ledger_bucket)})
    own = parse_policy(json.dumps(policy_document(permissions_of("certificate_event"), scope)))
    assert judge([own], Access("oss:PutCname", BUCKET)) is Verdict.DENIED


@pytest.mark.parametrize("function", ["watch", "recheck"])
def test_what_only_looks_may_neither_bind_nor_read_a_key(function: str) -> None:
    actions = {permission.action for permission in permissions_of(function)}
    assert not actions & {
        "oss:PutCname",
        "cdn:SetCdnDomainSSLCertificate",
        "yundun-cert:DescribeSSLCertificatePrivateKey",
    }


def test_no_function_may_delete_anything() -> None:
    """But for settings, where what was not set before is taken away again, and the records that
    certbind itself wrote for a CA.
    """
    settings = {
        "oss:DeleteBucketPolicy",
        "cdn:DeleteSpecificConfig",
        "dcdn:DeleteDcdnSpecificConfig",
    }
    allowed = {
        "harden": settings | {"vod:DeleteVodSpecificConfig"},
        "emergency": settings,
        "certificate_event": {"alidns:DeleteDomainRecord"},
    }
    for function in USES:
        deleted = {one.action for one in permissions_of(function) if ":Delete" in one.action}
        assert deleted == allowed.get(function, set())


def test_domains_and_buckets_narrow_a_policy() -> None:
    scope = replace(
        EXAMPLE,
        only={
            ProductName("cdn"): ("cdn.shop.example", ".shop.example"),
            ProductName("oss"): ("a",),
        },
    )
    assert DIALECT.domains.names_in(scope) == (
        "acs:cdn:*:1234567890123456:domain/cdn.shop.example",
        "acs:cdn:*:1234567890123456:domain/.shop.example",
    )
    assert BUCKETS.names_in(scope) == ("acs:oss:*:1234567890123456:a",)
    assert EVERY_BUCKET.names_in(scope) == ("acs:oss:*:1234567890123456:*",)


def test_a_document_does_not_depend_on_the_order_of_its_permissions() -> None:
    permissions = permissions_of("certificate_event")
    there = policy_document(permissions, EXAMPLE)
    assert policy_document(reversed((*permissions, permissions[0])), EXAMPLE) == there


def test_the_ledgers_keys_are_listed_under_its_prefix_only() -> None:
    listing = Permission("oss:ListObjects", LEDGER_LISTING, "")
    (statement,) = policy_document([listing], EXAMPLE)["Statement"]
    assert statement["Condition"] == {"StringLike": {"oss:Prefix": ["certbind/*"]}}


def test_what_the_platform_does_is_in_every_role() -> None:
    for function in ("certificate_event", "recheck", "rollback", "watch"):
        assert "log:PostLogStoreLogs" in {one.action for one in permissions_of(function)}


def test_a_function_without_a_declaration_is_a_fault() -> None:
    with pytest.raises(LookupError):
        permissions_of("nobody")
