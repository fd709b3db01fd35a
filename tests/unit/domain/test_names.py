"""Reference identifiers and matching, as tables: RFC 9525 with the public-suffix rule."""

from __future__ import annotations

import pytest

from certbind.domain.model.identity import Domain
from certbind.domain.trust.names import (
    InvalidNameError,
    covering_names,
    covers,
    covers_any,
    covers_host,
    explain_mismatch,
    is_sound_wildcard,
    parse_reference,
    probe_name,
    short_wildcard,
    shown,
)

LONG_LABEL = "a" * 63
LONG_NAME = ".".join([LONG_LABEL, LONG_LABEL, LONG_LABEL, "a" * 61])  # 253 characters

MATCHES = [
    # presented, reference, covered
    ("shop.example.com", "shop.example.com", True),
    ("shop.example.com", "SHOP.Example.COM", True),
    ("Shop.EXAMPLE.com", "shop.example.com", True),
    ("shop.example.com", "shop.example.com.", True),
    ("shop.example.com.", "shop.example.com", False),  # malformed in a certificate
    ("example.com", "shop.example.com", False),
    ("shop.example.com", "example.com", False),
    ("ashop.example.com", "shop.example.com", False),
    ("localhost", "localhost", True),
    ("", "localhost", False),
    # one whole left-most label, exactly one
    ("*.example.com", "shop.example.com", True),
    ("*.EXAMPLE.com", "shop.example.com", True),
    ("*.example.com", "a.shop.example.com", False),
    ("*.example.com", "example.com", False),
    ("*.example.com", "shop.example.org", False),
    ("*.shop.example.com", "a.shop.example.com", True),
    ("*.example.com", "a_b.example.com", True),
    ("a_b.example.com", "a_b.example.com", True),
    # no partial, inner, repeated or lone wildcards
    ("s*.example.com", "shop.example.com", False),
    ("*p.example.com", "shop.example.com", False),
    ("s*p.example.com", "shop.example.com", False),
    ("xn--*.example.com", "xn--bcher-kva.example.com", False),
    ("shop.*.com", "shop.example.com", False),
    ("*.*.example.com", "a.shop.example.com", False),
    ("**.example.com", "shop.example.com", False),
    ("*", "localhost", False),
    ("*.", "localhost", False),
    ("*.example.com.", "shop.example.com", False),
    # a wildcard over a public suffix (ICANN section) or over one label
    ("*.com", "example.com", False),
    ("*.localdomain", "host.localdomain", False),
    ("*.co.uk", "example.co.uk", False),
    ("*.com.cn", "example.com.cn", False),
    ("*.example.com.cn", "shop.example.com.cn", True),
    ("*.kawasaki.jp", "example.kawasaki.jp", False),  # the list itself has `*.kawasaki.jp`
    ("*.appspot.com", "app.appspot.com", True),  # private section: its owner may
    ("*.oss-cn-hangzhou.aliyuncs.com", "assets.oss-cn-hangzhou.aliyuncs.com", True),
    ("co.uk", "co.uk", True),
    # internationalised
    ("xn--bcher-kva.example.com", "bücher.example.com", True),
    ("xn--bcher-kva.example.com", "xn--bcher-kva.example.com", True),
    ("xn--bcher-kva.example.com", "XN--BCHER-KVA.example.com", True),
    ("bücher.example.com", "bücher.example.com", False),  # no dNSName holds that
    ("*.example.com", "bücher.example.com", True),
    ("xn--fa-hia.example.com", "faß.example.com", True),  # IDNA2008: ß is not ss
    ("fass.example.com", "faß.example.com", False),
    # malformed presented names
    (".example.com", "shop.example.com", False),
    ("shop..example.com", "shop.example.com", False),
    ("shop.example.com\0.evil.test", "shop.example.com", False),
    (" shop.example.com", "shop.example.com", False),
    ("https://shop.example.com", "shop.example.com", False),
    ("*.0.2.1", "a.0.2.x1", False),
    # CDN's wildcard domain asks for all names one label below
    ("*.example.com", ".example.com", True),
    ("*.example.com", "*.example.com", True),
    ("*.EXAMPLE.com", ".example.com", True),
    ("shop.example.com", ".example.com", False),
    ("example.com", ".example.com", False),
    (".example.com", ".example.com", False),
    ("*.shop.example.com", ".example.com", False),
    ("*.example.com", ".shop.example.com", False),
    ("*.com.cn", ".com.cn", False),
]


