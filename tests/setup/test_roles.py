"""Every function under exactly the policy that is made for it: enough, and nothing too much."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from certbind.domain.deployment.permissions import (
    BY_THE_PLATFORM,
    Permission,
    policy_document,
)
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.errors import CertbindError
from certbind.requests import RollbackRequest
from certbind.wiring import uses
from localcloud.runner.service_file import read_service_file
from tests.setup.acting import CDN, OLD, SITE, WWW, Acting, Prepare, Prepared, role_of
from tests.setup.files import SERVICE_FILE

FUNCTIONS = sorted(uses.USES.keys() - {"harden", "emergency"})  # test_protecting_roles.py
EACH = [
    pytest.param(function, permission, id=f"{function}-{permission.action}-{permission.on.words}")
    for function in FUNCTIONS
    for permission in uses.permissions_of(function)
    if permission not in BY_THE_PLATFORM
    and not permission.if_named
    and not permission.if_renewing
    and not permission.if_validating
    and not permission.if_hardening  # test_protecting_roles.py
    # CDN's likes are called where CDN is: one function that calls all of it is enough for them.
    if permission.if_used in (None, "cdn") or function == "certificate_event"
    # Of NLB what ALB has under another name.
    if permission.if_used != "nlb" or permission.action.startswith(("nlb:GetJob", "nlb:Disassoc"))
]


def test_the_whole_job_runs_under_exactly_these_roles(acting: Acting) -> None:
    """watch, bind on OSS and CDN, verify, recheck, renewal, expiry, rollback, verify again."""
    acting.grant_all()
    acting.map_domains()
    acting.watch()
    first = acting.issue(WWW, CDN)
    acting.watch()
    told = [outcome.result.value for outcome in acting.pump()]
    assert told.count("bound") == told.count("verified") == 2
    assert {d.domain for d in acting.recheck().domains} == {WWW, CDN, OLD}
    second = acting.issue(WWW, CDN)
    acting.watch()
    acting.send("expiry_approaching", first, stage="30d")
    acting.pump()
    acting.cloud.advance(timedelta(seconds=3))  # CDN takes no writes just after one
    report = acting.rollback(
        RollbackRequest(certificate=CertificateId.parse(second.identifier), dry_run=False)
    )
    assert [outcome.result.value for outcome in report.outcomes] == ["bound", "bound"]
    assert acting.pump()[-1].result.value == "verified"
    assert acting.refused() == []


@pytest.mark.parametrize(("function", "permission"), EACH)
def test_without_one_permission_the_function_says_which(
    prepared: Prepared, function: str, permission: Permission, caplog: pytest.LogCaptureFixture
) -> None:
    """That the call is refused shows that the permission is used: none is superfluous."""
    edge = permission.if_used or "cdn"
    before = _nothing if permission in _AT_A_FIRST_BIND else _PREPARE[function]
    acting = prepared(f"{edge}-{before.__name__}", partial(_begin, edge=edge, before=before))
    acting.products = _products(edge)
    if permission.action in ("alb:ListAsynJobs", "nlb:GetJobStatus"):
        acting.cloud.balancing[str(edge)].jobs.set_manner(seconds=0.1)
    caplog.set_level(logging.WARNING)
    told = "\n".join([*_work_without(acting, function, {permission}), *caplog.messages])
    assert _missing(acting) == {permission.action}
    assert permission.action in told
    assert "must be allowed" in told


def _begin(acting: Acting, edge: str, before: Prepare) -> None:
    """All that goes before the work for which a permission is missing."""
    acting.products = _products(edge)
    acting.grant_all()
    acting.map_domains(edge)
    acting.watch()
    before(acting)
    acting.pump()
    assert acting.refused() == []


def _products(edge: str) -> str:
    return "" if edge == "cdn" else f"oss,cdn,{edge}"


def _work_without(acting: Acting, function: str, denied: set[Permission]) -> Iterator[str]:
    """What a function says whose role lacks these, with work to do."""
    acting.issue(WWW, CDN)
    _WORK_TO_DO[function](acting)
    acting.begin_a_job(OLD)
    rest = tuple(p for p in uses.permissions_of(function) if p not in denied)
    acting.grant(function, rest)
    yield from _RUN[function](acting)


_AT_A_FIRST_BIND = {
    permission
    for permission in uses.permissions_of("certificate_event")
    if permission.action == "esa:GetCertificateQuota"
}
"""Called only where nothing stands yet."""


def _missing(acting: Acting) -> set[str]:
    return {call.missing.partition(" on ")[0] for call in acting.refused()}


def test_a_domain_of_the_ledgers_own_bucket_is_never_bound(acting: Acting) -> None:
    """Somebody mapped one to it: the roles are refused there, and it is told."""
    acting.grant_all()
    acting.cloud.oss.world.map_domain(acting.scope.ledger_bucket, WWW)
    acting.watch()
    acting.issue(WWW)
    acting.watch()
    told = list(acting.pump_all())
    assert any("oss:PutCname" in one for one in told)
    (mapped,) = acting.cloud.oss.world.cnames()
    assert mapped.certificate is None


def test_every_function_of_the_service_file_has_a_role(acting: Acting) -> None:
    """Each under a role of its own, named as setup names it."""
    functions = read_service_file(SERVICE_FILE, acting.cloud.env()).functions
    roles = {spec.handler.partition(".")[0]: spec.role for spec in functions}
    assert roles == {name: role_of(name) for name in uses.USES}


def _bind_twice(acting: Acting) -> None:
    for _ in range(2):
        acting.issue(WWW, CDN)
        acting.watch()
        acting.pump()


def _bind_once(acting: Acting) -> None:
    acting.issue(WWW, CDN)
    acting.watch()


def _nothing(_: Acting) -> None:
    return


def _announce(acting: Acting) -> None:
    acting.watch()
    acting.send("expiry_approaching", acting.issue(WWW), stage="30d")


_PREPARE: dict[str, Prepare] = {
    "watch": _nothing,
    "recheck": _bind_once,
    "rollback": _bind_twice,
    "certificate_event": _bind_once,
}
_WORK_TO_DO: dict[str, Prepare] = {
    "watch": _nothing,
    "recheck": partial(Acting.near_the_end, domain="late.shop.example"),
    "rollback": _nothing,
    "certificate_event": _announce,
}


def _watch(acting: Acting) -> Iterator[str]:
    yield from _said(lambda: [str(acting.watch())])


def _recheck(acting: Acting) -> Iterator[str]:
    yield from _said(lambda: [str(acting.recheck().to_json())])


def _rollback(acting: Acting) -> Iterator[str]:
    """By a certificate, by a name that the ledger does not know, and by time."""
    other = CertificateId.parse(acting.issue(OLD).identifier)
    for request in (
        RollbackRequest(domain=Domain(OLD), to=other, dry_run=False),
        RollbackRequest(certificate=acting.bound(), dry_run=False),
        RollbackRequest(since=acting.now() - timedelta(hours=1), dry_run=False),
    ):
        yield from _said(partial(_outcomes, acting, request))


def _outcomes(acting: Acting, request: RollbackRequest) -> list[str]:
    return [outcome.message for outcome in acting.rollback(request).outcomes]


def _said(work: Callable[[], list[str]]) -> list[str]:
    try:
        return work()
    except CertbindError as error:
        return [str(error)]


_RUN: dict[str, Callable[[Acting], Iterator[str]]] = {
    "watch": _watch,
    "recheck": _recheck,
    "rollback": _rollback,
    "certificate_event": Acting.pump_all,
}


def test_narrower_roles_are_enough_for_what_is_looked_at(acting: Acting) -> None:
    """CERTBIND_CDN_DOMAINS and CERTBIND_BUCKETS: what is left out is neither read nor missed."""
    acting.scope = replace(
        acting.scope, only={ProductName("cdn"): (CDN,), ProductName("oss"): ("assets",)}
    )
    acting.grant_all()
    acting.map_domains()
    acting.cloud.oss.world.create_bucket("others", SITE)
    acting.cloud.oss.world.map_domain("others", "www.others.example")
    acting.cloud.cdn.model.add_domain("cdn.others.example", [])
    acting.watch()
    acting.issue(WWW, CDN, "www.others.example", "cdn.others.example")
    acting.watch()
    assert [outcome.result.value for outcome in acting.pump()].count("verified") == 2
    report = acting.recheck()
    assert {d.domain for d in report.domains} == {WWW, CDN, OLD}
    assert report.unread == ()
    assert acting.refused() == []


@pytest.mark.parametrize(
    ("function", "said"),
    [
        ("recheck", "must be allowed oss:GetBucketInfo"),
        ("rollback", "OSS bucket assets (permission_denied) could not be read."),
        ("certificate_event", "must be allowed oss:GetBucketInfo"),
    ],
)
def test_what_is_needed_only_where_buckets_are_named_is_said_too(
    acting: Acting, function: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    acting.scope = replace(acting.scope, only={ProductName("oss"): ("assets",)})
    documents = policy_document(uses.permissions_of(function), acting.scope)
    actions = {action for one in documents["Statement"] for action in one["Action"]}
    assert "oss:GetBucketInfo" in actions
    assert "oss:ListBuckets" not in actions
    named = {p for p in uses.permissions_of(function) if p.if_named}
    _begin(acting, "cdn", _PREPARE[function])
    caplog.set_level(logging.WARNING)
    told = "\n".join([*_work_without(acting, function, named), *caplog.messages])
    assert _missing(acting) == {"oss:GetBucketInfo"}
    assert said in told


def test_a_role_narrower_than_what_is_looked_at_is_told(acting: Acting) -> None:
    """A deployment that was not told of CERTBIND_BUCKETS, or was set up again without it."""
    acting.map_domains()
    narrow, wide = replace(acting.scope, only={ProductName("oss"): ("others",)}), acting.scope
    acting.scope = narrow
    acting.grant_all()
    acting.scope = wide
    (unread,) = acting.recheck().unread
    assert "must be allowed oss:ListBuckets" in unread
