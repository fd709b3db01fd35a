"""`certbind prune`: nothing that is used anywhere is deleted, however little was read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from certbind.domain.hygiene.prune import Kept
from certbind.domain.hygiene.quotas import HeldEntry, Quota
from certbind.domain.lifecycle.state import (
    DomainState,
    Downgrade,
    Going,
    KnownBinding,
    Seen,
    SeenAs,
)
from certbind.domain.lifecycle.state_json import state_to_json
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.resource import CloudResource
from certbind.domain.model.target import (
    UNBOUND,
    Binding,
    BindingSource,
    BoundTarget,
    Target,
)
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import UnavailableError
from certbind.usecases.hygiene.prune import Prune, Row
from tests.fakes import FakeDeletions
from tests.unit.usecases.account import (
    CDN,
    NAMES,
    STATIC,
    WWW,
    Account,
    bound_to,
    certificate,
    with_binding,
)
from tests.unit.usecases.authority import ROOT_PEM

KNOWN = frozenset({"OSS", "CDN", "ESA"})
TARGETS = (WWW, STATIC, CDN)


def uploaded(number: int, days_left: int) -> Certificate:
    return replace(certificate(number, *NAMES, days_left=days_left), uploaded=True)


class Shop(Account):
    """Three domains with the newest of three uploads, seen well for a month."""

    def __init__(self, anchors: TrustAnchors) -> None:
        self.first, self.second, self.newest = (
            uploaded(number, days) for number, days in ((1, -5), (2, 30), (3, 80))
        )
        held = (self.first, self.second, self.newest)
        super().__init__(*(with_binding(t, self.newest) for t in TARGETS), anchors=anchors)
        self.hold(*held)
        self.deletions = FakeDeletions(list(held))
        for target in TARGETS:
            state = DomainState(
                place=target,
                standing=KnownBinding(bound_to(self.newest)),
                way_back=KnownBinding(bound_to(self.second)),
                seen=Seen(SeenAs.VERIFIED),
            )
            self.write(target.domain, state_to_json(state, self.clock.now()))
        self.clock.advance(timedelta(days=30))

    def prune(self, *unused: str) -> Prune:
        return Prune(self.sources, self.rules, self.deletions, KNOWN, frozenset(unused))

    def kept(self, rows: tuple[Row, ...], one: Certificate) -> set[Kept]:
        (row,) = (row for row in rows if row.certificate.id == one.id)
        return {word for word, _ in row.kept}


def test_the_oldest_goes_and_the_way_back_and_what_stands_stay(anchors: TrustAnchors) -> None:
    shop = Shop(anchors)
    rows = shop.prune("ESA").plan()
    assert shop.deletions.deleted == [], "a plan deletes nothing"
    assert shop.kept(rows, shop.first) == set()
    assert Kept.STILL_NEEDED in shop.kept(rows, shop.second)
    assert Kept.STILL_BOUND in shop.kept(rows, shop.newest)
    done = shop.prune("ESA").carry_out(rows)
    assert shop.deletions.deleted == [shop.first.id]
    assert [row.deleted for row in done] == [True, False, False]
    assert shop.prune("ESA").carry_out(done) == shop.prune("ESA").plan(), "twice is once"


def test_what_changed_since_it_was_shown_stays(anchors: TrustAnchors) -> None:
    shop = Shop(anchors)
    rows = shop.prune("ESA").plan()
    shop.targets.rebind_by_hand(STATIC, bound_to(shop.first))
    shop.prune("ESA").carry_out(rows)
    assert shop.deletions.deleted == []


def test_only_what_a_person_was_shown_goes(anchors: TrustAnchors) -> None:
    """What has come to be free since waits until he sees it in a plan."""
    shop = Shop(anchors)
    rows = shop.prune("ESA").plan()
    another = uploaded(4, -9)
    shop.deletions.held.append(another)
    assert shop.kept(shop.prune("ESA").plan(), another) == set(), "it could go"
    shop.prune("ESA").carry_out(rows)
    assert shop.deletions.deleted == [shop.first.id]


def test_what_cas_refuses_is_told_and_stops_nothing(anchors: TrustAnchors) -> None:
    shop = Shop(anchors)
    older = uploaded(4, -9)
    shop.deletions.held.append(older)
    shop.deletions.used = {older.id}
    done = shop.prune("ESA").carry_out(shop.prune("ESA").plan())
    assert shop.deletions.deleted == [shop.first.id]
    (refused,) = (row for row in done if row.refused)
    assert "DeleteProtection" in refused.refused
    assert refused.to_json()["deleted"] is False


def test_esa_is_not_read_and_that_is_said(anchors: TrustAnchors) -> None:
    shop = Shop(anchors)
    assert shop.kept(shop.prune().plan(), shop.first) == {Kept.NOT_ALL_READ}
    more = Prune(shop.sources, shop.rules, shop.deletions, KNOWN | {"DCDN"}, frozenset({"ESA"}))
    assert shop.kept(more.plan(), shop.first) == {Kept.NOT_ALL_READ}


def test_a_backup_stays_for_the_day_that_it_is_kept_for(anchors: TrustAnchors) -> None:
    shop = Shop(anchors)
    policy = replace(shop.rules.policy, backups=((WWW.domain, shop.first.id),))
    rules = replace(shop.rules, policy=policy)
    prune = Prune(shop.sources, rules, shop.deletions, KNOWN, frozenset({"ESA"}))
    assert Kept.STILL_NEEDED in shop.kept(prune.plan(), shop.first)


def test_what_comes_back_after_plain_http_stays(anchors: TrustAnchors) -> None:
    shop = Shop(anchors)
    before = KnownBinding(bound_to(shop.first))
    state = DomainState(
        place=WWW, standing=KnownBinding(UNBOUND), downgrade=Downgrade(Going.OFF, before)
    )
    shop.write(WWW.domain, state_to_json(state, shop.clock.now()))
    assert Kept.STILL_NEEDED in shop.kept(shop.prune("ESA").plan(), shop.first)


TROUBLE = UnavailableError("not now", service="any", action="Any")
HIDDEN: st.SearchStrategy[set[str]] = st.just(set()) | st.sets(
    st.sampled_from(["assets", "cdn", "resources", "ledger", "read", "limits", "pasted"]),
    max_size=3,
)


@settings(max_examples=80, deadline=None)
@given(HIDDEN, st.lists(st.sampled_from([0, 1, 2]), min_size=3, max_size=3), st.booleans())
def test_nothing_in_use_is_ever_deleted_under_any_partial_reading(
    hidden: set[str], stands: list[int], at_waf: bool
) -> None:
    """What stands where, and what of it can be read, is drawn; nothing that stands is deleted, and
    where anything was hidden nothing is.
    """
    shop = Shop(TrustAnchors.from_pem(ROOT_PEM))
    held = (shop.first, shop.second, shop.newest)
    used: set[CertificateId] = set()
    for target, which in zip(TARGETS, stands, strict=True):
        shop.targets.rebind_by_hand(target, bound_to(held[which]))
        used.add(held[which].id)
    if at_waf:
        place = CloudResource(9, "cn-hangzhou", "WAF", WWW.domain, "", shop.first.id)
        shop.resources.held.append(place)
        used.add(shop.first.id)
    _hide(shop, hidden)
    rows = shop.prune("ESA").plan()
    _hide(shop, hidden)
    shop.prune("ESA").carry_out(rows)
    assert used.isdisjoint(shop.deletions.deleted)
    if hidden:
        assert shop.deletions.deleted == []


def _hide(shop: Shop, hidden: set[str]) -> None:
    """Each for the next reading."""
    for part in hidden & {"assets", "cdn"}:
        shop.targets.hide(part)
    if "limits" in hidden:
        shop.targets.limits = ("CERTBIND_BUCKETS",)
    if "resources" in hidden:
        shop.resources.trouble.before("listed", TROUBLE)
    if "ledger" in hidden:
        shop.journal.trouble.before("subjects", TROUBLE)
    if "read" in hidden:
        shop.targets.trouble.before("read", TROUBLE)
    if "pasted" in hidden:
        shop.targets.rebind_by_hand(WWW, Binding(BindingSource.UPLOAD))


def test_a_certificate_in_a_place_that_serves_nobody_stays_and_unread_quotas_say_no(
    anchors: TrustAnchors,
) -> None:
    shop = Shop(anchors)
    entry = HeldEntry("e1", "c1", NAMES, shop.first.id)
    shop.quotas.counted[ProductName("esa")] = [Quota("ESA site a", 2, 1, (entry,), "a")]
    assert Kept.TAKES_A_PLACE in shop.kept(shop.prune("ESA").plan(), shop.first)
    assert shop.quotas.asked == [None], "of all products, whether or not anything is bound there"
    shop.quotas.trouble.before("held", UnavailableError("no", service="esa", action="x"))
    assert shop.kept(shop.prune("ESA").plan(), shop.first) == {Kept.NOT_ALL_READ}
    bare = replace(shop.sources, quotas=None)
    unasked = replace(shop.prune("ESA"), sources=bare).plan()
    assert shop.kept(unasked, shop.first) == {Kept.NOT_ALL_READ}


def test_entries_that_serve_nobody_are_named_where_that_can_be_said(anchors: TrustAnchors) -> None:
    shop = Shop(anchors)
    shop.targets.add(BoundTarget(Target(ProductName("esa"), Domain("b.a.example")), UNBOUND))
    entry = HeldEntry("e1", "c1", ("old.a.example",), shop.first.id)
    quota = Quota("ESA site a.example", 2, 1, (entry,), "a.example")
    shop.quotas.counted[ProductName("esa")] = [quota]
    (found,) = shop.prune("ESA").idle()
    assert found.idle == (entry,)
    shop.quotas.trouble.before("held", UnavailableError("no", service="esa", action="x"))
    assert shop.prune("ESA").idle() == ()
