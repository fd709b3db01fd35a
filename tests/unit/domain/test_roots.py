"""Where a chain can end, and what a client has of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import certifi
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from certbind.adapters.calls.pem import sha256_of
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.roots import endings
from certbind.domain.trust.roots.endings import endings_of
from certbind.domain.trust.roots.installing import COMMANDS, LINUX, OTHERS, System, family_of
from certbind.domain.trust.roots.wanted import WANTED, Need, client_of
from certbind.domain.trust.stores.asked import Refusal
from certbind.domain.trust.stores.calendar import Calendar, Root, Store, calendar
from certbind.domain.words.labels import LABELS
from tests.fakes.certificates import (
    CA_SPEC,
    DAY,
    NOW,
    Authority,
    pem_of,
    self_signed,
)
from tests.unit.domain.test_root_stores_on_chains import CUT, MOZILLA, PUBLIC, known

SHOP = "www.shop.example"
R1 = "GlobalSign Root CA"
CERTIFI = Path(certifi.where()).read_text(encoding="utf-8")


def crossed(old: Authority, new: Authority, days: int = 400) -> tuple[bytes, ...]:
    """The new root's key below the old root, as a server adds it."""
    key, subject = new.issued.key, "New Root"
    return old.subordinate(
        subject, replace(CA_SPEC, key=key, not_after=NOW + days * DAY)
    ).issued.chain


def under(root: Authority, *more: bytes) -> tuple[bytes, ...]:
    leaf = root.subordinate().leaf(SHOP, spec=replace(PUBLIC, not_after=NOW + 60 * DAY))
    return (*leaf.chain, *more)


def test_each_root_that_can_end_the_chain_is_told_with_its_own_path_and_stores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, new = Authority.root("Old Root"), Authority.root("New Root")
    anchors = known(monkeypatch, {old: {Store.CHROME: CUT}, new: {}})
    found = endings_of(under(new, *crossed(old, new, 20)), anchors, NOW)
    assert (found.leaf, found.faults) == ("leaf", ())
    first, second = found.roots
    assert first.path == ("leaf", "Test Intermediate", "New Root")
    assert second.path == ("leaf", "Test Intermediate", "New Root", "Old Root")
    assert (first.ends, first.ends_first) == (NOW + 60 * DAY, "leaf")
    assert (second.ends, second.ends_first) == (NOW + 20 * DAY, "New Root")
    assert first.sha256 == sha256_of(new.issued.der)
    assert [one.takes for one in first.stores] == [True, True, True, True]
    chrome, mozilla, *_ = second.stores
    assert (chrome.takes, chrome.refusal, chrome.cut) == (False, Refusal.CUT, CUT.cut)
    assert (mozilla.store, mozilla.takes, mozilla.refusal) == (MOZILLA, True, None)
    assert found.checked == found.roots


def test_of_two_paths_to_one_root_the_one_that_lasts_counts() -> None:
    root = Authority.root()
    key = root.subordinate().issued.key
    short = root.subordinate("CA", replace(CA_SPEC, key=key, not_after=NOW + 5 * DAY))
    long = root.subordinate("CA", replace(CA_SPEC, key=key))
    leaf = short.leaf(SHOP)
    for chain in (
        (leaf.der, short.issued.der, long.issued.der),
        (leaf.der, long.issued.der, short.issued.der),
    ):
        (one,) = endings_of(chain, TrustAnchors.from_pem(pem_of(root)), NOW).roots
        assert one.ends == NOW + 60 * DAY


def test_a_private_root_has_no_store_and_a_name_of_its_own() -> None:
    root = Authority.root("Ours")
    anchors = TrustAnchors.from_pem(pem_of(root))
    (one,) = endings_of(root.leaf(SHOP).chain, anchors, NOW).roots
    assert (one.name, one.stores, one.is_checked) == ("Ours", (), True)


def test_a_root_that_nobody_carries_any_more_is_named_and_told_apart() -> None:
    """GlobalSign R1: in no bundle of today, and old devices end there over its cross-sign."""
    old, new = Authority.root(R1), Authority.root("New Root")
    anchors = TrustAnchors.from_pem(pem_of(new))
    checked, named = endings_of(under(new, *crossed(old, new)), anchors, NOW).roots
    assert (checked.name, checked.is_checked) == ("New Root", True)
    assert (named.name, named.is_checked, named.ends) == (R1, False, None)
    assert named.path == ("leaf", "New Root", R1)
    assert calendar().roots[named.sha256].name == R1
    assert [one.takes for one in named.stores] == [False, False, True, False]
    assert [one.refusal for one in named.stores] == [
        Refusal.ABSENT, Refusal.DROPPED, None, Refusal.ABSENT,
    ]  # fmt: skip


