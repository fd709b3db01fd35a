"""Relatives of what once was a false "ok": forms that a library reads and browsers do not.

Each of the first false ones was a certificate whose extensions, signature or fetched issuer had a
form that the library takes; here are its kin, over every part of a certificate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cryptography import x509

from tests.judge.cases import (
    ANY_POLICY,
    CA_USAGE,
    EXPLICIT,
    HOST,
    MAIL,
    OCSP,
    OTHER_POLICY,
    POINTS,
    POLICY,
    SIGNING,
    STAPLE,
    Case,
    Change,
    both,
    ca,
    depth,
    leaf,
    names,
    raw,
    root,
    rubbish,
    served,
    with_ca,
    with_leaf,
)
from tests.judge.making import (
    EXTENSIONS,
    ISSUER,
    KEY,
    SUBJECT,
    VALIDITY,
    Extension,
    integer,
    oid_of,
    wrap,
)

NULL, YES, NO = b"\x05\x00", b"\x01\x01\xff", b"\x01\x01\x00"
BASIC, USAGE, SAN, PURPOSES = "2.5.29.19", "2.5.29.15", "2.5.29.17", "2.5.29.37"
CONSTRAINTS, POLICIES, POLICY_LIMITS, ANY_LIMIT, MAPPINGS = (
    "2.5.29.30", "2.5.29.32", "2.5.29.36", "2.5.29.54", "2.5.29.33",
)  # fmt: skip


def with_root(*extensions: Extension) -> Change:
    return root(more=extensions)


def plain(oid: str) -> bytes:
    """An algorithm without parameters."""
    return wrap(0x30, oid_of(oid))


def with_null(oid: str) -> bytes:
    """An algorithm with the parameter NULL."""
    return wrap(0x30, oid_of(oid) + NULL)


def pss(hashed: str, masked: str, salt: int, more: bytes = b"") -> bytes:
    """RSASSA-PSS (RFC 4055) with these parameters."""
    mask = wrap(0x30, oid_of("1.2.840.113549.1.1.8") + with_null(masked))
    told = wrap(0xA0, with_null(hashed)) + wrap(0xA1, mask) + wrap(0xA2, integer(salt))
    return wrap(0x30, oid_of("1.2.840.113549.1.1.10") + wrap(0x30, told + more))


RSA_SHA256, EC_SHA256 = "1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2"
SHA1, SHA256 = "1.3.14.3.2.26", "2.16.840.1.101.3.4.2.1"
DNS = wrap(0x82, HOST.encode())


def dns_names(*shown: bytes) -> Change:
    value = wrap(0x30, b"".join(shown))
    return both(names(), with_leaf((raw(SAN, value), False)))


def swapped(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Of a field whose new content is as long as the old."""
    return lambda field: field.replace(old, new)


def spki_as(algorithm: bytes) -> Callable[[bytes], bytes]:
    """The same key under another algorithm."""

    def edit(field: bytes) -> bytes:
        content = field[field.index(b"\x03\x82", 4) :]
        return wrap(0x30, algorithm + content)

    return edit


def dates(begin: bytes, end: bytes) -> Callable[[bytes], bytes]:
    """The validity to the letter."""
    return lambda _: wrap(0x30, begin + end)


def named(tag: int, text: bytes) -> Callable[[bytes], bytes]:
    """A name of one common name in this kind of string."""
    attribute = wrap(0x30, oid_of("2.5.4.3") + wrap(tag, text))
    return lambda _: wrap(0x30, wrap(0x31, attribute))


def doubled(field: bytes) -> bytes:
    """The extensions, each of them twice."""
    listed = content(content(field))
    return wrap(0xA3, wrap(0x30, listed * 2))


def content(element: bytes) -> bytes:
    """Of a DER element, without its tag and length."""
    return element[2 if element[1] < 0x80 else 2 + (element[1] & 0x7F) :]


