"""The chain in order, completed and without what does not belong there, whatever came in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from certbind.adapters.calls.pem import certificates
from certbind.domain.trust.anchors import TrustAnchors
from certbind.domain.trust.chain import check_chain
from certbind.domain.trust.material import chain_order, leaf_of
from certbind.domain.trust.material.bundle import MOST_CERTIFICATES, Bundle, assemble
from certbind.domain.trust.material.refusals import AmbiguousFilesError, MaterialFileError
from certbind.domain.trust.material.values import Contents, HeldKey
from certbind.domain.trust.paths.signatures import is_signed_by
from tests.fakes.certificates import CA_SPEC, DAY, NOW, Authority, Issued, Spec, pem_of
from tests.unit.material.making import read, traditional

ROOT = Authority.root()
UPPER = ROOT.subordinate("Upper CA")
LOWER = UPPER.subordinate("Lower CA")
LEAF = LOWER.leaf("www.example.com", subject="www")
STRANGER = Authority.root("Stranger").subordinate("Stranger CA")
ANCHORS = TrustAnchors.from_pem(pem_of(ROOT))
(KEY,) = read(traditional(LEAF.key)).keys


def made(
    *ders: bytes,
    pool: tuple[bytes, ...] = (),
    key: HeldKey | None = KEY,
    anchors: TrustAnchors = ANCHORS,
) -> Bundle:
    keys = () if key is None else (key,)
    return assemble([Contents("file", ders, keys)], pool, anchors, NOW)


@given(st.data())
def test_any_permutation_of_a_chain_with_doubles_comes_out_in_order(data: st.DataObject) -> None:
    """Of the whole chain, its root, a stranger, and repeats of any of them."""
    whole = [*LEAF.chain, ROOT.issued.der, STRANGER.issued.der]
    repeats = data.draw(st.lists(st.sampled_from(whole), max_size=5))
    mixed = data.draw(st.permutations(whole + repeats))
    with_key = data.draw(st.booleans())
    cut = data.draw(st.integers(0, len(mixed)))
    files = [Contents("a", tuple(mixed[:cut])), Contents("b", tuple(mixed[cut:]))]
    if with_key:
        files.append(Contents("c", (), (KEY,)))
    bundle = assemble(files, (), ANCHORS, NOW)
    assert bundle.chain == LEAF.chain
    assert bundle.missing is None
    assert check_chain(bundle.chain, ANCHORS, NOW) == ()
    assert certificates(bundle.chain_pem) == LEAF.chain


def test_what_is_written_has_lf_64_columns_and_nothing_between_blocks() -> None:
    lines = made(*LEAF.chain).chain_pem.split("\n")
    assert max(map(len, lines)) == 64
    assert lines.count("") == 1
    assert lines[-1] == ""


def test_what_is_left_out_is_told() -> None:
    notes = made(*LEAF.chain, ROOT.issued.der, STRANGER.issued.der).notes
    assert notes == (
        "left out: Test Root, a root: whoever trusts it has it",
        "left out: Stranger CA, not on the way to a root",
    )


def test_a_missing_intermediate_is_completed_from_the_pool_and_no_further() -> None:
    pool = (STRANGER.issued.der, UPPER.issued.der, b"junk", ROOT.issued.der, LOWER.issued.der)
    assert made(LEAF.der, pool=pool).chain == LEAF.chain
    assert made(LEAF.der, LOWER.issued.der, pool=pool).chain == LEAF.chain
    assert made(*LEAF.chain, pool=pool).chain == LEAF.chain


def test_one_that_nobody_has_is_named_with_the_place_where_its_ca_keeps_it() -> None:
    spec = Spec(issuer_at="http://ca.example/lower.crt", key=LEAF.key)
    bundle = made(LOWER.leaf("www.example.com", subject="www", spec=spec).der)
    assert bundle.missing is not None
    assert str(bundle.missing) == (
        "Lower CA, which signed www, is neither here nor a root of browsers. The CA has it at "
        "http://ca.example/lower.crt: download it and give it with --pool."
    )
    above = made(LEAF.der, LOWER.issued.der).missing
    assert above is not None
    assert (above.issuer, above.of, above.places) == ("Upper CA", "Lower CA", ())


def test_a_root_that_nobody_trusts_makes_the_chain_whole_all_the_same() -> None:
    """That it is not trusted is the judge's word."""
    nobody = TrustAnchors.from_pem(STRANGER.issued.pem)
    assert made(*LEAF.chain, anchors=nobody).missing is not None
    with_root = made(*LEAF.chain, ROOT.issued.der, anchors=nobody)
    assert (with_root.missing, with_root.chain) == (None, LEAF.chain)


OLD = Authority.root("Old Root")
SOON = replace(CA_SPEC, key=ROOT.issued.key, not_after=NOW + 500 * DAY)
CROSS = OLD.subordinate("Test Root", SOON)
BOTH = TrustAnchors.from_pem(pem_of(ROOT, OLD))


