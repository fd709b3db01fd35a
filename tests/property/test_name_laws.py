"""Laws of host-name matching, and a second opinion on it."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from service_identity.exceptions import CertificateError
from service_identity.hazmat import DNS_ID, DNSPattern

from certbind.domain.trust.names import (
    InvalidNameError,
    covering_names,
    covers,
    explain_mismatch,
    is_sound_wildcard,
    parse_reference,
    probe_name,
)
from tests.property.strategies import LABELS, PAIRS, PRESENTED, REFERENCES, WILDCARD_PAIRS

WILDCARD_DOMAIN_PAIRS = (PAIRS | REFERENCES.map(lambda name: (f"*.{name}", name))).map(
    lambda pair: (pair[0], f".{pair[1]}")
)
"""The reference is a wildcard domain of CDN, and asks for all names one label below."""


@given(PAIRS)
def test_a_name_without_wildcard_covers_only_itself(pair: tuple[str, str]) -> None:
    presented, reference = pair
    assume("*" not in presented)
    expected = presented.lower() == reference
    assert covers(presented, reference) is expected


@given(PAIRS | WILDCARD_PAIRS)
def test_a_wildcard_covers_exactly_one_label_and_never_the_apex(pair: tuple[str, str]) -> None:
    presented, reference = pair
    assume(presented.startswith("*.") and covers(presented, reference))
    assert reference.count(".") == presented.count(".")
    assert not covers(presented, presented.removeprefix("*."))
    assert not covers(presented, f"x.{reference}")


@given(LABELS, LABELS, REFERENCES)
def test_a_wildcard_covers_every_label_alike(one: str, other: str, base: str) -> None:
    wildcard = f"*.{base}"
    assert covers(wildcard, f"{one}.{base}") is covers(wildcard, f"{other}.{base}")


@given(PRESENTED, st.ip_addresses())
def test_an_address_is_no_name_that_anything_could_cover(presented: str, address: object) -> None:
    for name in (presented, str(address), f"*.{str(address).partition('.')[2]}"):
        with pytest.raises(InvalidNameError):
            covers(name, str(address))


@given(PAIRS)
def test_case_does_not_matter_nor_one_trailing_dot_on_the_reference(
    pair: tuple[str, str],
) -> None:
    presented, reference = pair
    answer = covers(presented, reference)
    assert covers(presented.upper(), reference.swapcase()) is answer
    assert covers(presented, f"{reference}.") is answer
    assert not covers(f"{presented}.", reference)


@given(st.text(max_size=40) | PRESENTED | REFERENCES)
def test_reading_a_reference_raises_only_its_own_error_and_settles_at_once(text: str) -> None:
    try:
        domain = parse_reference(text)
    except InvalidNameError:
        return
    assert parse_reference(domain) == domain
    assert domain == domain.lower()
    assert domain.isascii()
    assert not domain.endswith(".")


@given(st.text(max_size=30) | PRESENTED, REFERENCES)
def test_any_presented_text_gets_an_answer_and_an_explanation(
    presented: str, reference: str
) -> None:
    assume(not covers(presented, reference))
    assert explain_mismatch((presented,), reference)


@given(PAIRS | WILDCARD_PAIRS | WILDCARD_DOMAIN_PAIRS)
def test_only_the_covering_names_can_cover(pair: tuple[str, str]) -> None:
    presented, domain = pair[0], parse_reference(pair[1])
    assume(covers(presented, domain))
    assert presented.lower() in covering_names(domain)


@given(WILDCARD_DOMAIN_PAIRS)
def test_what_covers_a_wildcard_domain_covers_the_name_that_is_probed(
    pair: tuple[str, str],
) -> None:
    presented, domain = pair[0], parse_reference(pair[1])
    assume(covers(presented, domain))
    assert covers(presented, probe_name(domain))


@given(PAIRS)
@example(("*.example.com", "a.example.com"))
@example(("*.example.com", "www"))
def test_service_identity_agrees(pair: tuple[str, str]) -> None:
    """But where it is known to differ: a wildcard for an A-label, or over a public suffix; what
    it calls an error covers nothing with us.
    """
    presented, reference = pair
    is_wildcard = presented.startswith("*.")
    assume(not (is_wildcard and reference.startswith("xn--")))
    assume(not is_wildcard or is_sound_wildcard(presented))
    try:
        verdict = DNS_ID(reference).verify(DNSPattern.from_bytes(presented.encode()))
    except CertificateError:
        verdict = False
    assert covers(presented, reference) is verdict


_U_LABELS = st.text("abzäßüéжцю例子漢_", min_size=1, max_size=12)
"""Latin, Cyrillic and Han, none of which asks for a context, with and without underscores."""


@given(st.lists(_U_LABELS, min_size=1, max_size=4))
@example(["_acme", "bücher", "example"])
@example(["bü_cher", "example"])
@example(["ab--cd", "bücher"])
def test_a_name_in_its_own_letters_is_the_name_of_its_a_labels(labels: list[str]) -> None:
    """Each label for itself by RFC 3492, beside whatever the others are."""
    a_labels = [
        label if label.isascii() else f"xn--{label.encode('punycode').decode()}"
        for label in labels
    ]
    read = parse_reference(".".join(labels))
    assert read == parse_reference(".".join(a_labels)) == ".".join(a_labels)
    assert covers(read, ".".join(labels))
