"""Stores asked about whole chains: a root of our own, that the calendar is made to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from certbind.adapters.calls.pem import sha256_of
from certbind.domain.model.identity import Domain, Sha1
from certbind.domain.model.policy import Policy
from certbind.domain.model.reasons import Reason
from certbind.domain.situation.assessed import assess
from certbind.domain.trust.chain import TrustAnchors, check_chain, judge_chain
from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.stores import judgement
from certbind.domain.trust.stores.asked import StoreVerdict
from certbind.domain.trust.stores.calendar import Calendar, Root, Standing, Store
from certbind.domain.trust.stores.provider import is_default, provider_note
from tests.fakes.certificates import CA_SPEC, Authority, Spec, pem_of
from tests.fakes.values import DAY, NOW, certificate

SHOP = Domain("www.shop.example")
CHROME, MOZILLA, APPLE, PROGRAMS = Store
BEGIN = NOW - 30 * DAY
PUBLIC = Spec(stamps=(BEGIN, BEGIN))
CUT = Standing(cut=(BEGIN - DAY).date())
Standings = Mapping[Store, Standing]


def known(monkeypatch: pytest.MonkeyPatch, roots: Mapping[Authority, Standings]) -> TrustAnchors:
    """Roots that are trusted here, and of which the stores say this."""
    by_print: dict[str, Root] = {
        sha256_of(one.issued.der): Root("Ours", standings) for one, standings in roots.items()
    }
    made = Calendar(date(2026, 11, 22), "", by_print, {})
    monkeypatch.setattr(judgement, "calendar", lambda: made)
    return TrustAnchors.from_pem(pem_of(*roots))


def kinds(chain: tuple[bytes, ...], anchors: TrustAnchors) -> list[FaultClass]:
    return [fault.kind for fault in check_chain(chain, anchors, NOW)]


def test_a_root_is_private_until_the_calendar_knows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    root = Authority.root()
    chain = root.leaf(SHOP).chain  # without a stamp
    assert kinds(chain, TrustAnchors.from_pem(pem_of(root))) == []
    assert kinds(chain, known(monkeypatch, {root: {}})) == [FaultClass.FEW_STAMPS]


def test_a_root_that_chrome_cut_is_refused_by_chrome_s_name_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = Authority.root()
    chain = root.leaf(SHOP, spec=PUBLIC).chain
    anchors = known(monkeypatch, {root: {CHROME: CUT}})
    (fault,) = check_chain(chain, anchors, NOW)
    assert fault.kind is FaultClass.ROOT_REFUSED
    assert fault.kind.browser_error == "ERR_CERT_AUTHORITY_INVALID"
    assert judge_chain(chain, anchors, NOW).end is None


def test_the_search_goes_on_to_another_root_where_one_is_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As a leaf that R3 no longer carries and R46 does, by a cross-signed intermediate."""
    old, new = Authority.root("Old Root"), Authority.root("New Root")
    ca = old.subordinate("CA")
    crossed = new.subordinate("CA", spec=replace(CA_SPEC, key=ca.issued.key))
    leaf = ca.leaf(SHOP, spec=PUBLIC)
    both = (leaf.der, ca.issued.der, crossed.issued.der)
    anchors = known(monkeypatch, {old: {CHROME: CUT}, new: {}})
    assert kinds(both, anchors) == []
    assert kinds((both[0], both[1]), anchors) == [FaultClass.ROOT_REFUSED]
    assert kinds(both, TrustAnchors.from_pem(pem_of(old))) == [FaultClass.ROOT_REFUSED]


@pytest.mark.parametrize(
    ("standings", "reasons"),
    [
        ({CHROME: Standing(absent=True)}, [Reason.CHAIN_UNTRUSTED]),
        ({CHROME: CUT}, [Reason.CHAIN_UNTRUSTED]),
        ({MOZILLA: Standing(off=NOW.date())}, [Reason.CHAIN_UNTRUSTED]),
        ({MOZILLA: Standing(off=NOW.date(), estimated=True)}, []),
        ({APPLE: Standing(absent=True), PROGRAMS: Standing(absent=True)}, []),
    ],
)
def test_what_chrome_or_firefox_refuses_is_not_bound(
    standings: Standings, reasons: list[Reason], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Apple's and the programs' absence stands against no bind, nor does an estimate."""
    root = Authority.root()
    leaf = root.leaf(SHOP, spec=PUBLIC)
    own = replace(certificate(7, SHOP), sha1=Sha1(""), sha256=None)
    anchors = known(monkeypatch, {root: standings})
    found = assess(own, NOW, chain=leaf.chain, is_exact=True, anchors=anchors, policy=Policy())
    assert [one.reason for one in (*found.against_name(SHOP), *found.against)] == reasons


@pytest.mark.parametrize(
    ("standings", "days"),
    [
        ({}, None),
        ({MOZILLA: Standing(off=(NOW + 20 * DAY).date())}, 20),
        ({CHROME: Standing(off=(NOW + 9 * DAY).date()),
          MOZILLA: Standing(off=(NOW + 20 * DAY).date())}, 9),
        ({MOZILLA: Standing(off=(NOW + 20 * DAY).date(), estimated=True)}, None),
        ({APPLE: Standing(off=(NOW + 20 * DAY).date())}, None),
    ],
)  # fmt: skip
def test_a_day_that_is_announced_for_the_root_ends_the_path(
    standings: Standings, days: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that it counts where certificates are chosen, and where their ends are watched."""
    root = Authority.root()
    leaf = root.leaf(SHOP, spec=PUBLIC)
    end = judge_chain(leaf.chain, known(monkeypatch, {root: standings}), NOW).end
    last = leaf.certificate.not_valid_after_utc
    if days is not None:
        midnight = (NOW + days * DAY).replace(hour=0, minute=0, second=0)
        last = midnight - timedelta(seconds=1)
    assert end == last


OWN = "*.oss-cn-hangzhou.aliyuncs.com"


@pytest.mark.parametrize(
    ("name", "root", "told"),
    [
        (OWN, "GlobalSign Root CA - R3", True),
        (OWN, "GlobalSign Root R46", True),
        (OWN, "ISRG Root X1", False),
        ("oss-cn-hangzhou.aliyuncs.com.shop.example", "GlobalSign Root R46", False),
    ],
)
def test_of_the_provider_s_own_certificate_the_days_are_told_with_whose_they_are(
    name: str, root: str, told: bool
) -> None:
    notes = provider_note((name,), (StoreVerdict(CHROME, True, root),))
    assert [one.kind for one in notes] == [FaultClass.PROVIDER_ROOT] * told
    for one in notes:
        assert root in one.detail
        days = ("2026-12-28", "2027-01-28", "2026-09-30", "2027-04-15", "2028-01-28")
        assert all(day in one.detail for day in days)
        assert all(owner in one.detail for owner in ("OSS's", "Chrome", "Mozilla"))


def test_a_certificate_for_a_product_s_names_alone_is_its_own() -> None:
    assert is_default(["*.oss-cn-hangzhou.aliyuncs.com", "oss-cn-hangzhou.aliyuncs.com"])
    assert is_default(["*.w.kunlunsl.com"])
    assert not is_default(["*.oss-cn-hangzhou.aliyuncs.com", "www.shop.example"])
    assert not is_default([])