@pytest.mark.parametrize(("presented", "reference", "covered"), MATCHES)
def test_covers_by_the_table(presented: str, reference: str, *, covered: bool) -> None:
    assert covers(presented, reference) is covered


REFERENCES = [
    ("shop.example.com", "shop.example.com"),
    ("SHOP.Example.com.", "shop.example.com"),
    (".Img.Example.com", ".img.example.com"),
    ("*.img.example.com", ".img.example.com"),
    ("*.img.example.com.", ".img.example.com"),
    ("bücher.example.com", "xn--bcher-kva.example.com"),
    ("*.bücher.example.com", ".xn--bcher-kva.example.com"),
    ("例子.测试", "xn--fsqu00a.xn--0zwm56d"),
    ("shop。example。com", "shop.example.com"),  # ideographic full stops separate labels
    ("a_b.example.com", "a_b.example.com"),
    ("localhost", "localhost"),
    ("1a.example.com", "1a.example.com"),
    (LONG_NAME, LONG_NAME),
]


@pytest.mark.parametrize(("text", "domain"), REFERENCES)
def test_reads_a_reference(text: str, domain: str) -> None:
    assert parse_reference(text) == domain


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "empty"),
        (".", "empty"),
        ("*", "'*'"),
        ("*.", "'*'"),
        ("..example.com", "empty label"),
        ("shop..example.com", "empty label"),
        ("shop.example.com..", "empty label"),
        ("shop example.com", "' '"),
        (" shop.example.com", "' '"),
        ("shop.example.com\n", "may hold"),
        ("shop\0.example.com", "may hold"),
        ("shop.*.com", "'*'"),
        ("*.*.example.com", "'*'"),
        ("https://shop.example.com", "'/'"),
        ("shop.example.com:443", "':'"),
        ("192.0.2.1", "IP address"),
        ("*.0.2.1", "IP address"),
        ("2001:db8::1", "IP address"),
        ("[2001:db8::1]", "IP address"),
        (f"a{LONG_LABEL}.example.com", "longer than 63"),
        (f"a{LONG_NAME}", "longer than 253"),
        ("a\u0378.example.com", "no domain name"),  # an unassigned code point
    ],
)
def test_refuses_what_is_no_reference_and_says_why(text: str, fault: str) -> None:
    with pytest.raises(InvalidNameError, match=fault.replace("*", r"\*")):
        parse_reference(text)


def test_a_reference_that_is_an_address_is_an_input_error_not_a_mismatch() -> None:
    with pytest.raises(InvalidNameError):
        covers("192.0.2.1", "192.0.2.1")


@pytest.mark.parametrize(
    ("names", "reference", "clause"),
    [
        (
            ("*.example.com", "example.com"),
            "a.b.example.com",
            "covers *.example.com, which is one label short for a.b.example.com",
        ),
        (
            ("*.example.com",),
            ".img.example.com",
            "covers *.example.com, which is one label short for .img.example.com",
        ),
        (
            ("*.example.com",),
            "example.com",
            "covers *.example.com, which does not include example.com itself",
        ),
        (
            ("*.com.cn",),
            "example.com.cn",
            "names *.com.cn, which browsers refuse: com.cn is a public suffix",
        ),
        (("a.test", "b.test"), "c.test", "covers only a.test, b.test"),
        (("a", "b", "c", "d", "e"), "f.test", "covers only a, b, c and 2 more"),
        (("*.example.com",), "a.b.c.example.com", "covers only *.example.com"),
        ((), "c.test", "names no domain at all"),
    ],
)
def test_explains_a_mismatch_in_one_clause(
    names: tuple[str, ...], reference: str, clause: str
) -> None:
    assert explain_mismatch(names, reference) == clause