def fetched(*changes: Change) -> Change:
    """A lone leaf that says where its issuer is, and an issuer with these changes."""
    return both(
        *changes,
        lambda case: replace(case, says_its_issuer=True),
        served(lambda w: [w.leaf.der]),
    )


def self_issued(**values: Any) -> Change:
    """Two intermediates of one name, the upper one with these values."""

    def change(case: Case) -> Case:
        upper = replace(case.cas[0], **values)
        return replace(case, cas=(upper, replace(case.cas[1], subject=upper.subject, twin=3)))

    return both(depth(2), change)


def limits(*parts: bytes) -> Change:
    """Name constraints of the lowest intermediate, to the letter."""
    return with_ca((raw(CONSTRAINTS, wrap(0x30, b"".join(parts))), True))


def subtree(kind: int, value: bytes, more: bytes = b"") -> bytes:
    return wrap(0x30, wrap(kind, value) + more)


RELATIVES: dict[str, dict[str, Change]] = {
    "root-extension": {
        "points-critical": with_root((POINTS, True)),
        "access-critical": with_root((OCSP, True)),
        "policy-critical": with_root((POLICY, True)),
        "explicit-policy": with_root((EXPLICIT, True)),
        "purpose-mail": root(purposes=(MAIL,)),
        "basic-rubbish": both(root(ca=None), with_root((rubbish(BASIC), True))),
        "usage-rubbish": both(root(usage=None), with_root((rubbish(USAGE), True))),
        "names-rubbish": with_root((rubbish(SAN), False)),
        "points-rubbish": with_root((rubbish("2.5.29.31"), False)),
        "serial-zero": root(serial=0),
        "serial-negative": root(serial=-7),
        "key-exponent-3": root(key="rsa2048e3"),
        "excluded": root(excluded=("shop.test",)),
        "twice-the-same": root(edits=((EXTENSIONS, doubled),)),
    },
    "fetched": {
        "sound": fetched(),
        "expired": fetched(ca(end=-1)),
        "not-a-ca": fetched(ca(ca=False, usage=SIGNING)),
        "forged": fetched(ca(forged=True)),
        "sha1": fetched(ca(hash_="sha1")),
        "client": fetched(ca(purposes=(MAIL,))),
        "below-untrusted": both(fetched(), lambda case: replace(case, trusted=False)),
        "names-other": both(fetched(), names("other.shop.test")),
        "leaf-expired": both(fetched(), leaf(begin=-60, end=-1)),
    },
    "algorithm": {
        "ec-with-null": leaf(algorithm=with_null(EC_SHA256)),
        "ca-ec-with-null": ca(algorithm=with_null(EC_SHA256)),
        "rsa-without-null": both(ca(key="rsa2048"), leaf(algorithm=plain(RSA_SHA256))),
        "ca-rsa-without-null": both(
            root(key="rsa2048"), ca(algorithm=plain(RSA_SHA256))
        ),
        "pss-mask-sha1": both(
            ca(key="rsa2048"), leaf(hash_="pss256", algorithm=pss(SHA256, SHA1, 32))
        ),
        "pss-salt-20": both(
            ca(key="rsa2048"), leaf(hash_="pss256", salt=20, algorithm=pss(SHA256, SHA256, 20))
        ),
        "pss-salt-64": both(
            ca(key="rsa2048"), leaf(hash_="pss256", salt=64, algorithm=pss(SHA256, SHA256, 64))
        ),
        "pss-trailer": both(
            ca(key="rsa2048"),
            leaf(hash_="pss256", algorithm=pss(SHA256, SHA256, 32, wrap(0xA3, integer(1)))),
        ),
        "ca-pss-salt-20": both(
            root(key="rsa2048"), ca(hash_="pss256", salt=20, algorithm=pss(SHA256, SHA256, 20))
        ),
        "ca-key-pss": ca(key="rsa2048", edits=((KEY, spki_as(plain("1.2.840.113549.1.1.10"))),)),
        "root-key-pss": root(
            key="rsa2048", edits=((KEY, spki_as(plain("1.2.840.113549.1.1.10"))),)
        ),
        "ca-key-without-null": ca(
            key="rsa2048", edits=((KEY, spki_as(plain("1.2.840.113549.1.1.1"))),)
        ),
        "leaf-key-without-null": leaf(
            key="rsa2048", edits=((KEY, spki_as(plain("1.2.840.113549.1.1.1"))),)
        ),
        "root-rsa-without-null": root(
            key="rsa2048", algorithm=plain(RSA_SHA256)
        ),
    },
    "encoding": {
        "ca-false-told": with_leaf((raw(BASIC, wrap(0x30, NO)), True)),
        "path-length-on-leaf": with_leaf((raw(BASIC, wrap(0x30, integer(0))), True)),
        "ca-path-length-300": both(
            ca(ca=None), with_ca((raw(BASIC, wrap(0x30, YES + integer(300))), True))
        ),
        "ca-path-length-255": both(
            ca(ca=None), with_ca((raw(BASIC, wrap(0x30, YES + integer(255))), True))
        ),
        "root-path-length-300": both(
            root(ca=None), with_root((raw(BASIC, wrap(0x30, YES + integer(300))), True))
        ),
        "ca-path-length-negative": both(
            ca(ca=None), with_ca((raw(BASIC, wrap(0x30, YES + integer(-1))), True))
        ),
        "ca-basic-and-more": both(
            ca(ca=None), with_ca((raw(BASIC, wrap(0x30, YES) + b"\x00"), True))
        ),
        "usage-of-three-bytes": both(
            leaf(usage=None), with_leaf((raw(USAGE, b"\x03\x04\x00\x80\x00\x01"), True))
        ),
        "usage-loose-zeros": both(
            leaf(usage=None), with_leaf((raw(USAGE, b"\x03\x02\x00\x80"), True))
        ),
        "usage-dirty-bits": both(
            leaf(usage=None), with_leaf((raw(USAGE, b"\x03\x02\x07\x81"), True))
        ),
        "purposes-twice": both(leaf(purposes=None), with_leaf((raw(
            PURPOSES, wrap(0x30, oid_of("1.3.6.1.5.5.7.3.1") * 2)), False))),
        "ca-extension-twice": ca(edits=((EXTENSIONS, doubled),)),
        "no-extensions-in-ca": ca(edits=((EXTENSIONS, lambda _: wrap(0xA3, wrap(0x30, b""))),)),
        "generalized-time": leaf(edits=((VALIDITY, dates(
            wrap(0x18, b"20260101000000Z"), wrap(0x18, b"20271231235959Z"))),)),
        "ca-generalized-time": ca(edits=((VALIDITY, dates(
            wrap(0x18, b"20260101000000Z"), wrap(0x18, b"20271231235959Z"))),)),
        "utc-without-seconds": ca(edits=((VALIDITY, dates(
            wrap(0x17, b"2601010000Z"), wrap(0x17, b"2712312359Z"))),)),
        "fraction-of-a-second": ca(edits=((VALIDITY, dates(
            wrap(0x18, b"20260101000000.5Z"), wrap(0x18, b"20271231235959.5Z"))),)),
        "ends-before-it-begins": ca(edits=((VALIDITY, dates(
            wrap(0x17, b"271231235959Z"), wrap(0x17, b"260101000000Z"))),)),
        "ends-in-9999": leaf(edits=((VALIDITY, dates(
            wrap(0x17, b"260101000000Z"), wrap(0x18, b"99991231235959Z"))),)),
        "ca-and-more-behind": ca(after=b"\x00"),
        "version-2": leaf(edits=((0, lambda _: wrap(0xA0, integer(1))),)),
        "version-4": ca(edits=((0, lambda _: wrap(0xA0, integer(3))),)),
        "version-1-told": ca(edits=((0, lambda _: wrap(0xA0, integer(0))),)),
    },
    "subject": {
        "latin": leaf(edits=((SUBJECT, named(0x14, b"caf\xe9")),)),
        "bmp": leaf(edits=((SUBJECT, named(0x1E, "shop".encode("utf-16-be"))),)),
        "not-utf-8": leaf(edits=((SUBJECT, named(0x0C, b"\xff\xfe")),)),
        "printable-with-star": leaf(edits=((SUBJECT, named(0x13, b"*.shop.test")),)),
        "printable-with-underscore": leaf(edits=((SUBJECT, named(0x13, b"a_b@c")),)),
        "long": leaf(edits=((SUBJECT, named(0x0C, b"n" * 200)),)),
        "empty-value": leaf(edits=((SUBJECT, named(0x0C, b"")),)),
        "integer-for-a-string": leaf(edits=((SUBJECT, named(0x02, b"\x05")),)),
        "issuer-in-other-case": leaf(edits=((ISSUER, swapped(b"Judge", b"JUDGE")),)),
        "issuer-in-printable": leaf(
            edits=((ISSUER, swapped(b"\x0c\x05Judge", b"\x13\x05Judge")),)
        ),
        "ca-issuer-in-other-case": ca(edits=((ISSUER, swapped(b"Judge", b"JUDGE")),)),
    },
    "san": {
        "address-of-three-bytes": dns_names(DNS, wrap(0x87, b"\x7f\x00\x00")),
        "not-ascii": dns_names(DNS, wrap(0x82, b"caf\xe9.shop.test")),
        "unknown-kind": dns_names(DNS, wrap(0x89, b"x")),
        "x400": dns_names(DNS, wrap(0xA3, b"")),
        "mail-not-ascii": dns_names(DNS, wrap(0x81, b"caf\xe9@shop.test")),
        "and-more-behind": both(names(), with_leaf((raw(SAN, wrap(0x30, DNS) + NULL), False))),
        "ca-not-ascii": with_ca((raw(SAN, wrap(0x30, wrap(0x82, b"caf\xe9.test"))), False)),
        "double-dot": names("www..shop.test", HOST),
        "long-label": names("n" * 64 + ".shop.test", HOST),
        "wildcard-in-upper": names("*.Shop.Test"),
        "wildcard-with-dot": names("*.shop.test."),
    },
    "limits": {
        "empty": limits(),
        "empty-permitted": limits(wrap(0xA0, b"")),
        "minimum": limits(wrap(0xA0, subtree(0x82, b"shop.test", wrap(0x80, b"\x01")))),
        "minimum-0-told": limits(wrap(0xA0, subtree(0x82, b"shop.test", wrap(0x80, b"\x00")))),
        "maximum": limits(wrap(0xA0, subtree(0x82, b"shop.test", wrap(0x81, b"\x05")))),
        "star": limits(wrap(0xA0, subtree(0x82, b"*.shop.test"))),
        "trailing-dot": limits(wrap(0xA0, subtree(0x82, b"shop.test."))),
        "upper-case": limits(wrap(0xA0, subtree(0x82, b"SHOP.TEST"))),
        "part-of-a-label": limits(wrap(0xA0, subtree(0x82, b"hop.test"))),
        "permitted-uri": limits(wrap(0xA0, subtree(0x86, b"shop.test"))),
        "excluded-uri": limits(wrap(0xA1, subtree(0x86, b"shop.test"))),
        "address-mask-with-holes": limits(
            wrap(0xA0, subtree(0x87, b"\x7f\x00\x00\x00\xff\x00\xff\x00"))
        ),
        "address-permitted": limits(
            wrap(0xA0, subtree(0x87, b"\x0a\x00\x00\x00\xff\x00\x00\x00"))
        ),
        "address-of-five-bytes": limits(wrap(0xA0, subtree(0x87, b"\x0a\x00\x00\x00\xff"))),
        "not-ascii": limits(wrap(0xA1, subtree(0x82, b"caf\xe9.test"))),
        "on-the-leaf-critical": leaf(excluded=("other.test",)),
    },
    "policy": {
        "inhibit-any": both(
            with_ca((EXPLICIT, True), (raw(ANY_LIMIT, integer(0)), True), (POLICY, False)),
            with_leaf((ANY_POLICY, False)),
        ),
        "inhibit-any-and-right": both(
            with_ca((EXPLICIT, True), (raw(ANY_LIMIT, integer(0)), True), (POLICY, False)),
            with_leaf((POLICY, False)),
        ),
        "inhibit-any-alone": both(
            with_ca((raw(ANY_LIMIT, integer(0)), True), (ANY_POLICY, False)),
            with_leaf((POLICY, False)),
        ),
        "explicit-above-inhibit-any": both(
            depth(2), root(more=((EXPLICIT, True),)),
            with_ca((EXPLICIT, True), (raw(ANY_LIMIT, integer(0)), True), (ANY_POLICY, False)),
        ),
        "mapped": both(
            with_ca((EXPLICIT, True), (POLICY, False), (raw(MAPPINGS, wrap(0x30, wrap(0x30,
                oid_of("2.23.140.1.2.1") + oid_of("2.23.140.1.2.2")))), True)),
            with_leaf((OTHER_POLICY, False)),
        ),
        "mapped-but-old": both(
            with_ca((EXPLICIT, True), (POLICY, False), (raw(MAPPINGS, wrap(0x30, wrap(0x30,
                oid_of("2.23.140.1.2.1") + oid_of("2.23.140.1.2.2")))), True)),
            with_leaf((POLICY, False)),
        ),
        "mapped-from-any": with_ca((raw(MAPPINGS, wrap(0x30, wrap(0x30,
            oid_of("2.5.29.32.0") + oid_of("2.23.140.1.2.2")))), True)),
        "mapping-rubbish": with_ca((rubbish(MAPPINGS), False)),
        "twice": with_leaf((x509.CertificatePolicies([*POLICY, *POLICY]), False)),
        "ca-twice": with_ca((x509.CertificatePolicies([*POLICY, *POLICY]), False)),
        "none-listed": with_leaf((raw(POLICIES, b"\x30\x00"), False)),
        "ca-none-listed": with_ca((raw(POLICIES, b"\x30\x00"), False)),
        "constraints-empty": with_ca((raw(POLICY_LIMITS, b"\x30\x00"), True)),
        "constraints-300": with_ca(
            (raw(POLICY_LIMITS, wrap(0x30, wrap(0x80, b"\x01\x2c"))), True)
        ),
        "inhibit-any-rubbish": with_ca((rubbish(ANY_LIMIT), True)),
        "leaf-inhibit-any-rubbish": with_leaf((rubbish(ANY_LIMIT), False)),
        "leaf-explicit": with_leaf((EXPLICIT, True)),
        "staple-on-ca-critical": with_ca((STAPLE, True)),
    },
    "bits": {
        "every-usage": leaf(usage=frozenset({
            "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
            "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"})),
        "ca-crl-only": ca(usage=frozenset({"crl_sign"})),
        "ca-sign-only": ca(usage=frozenset({"key_cert_sign"})),
        "root-crl-only": root(usage=frozenset({"crl_sign"})),
        "data-encipherment": leaf(usage=frozenset({"data_encipherment"})),
        "leaf-cert-sign-only": leaf(usage=frozenset({"key_cert_sign"})),
        "ca-without-basic-but-usage": ca(ca=None, usage=CA_USAGE),
        "self-issued-ca": self_issued(),
        "path-length-with-self-issued": self_issued(path_length=0),
    },
}  # fmt: skip