def test_a_cross_signed_root_that_was_given_stays_and_one_of_the_pool_is_not_added() -> None:
    """Older devices find their root by it; a CA that wants it sends it."""
    crossed = (*LEAF.chain, CROSS.issued.der)
    for anchors in (ANCHORS, BOTH, TrustAnchors.from_pem(pem_of(OLD))):
        given_with_root = made(ROOT.issued.der, *reversed(crossed), anchors=anchors)
        assert given_with_root.chain == crossed
    assert made(*LEAF.chain, pool=(CROSS.issued.der,), anchors=BOTH).chain == LEAF.chain
    only_old = TrustAnchors.from_pem(pem_of(OLD))
    assert made(*LEAF.chain, pool=(CROSS.issued.der,), anchors=only_old).chain == crossed


def test_of_a_pool_no_more_is_taken_than_is_needed_though_it_lasts_longer() -> None:
    later = OLD.subordinate("Test Root", replace(SOON, not_after=NOW + 3000 * DAY))
    assert made(*LEAF.chain, pool=(later.issued.der,), anchors=BOTH).chain == LEAF.chain


def test_a_way_to_a_root_goes_before_a_longer_one_to_nowhere_or_to_one_that_nobody_trusts() -> (
    None
):
    """Three more certificates were given of the other way, which ends at a stranger's root."""
    far = Authority.root("Far Root")
    one = far.subordinate("Far 1")
    two = one.subordinate("Far 2")
    other = two.subordinate("Lower CA", replace(CA_SPEC, key=LOWER.issued.key))
    given_all = (*LEAF.chain, other.issued.der, two.issued.der, one.issued.der)
    nobody = TrustAnchors.from_pem(STRANGER.issued.pem)
    assert made(*given_all, far.issued.der).chain == LEAF.chain
    assert made(*given_all, ROOT.issued.der, anchors=nobody).chain == LEAF.chain


def test_a_cross_sign_that_has_ended_is_left_out() -> None:
    ended = OLD.subordinate(
        "Test Root", replace(CA_SPEC, key=ROOT.issued.key, not_after=NOW - DAY)
    )
    assert made(*LEAF.chain, ended.issued.der, anchors=BOTH).chain == LEAF.chain


@given(st.permutations(range(3)))
def test_of_several_certificates_of_one_ca_the_valid_and_later_one_counts(
    order: list[int],
) -> None:
    spec = replace(CA_SPEC, key=LOWER.issued.key)
    ended = UPPER.subordinate("Lower CA", replace(spec, not_after=NOW - DAY))
    later = UPPER.subordinate("Lower CA", replace(spec, not_after=NOW + 3000 * DAY))
    three = [ended.issued.der, later.issued.der, LOWER.issued.der]
    bundle = made(LEAF.der, UPPER.issued.der, *(three[at] for at in order))
    assert bundle.chain == (LEAF.der, later.issued.der, UPPER.issued.der)


def test_a_ca_of_the_same_name_with_another_key_is_not_taken() -> None:
    double = UPPER.subordinate("Lower CA")
    bundle = made(LEAF.der, double.issued.der, pool=LEAF.chain)
    assert bundle.chain == LEAF.chain
    assert "left out: Lower CA, not on the way to a root" in bundle.notes


def test_many_certificates_of_one_name_that_sign_each_other_cost_a_bounded_number_of_signatures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All of one key, each an issuer of all others, and none of a root."""
    checked: list[int] = []

    def counted(child: x509.Certificate, issuer: x509.Certificate) -> bool:
        checked.append(1)
        return is_signed_by(child, issuer)

    monkeypatch.setattr(chain_order, "is_signed_by", counted)
    spec = replace(CA_SPEC, key=LOWER.issued.key)
    lower, upper = (Authority.root(name, spec) for name in ("Lower CA", "Ring"))
    rings = ((upper, "Lower CA"), (lower, "Ring"))
    many = [
        issuer.subordinate(name, replace(spec, serial=number)).issued.der
        for issuer, name in rings
        for number in range(1, 120)
    ]
    bundle = made(LEAF.der, *many)
    assert bundle.chain[0] == LEAF.der
    assert len(checked) <= 600


def test_many_cas_without_a_key_are_not_compared_with_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(leaf_of, "is_signed_by", None)
    spec = replace(CA_SPEC, key=UPPER.issued.key)
    many = [
        UPPER.subordinate("Upper CA", replace(spec, serial=number)).issued.der
        for number in range(1, 60)
    ]
    with pytest.raises(AmbiguousFilesError, match="There are 59 certificates that may be"):
        made(*many, key=None)


def test_more_certificates_than_anybody_has_are_not_sorted_out() -> None:
    many = (LEAF.der, *(leaf(number).der for number in range(MOST_CERTIFICATES)))
    with pytest.raises(AmbiguousFilesError, match="at most 256"):
        made(*many)
    assert made(LEAF.der, pool=(*many[1:], *LEAF.chain)).chain == LEAF.chain


def leaf(number: int) -> Issued:
    return LOWER.leaf("x.example.com", spec=Spec(key=LEAF.key, serial=number + 1))


def test_a_certificate_that_cannot_be_read_is_an_error_of_its_file() -> None:
    with pytest.raises(MaterialFileError, match="cannot be read") as refused:
        made(LEAF.der[:-5])
    assert refused.value.subject == "file"