def test_asks_an_edge_for_a_label_below_a_wildcard_domain() -> None:
    assert probe_name(Domain(".img.example.com")) == "certbind-check.img.example.com"
    assert probe_name(Domain("img.example.com")) == "img.example.com"


def test_the_probed_name_is_covered_by_what_covers_the_wildcard_domain() -> None:
    assert covers("*.img.example.com", probe_name(Domain(".img.example.com")))


def test_one_presented_name_that_covers_is_enough() -> None:
    assert covers_any(("x.test", "*.example.com"), "a.example.com")
    assert covers_any(("x.test", "A.Example.com"), "a.example.com")
    assert covers_any(("*.example.com",), ".example.com")
    assert not covers_any(("\u212aa.example.com",), "ka.example.com"), "a letter that looks alike"
    assert not covers_any((), "a.example.com")


@pytest.mark.parametrize(
    ("domain", "short"),
    [
        ("a.b.example.com", "*.example.com"),
        (".b.example.com", "*.example.com"),
        ("b.example.com", None),  # *.com is nobody's
        ("b.example.com.cn", None),
        ("com", None),
    ],
)
def test_finds_the_wildcard_that_ends_one_label_short(domain: str, short: str | None) -> None:
    assert short_wildcard(Domain(domain)) == short


def test_names_all_presented_identifiers_that_can_cover_a_domain() -> None:
    assert covering_names(Domain("a.example.com")) == ("a.example.com", "*.example.com")
    assert covering_names(Domain(".example.com")) == ("*.example.com",)


def test_a_wildcard_is_sound_only_over_a_registered_name() -> None:
    assert is_sound_wildcard("*.example.com")
    assert not is_sound_wildcard("*.com")
    assert not is_sound_wildcard("*.co.uk")
    assert not is_sound_wildcard("*.2.1")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("www.example.com", "www.example.com"),
        ("xn--fsq092h.example.com", "示例.example.com"),
        (".xn--fsq092h.com", ".示例.com"),
        ("xn--0.example.com", "xn--0.example.com"),
    ],
)
def test_a_name_is_told_in_its_own_letters_where_it_has_some(name: str, told: str) -> None:
    """A label that is no IDNA2008 one stays as it is."""
    assert shown(Domain(name)) == told


@pytest.mark.parametrize(
    ("names", "addresses", "host", "covered"),
    [
        (("*.example.com",), (), "shop.example.com", True),
        (("*.example.com",), (), "example.com", False),
        ((), ("192.0.2.1",), "192.0.2.1", True),
        (("192.0.2.1",), (), "192.0.2.1", False),  # a dNSName is no address
        ((), ("2001:db8::1",), "2001:db8::1", True),
        ((), ("192.0.2.1",), "192.0.2.2", False),
        (("192.0.2.1",), ("192.0.2.1",), "192.0.2.1", True),
        (("*.0.2.1",), (), "192.0.2.1", False),
        (("a.example.com", "shop.example.com"), (), "shop.example.com", True),
        ((".example.com",), (), ".example.com", False),  # CDN's form asks for all names below
        (("*.example.com",), (), ".example.com", True),
        (("*.com",), (), "example.com", False),
        (("shop.7",), (), "shop.7", False),  # a last label of digits makes it an address
        (("shop.7a",), (), "shop.7a", True),
        (("a..example.com",), (), "a..example.com", False),
    ],
)
def test_a_host_is_covered_by_a_name_or_by_its_very_address(
    names: tuple[str, ...], addresses: tuple[str, ...], host: str, covered: bool
) -> None:
    assert covers_host(names, addresses, Domain(host)) is covered


def test_an_address_that_is_not_named_is_said_so() -> None:
    told = explain_mismatch(("shop.example.com",), "192.0.2.1")
    assert told == "names no address 192.0.2.1: it is for shop.example.com"
    assert explain_mismatch((), "192.0.2.1") == "names no address 192.0.2.1: it is for no name"