def test_a_leaf_straight_below_such_a_root_names_it_too() -> None:
    found = endings_of(Authority.root(R1).leaf(SHOP).chain, TrustAnchors.from_pem(CERTIFI), NOW)
    (named,) = found.roots
    assert named.path == ("leaf", R1)
    assert [fault.kind for fault in found.faults] == [FaultClass.CHAIN_INCOMPLETE]
    assert found.checked == ()


def test_a_root_that_is_served_itself_is_told_where_its_chain_leads_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, new, other = (Authority.root(name) for name in ("Old Root", "New Root", "Unrelated"))
    standings: dict[str, Root] = {
        sha256_of(one.issued.der): Root(name, {})
        for one, name in ((old, "Once Everywhere"), (other, "Unrelated"))
    }
    made = Calendar(NOW.date(), "", standings, {})
    monkeypatch.setattr(endings, "calendar", lambda: made)
    served = (old.issued.der, other.issued.der)
    chain = under(new, *crossed(old, new), *served)
    checked, named = endings_of(chain, TrustAnchors.from_pem(pem_of(new)), NOW).roots
    assert checked.name == "New Root"
    assert (named.name, named.path) == ("Once Everywhere", ("leaf", "Once Everywhere"))
    anchors = TrustAnchors.from_pem(pem_of(new, old))
    assert [one.is_checked for one in endings_of(chain, anchors, NOW).roots] == [True, True]


@pytest.mark.parametrize(
    ("chain", "kind"),
    [
        ((), FaultClass.INVALID),
        ((b"rubbish",), FaultClass.INVALID),
        (self_signed(SHOP).chain, FaultClass.SELF_SIGNED),
        (Authority.root().leaf(SHOP).chain, FaultClass.CHAIN_INCOMPLETE),
    ],
)
def test_a_chain_that_ends_nowhere_is_told_with_its_fault(
    chain: tuple[bytes, ...], kind: FaultClass
) -> None:
    found = endings_of(chain, TrustAnchors.from_pem(CERTIFI), NOW)
    assert ([one.kind for one in found.faults], found.roots) == ([kind], ())


def test_a_pure_sm2_chain_ends_nowhere_for_browsers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certbind.domain.trust.roots.endings.is_sm2", lambda _: True)
    assert endings_of(self_signed(SHOP).chain, TrustAnchors.from_pem(CERTIFI), NOW).roots == ()


def test_the_wanted_roots_are_the_calendar_s_with_words_of_their_own() -> None:
    for one in WANTED:
        assert one.name.removesuffix(" (R1)") == calendar().roots[one.sha256].name
        assert one.url.startswith("https://")
        assert f"roots.use.{one.key}" in LABELS


def test_programs_with_certifi_have_all_but_those_that_are_needed_nowhere() -> None:
    named = TrustAnchors.from_pem(CERTIFI).by_subject.values()
    ders = [one.public_bytes(Encoding.DER) for each in named for one in each]
    client = client_of("certifi", [*ders, b"rubbish"], 2, NOW.date())
    lacks = {one.wanted.key for one in client.held if not one.is_there}
    assert lacks == {"r1", "root_yr", "root_ye"}
    assert (client.missed, client.unread) == ((), 3)
    assert len(client.sha256s) == len(set(ders))


def test_what_a_client_must_have_goes_when_its_root_goes() -> None:
    for day, must in (
        (date(2027, 4, 14), ["r46", "r3", "digicert_g2"]),
        (date(2027, 4, 15), ["r46", "digicert_g2"]),
        (date(2029, 4, 15), ["r46"]),
    ):
        client = client_of("empty", (), 0, day)
        assert [one.wanted.key for one in client.missed] == must
        assert {one.need for one in client.held if one.wanted.key == "r1"} == {Need.NOT}


@pytest.mark.parametrize(
    ("release", "system"),
    [
        ({"ID": "debian"}, System.DEBIAN),
        ({"ID": "ubuntu", "ID_LIKE": "debian"}, System.DEBIAN),
        ({"ID": "alinux", "ID_LIKE": "rhel fedora centos anolis"}, System.RED_HAT),
        ({"ID": "openEuler"}, System.RED_HAT),
        ({"ID": "kylin"}, System.RED_HAT),
        ({"ID": "kylin", "ID_LIKE": "debian"}, System.DEBIAN),
        ({"ID": "opensuse-leap", "ID_LIKE": "suse opensuse"}, System.SUSE),
        ({"ID": "alpine"}, System.ALPINE),
        ({"ID": "manjaro", "ID_LIKE": "arch"}, System.ARCH),
        ({"ID": "nixos"}, None),
        ({}, None),
    ],
)
def test_the_family_of_a_distribution(release: dict[str, str], system: System | None) -> None:
    assert family_of(release) is system


def test_every_kind_of_system_has_its_commands_and_a_name() -> None:
    assert {*LINUX, *OTHERS} == set(System) == COMMANDS.keys()
    assert all(f"roots.system.{one.value}" in LABELS for one in System)
    assert all("FILE" in " ".join(COMMANDS[one]) for one in System if one is not System.CERTIFI)
