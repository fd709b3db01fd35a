"""The cases: one sound endpoint, and every way here to make it less so."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography import x509
from cryptography.x509.oid import (
    AuthorityInformationAccessOID,
    CertificatePoliciesOID,
    ExtendedKeyUsageOID,
)

from tests.judge.endpoints import Serving
from tests.judge.making import CLIENT, SERVER, Form, Made

HOST = "www.shop.test"
CA_USAGE = frozenset({"key_cert_sign", "crl_sign"})
SIGNING = frozenset({"digital_signature"})
ANY_EKU = ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE
MAIL = ExtendedKeyUsageOID.EMAIL_PROTECTION

ROOT = Form("root", begin=-1000, end=2000, ca=True, usage=CA_USAGE, purposes=None)
CA = Form("ca", begin=-500, end=900, ca=True, usage=CA_USAGE, purposes=None, twin=1)
LEAF = Form("leaf", names=(HOST,), twin=2)

Serve = Callable[["World"], list[bytes]]


@dataclass(frozen=True)
class World:
    """What was made for a case. more: makes another certificate, below one of these."""

    root: Made
    cas: tuple[Made, ...]  # from the root down
    leaf: Made
    more: Callable[[Form, Made | None], Made]

    @property
    def above(self) -> list[bytes]:
        """The intermediates, as they should be served."""
        return [one.der for one in reversed(self.cas)]


def sound(world: World) -> list[bytes]:
    """As a server should."""
    return [world.leaf.der, *world.above]


@dataclass(frozen=True)
class Case:
    """One endpoint. area: what it is about; a pair is of two areas."""

    name: str
    areas: tuple[str, ...] = ()
    root: Form = ROOT
    cas: tuple[Form, ...] = (CA,)
    leaf: Form = LEAF
    trusted: bool = True
    says_its_issuer: bool = False  # caIssuers, where it can be fetched
    serve: Serve = sound
    how: Serving = field(default_factory=Serving)


Change = Callable[[Case], Case]


def leaf(**values: Any) -> Change:
    return lambda case: replace(case, leaf=replace(case.leaf, **values))


def ca(**values: Any) -> Change:
    """Of the lowest intermediate, where there is one."""
    return lambda case: replace(
        case, cas=(*case.cas[:-1], *(replace(one, **values) for one in case.cas[-1:]))
    )


def root(**values: Any) -> Change:
    return lambda case: replace(case, root=replace(case.root, **values))


def how(**values: Any) -> Change:
    return lambda case: replace(case, how=replace(case.how, **values))


def served(serve: Serve) -> Change:
    return lambda case: replace(case, serve=serve)


def both(*changes: Change) -> Change:
    def change(case: Case) -> Case:
        for one in changes:
            case = one(case)
        return case

    return change


def depth(count: int) -> Change:
    return lambda case: replace(
        case, cas=tuple(replace(CA, subject=f"ca{n}", twin=n % 4) for n in range(count))
    )


def more_of(form: Form, *extensions: tuple[x509.ExtensionType, bool]) -> tuple[Any, ...]:
    return (*form.more, *extensions)


def with_leaf(*extensions: tuple[x509.ExtensionType, bool]) -> Change:
    return lambda case: replace(
        case, leaf=replace(case.leaf, more=more_of(case.leaf, *extensions))
    )


def with_ca(*extensions: tuple[x509.ExtensionType, bool]) -> Change:
    return lambda case: replace(
        case,
        cas=(
            *case.cas[:-1],
            *(replace(one, more=more_of(one, *extensions)) for one in case.cas[-1:]),
        ),
    )


UNKNOWN = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.25.4711"), b"\x05\x00")
POLICY = x509.CertificatePolicies(
    [x509.PolicyInformation(x509.ObjectIdentifier("2.23.140.1.2.1"), None)]
)
OTHER_POLICY = x509.CertificatePolicies(
    [x509.PolicyInformation(x509.ObjectIdentifier("2.23.140.1.2.2"), None)]
)
ANY_POLICY = x509.CertificatePolicies(
    [x509.PolicyInformation(CertificatePoliciesOID.ANY_POLICY, None)]
)
EXPLICIT = x509.PolicyConstraints(require_explicit_policy=0, inhibit_policy_mapping=None)


def raw(oid: str, value: bytes) -> x509.UnrecognizedExtension:
    return x509.UnrecognizedExtension(x509.ObjectIdentifier(oid), value)


def rubbish(oid: str) -> x509.UnrecognizedExtension:
    """A known extension with a value that is no DER of its kind."""
    return raw(oid, b"\x04\x03abc")


def with_names(*more: x509.GeneralName) -> Change:
    """The host's name, and these."""
    alternatives = x509.SubjectAlternativeName([x509.DNSName(HOST), *more])
    return both(names(), with_leaf((alternatives, False)))


POINTS = x509.CRLDistributionPoints(
    [
        x509.DistributionPoint(
            [x509.UniformResourceIdentifier("http://crl.shop.test/c.crl")], None, None, None
        )
    ]
)
PARENT_ID = x509.AuthorityKeyIdentifier(b"\x02" * 20, None, None)
ISSUER_NAMES = x509.IssuerAlternativeName([x509.DNSName("ca.test")])
ISSUER_OWN_NAMES = x509.SubjectAlternativeName([x509.DNSName("ca.test")])
STAPLE = x509.TLSFeature([x509.TLSFeatureType.status_request])
OCSP = x509.AuthorityInformationAccess(
    [
        x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP,
            x509.UniformResourceIdentifier("http://ocsp.shop.test/"),
        )
    ]
)


def names(*presented: str) -> Change:
    return leaf(names=presented)


def beside(first: bool, **values: Any) -> Change:
    """Another certificate of the lowest intermediate beside the good one."""

    def serve(world: World) -> list[bytes]:
        if not world.cas:
            return sound(world)
        parent = world.cas[-2] if len(world.cas) > 1 else world.root
        other = world.more(replace(world.cas[-1].form, **values), parent).der
        chain = sound(world)
        return [chain[0], other, *chain[1:]] if first else [*chain, other]

    return served(serve)


def cross(first: bool, *, only: bool = False, **values: Any) -> Change:
    """The lowest intermediate signed by a root that nobody trusts, beside the good or alone."""

    def serve(world: World) -> list[bytes]:
        if not world.cas:
            return sound(world)
        stranger = world.more(replace(ROOT, subject="stranger", twin=7, **values), None)
        other = world.more(world.cas[-1].form, stranger).der
        chain = sound(world)
        if only:
            return [chain[0], other]
        return [chain[0], other, *chain[1:]] if first else [*chain, other, stranger.der]

    return served(serve)


def extra(world: World) -> bytes:
    return world.more(replace(CA, subject="unrelated", twin=8), None).der


Areas = Mapping[str, Mapping[str, Change]]

AREAS: Areas = {
    "key": {
        **{kind: leaf(key=kind) for kind in (
            "p224", "p384", "p521", "k256", "brainpool", "rsa1024", "rsa1023", "rsa2048",
            "rsa2047", "rsa3072", "rsa4096", "rsa512", "rsa768", "rsa2048e3", "ed25519", "ed448",
        )},
        "rsa-both-uses": leaf(
            key="rsa2048", usage=frozenset({"digital_signature", "key_encipherment"})
        ),
    },
    "ca-key": {
        kind: ca(key=kind) for kind in (
            "p224", "p384", "p521", "k256", "rsa1024", "rsa2048", "rsa768", "rsa4096",
            "rsa2048e3", "ed25519",
        )
    },
    "root-key": {
        kind: root(key=kind) for kind in (
            "p384", "p521", "rsa768", "rsa1024", "rsa2048", "rsa4096"
        )
    },
    "signature": {
        "leaf-sha1-rsa": both(ca(key="rsa2048"), leaf(hash_="sha1")),
        "leaf-md5-rsa": both(ca(key="rsa2048"), leaf(hash_="md5")),
        "leaf-sha224-rsa": both(ca(key="rsa2048"), leaf(hash_="sha224")),
        "leaf-sha384-rsa": both(ca(key="rsa2048"), leaf(hash_="sha384")),
        "leaf-sha512-rsa": both(ca(key="rsa2048"), leaf(hash_="sha512")),
        "leaf-sha1-ec": leaf(hash_="sha1"),
        "leaf-sha224-ec": leaf(hash_="sha224"),
        "leaf-sha384-ec": leaf(hash_="sha384"),
        "leaf-sha512-ec": leaf(hash_="sha512"),
        "ca-sha1-ec": ca(hash_="sha1"),
        "ca-sha1-rsa": both(root(key="rsa2048"), ca(hash_="sha1")),
        "ca-md5-rsa": both(root(key="rsa2048"), ca(hash_="md5")),
        "root-sha1": root(key="rsa2048", hash_="sha1"),
        "root-md5": root(key="rsa2048", hash_="md5"),
        "leaf-forged": leaf(forged=True),
        "ca-forged": ca(forged=True),
        "leaf-forged-rsa": both(ca(key="rsa2048"), leaf(forged=True)),
    },
    "names": {
        "other": names("other.shop.test"),
        "none": names(),
        "wildcard": names("*.shop.test"),
        "wildcard-apex": names("*.www.shop.test"),
        "wildcard-too-deep": names("*.test"),
        "wildcard-two": names("*.*.test"),
        "wildcard-inner": names("www.*.test"),
        "wildcard-partial": names("w*.shop.test"),
        "wildcard-partial-end": names("*w.shop.test"),
        "wildcard-alone": names("*"),
        "upper-case": names("WWW.Shop.TEST"),
        "trailing-dot": names("www.shop.test."),
        "leading-dot": names(".shop.test"),
        "second-of-two": names("a.shop.test", HOST),
        "underscore-beside": names("a_b.shop.test", HOST),
        "address-beside": leaf(names=(HOST,), addresses=("127.0.0.1",)),
        "address-only": leaf(names=(), addresses=("127.0.0.1",)),
        "address-as-name": names("127.0.0.1"),
        "hundred": names(*(f"n{n}.shop.test" for n in range(100)), HOST),
        "thousand": names(*(f"n{n}.shop.test" for n in range(1000)), HOST),
        "subject-only": leaf(names=(), subject=HOST),
        "critical-san": leaf(san_critical=True),
    },
    "dates": {
        "expired": leaf(begin=-60, end=-1),
        "expired-a-minute-ago": leaf(end=-1 / 1440),
        "ends-in-an-hour": leaf(end=1 / 24),
        "not-yet": leaf(begin=1, end=60),
        "begins-in-an-hour": leaf(begin=1 / 24),
        "began-a-minute-ago": leaf(begin=-1 / 1440),
        "ten-years": leaf(begin=-10, end=3640),
        "two-years": leaf(begin=-10, end=720),
        "until-2060": leaf(begin=-10, end=12500),
        "ca-expired": ca(end=-1),
        "ca-not-yet": ca(begin=1),
        "ca-ends-before-leaf": ca(end=10),
        "root-expired": root(end=-1),
        "root-not-yet": root(begin=1),
        "leaf-older-than-ca": both(ca(begin=-5), leaf(begin=-10)),
    },
    "purpose": {
        "none": leaf(purposes=None),
        "client": leaf(purposes=(CLIENT,)),
        "both": leaf(purposes=(SERVER, CLIENT)),
        "any": leaf(purposes=(ANY_EKU,)),
        "any-and-client": leaf(purposes=(ANY_EKU, CLIENT)),
        "mail": leaf(purposes=(MAIL,)),
        "critical": leaf(purposes_critical=True),
        "critical-client": leaf(purposes=(CLIENT,), purposes_critical=True),
        "ca-server": ca(purposes=(SERVER,)),
        "ca-client": ca(purposes=(CLIENT,)),
        "ca-any": ca(purposes=(ANY_EKU,)),
        "ca-critical": ca(purposes=(SERVER,), purposes_critical=True),
        "root-client": root(purposes=(CLIENT,)),
        "root-server": root(purposes=(SERVER,)),
    },
    "usage": {
        "none": leaf(usage=None),
        "not-critical": leaf(usage_critical=False),
        "agreement": leaf(usage=frozenset({"key_agreement"})),
        "encipherment": leaf(usage=frozenset({"key_encipherment"})),
        "encipherment-rsa": leaf(key="rsa2048", usage=frozenset({"key_encipherment"})),
        "signing-rsa": leaf(key="rsa2048"),
        "encipherment-rsa-tls12": both(
            leaf(key="rsa2048", usage=frozenset({"key_encipherment"})),
            how(maximum=ssl.TLSVersion.TLSv1_2),
        ),
        "encipherment-ec-tls12": both(
            leaf(usage=frozenset({"key_encipherment"})), how(maximum=ssl.TLSVersion.TLSv1_2)
        ),
        "encipherment-rsa-key-exchange": both(
            leaf(key="rsa2048", usage=frozenset({"key_encipherment"})),
            how(maximum=ssl.TLSVersion.TLSv1_2, ciphers="kRSA:@SECLEVEL=0"),
        ),
        "signing-rsa-key-exchange": both(
            leaf(key="rsa2048"),
            how(maximum=ssl.TLSVersion.TLSv1_2, ciphers="kRSA:@SECLEVEL=0"),
        ),
        "content-commitment": leaf(usage=frozenset({"content_commitment"})),
        "cert-sign-too": leaf(usage=frozenset({"digital_signature", "key_cert_sign"})),
        "cert-sign-and-ca-false": leaf(
            ca=False, usage=frozenset({"digital_signature", "key_cert_sign"})
        ),
        "ca-none": ca(usage=None),
        "ca-signing-only": ca(usage=SIGNING),
        "ca-not-critical": ca(usage_critical=False),
        "ca-and-signing": ca(usage=CA_USAGE | SIGNING),
        "root-signing-only": root(usage=SIGNING),
    },
    "basic": {
        "leaf-ca": leaf(ca=True, usage=CA_USAGE | SIGNING),
        "leaf-ca-signing-usage": leaf(ca=True),
        "leaf-ca-no-usage": leaf(ca=True, usage=None),
        "leaf-ca-false": leaf(ca=False),
        "leaf-ca-false-not-critical": leaf(ca=False, basic_critical=False),
        "leaf-ca-path-length": leaf(ca=True, path_length=0, usage=CA_USAGE | SIGNING),
        "ca-none": ca(ca=None),
        "ca-false": ca(ca=False, usage=SIGNING),
        "ca-false-signs": ca(ca=False),
        "ca-not-critical": ca(basic_critical=False),
        "root-none": root(ca=None),
        "root-false": root(ca=False),
        "leaf-v1": leaf(version=1),
        "ca-v1": ca(version=1),
        "root-v1": root(version=1),
    },
    "constraints": {
        "permitted": ca(permitted=("shop.test",)),
        "permitted-exact": ca(permitted=(HOST,)),
        "permitted-dot": ca(permitted=(".shop.test",)),
        "permitted-other": ca(permitted=("other.test",)),
        "permitted-not-critical": ca(permitted=("other.test",), constraints_critical=False),
        "excluded": ca(excluded=("shop.test",)),
        "excluded-other": ca(excluded=("other.test",)),
        "excluded-deeper": ca(excluded=("a.www.shop.test",)),
        "excluded-all": ca(excluded=("",)),
        "directory": ca(permitted=("dir:Judge",)),
        "directory-other": ca(permitted=("dir:Another",)),
        "directory-excluded": ca(excluded=("dir:Judge",)),
        "mail": ca(permitted=("mail:shop.test",)),
        "root-permitted-other": root(permitted=("other.test",)),
        "wildcard-permitted": both(names("*.shop.test"), ca(permitted=("shop.test",))),
        "wildcard-excluded-below": both(names("*.shop.test"), ca(excluded=("a.shop.test",))),
        "second-name-outside": both(names(HOST, "www.other.test"), ca(permitted=("shop.test",))),
        "upper-ca": both(depth(2), lambda case: replace(
            case, cas=(replace(case.cas[0], permitted=("other.test",)), *case.cas[1:])
        )),
    },
    "depth": {
        **{f"intermediates-{n}": depth(n) for n in (
            0, 2, 3, 5, 7, 8, 9, 10, 12, 13, 14, 15, 18, 20, 22, 23, 24, 25, 26, 27, 28, 30,
        )},
        "path-length-0": ca(path_length=0),
        "path-length-exceeded": both(depth(2), lambda case: replace(
            case, cas=(replace(case.cas[0], path_length=0), *case.cas[1:])
        )),
        "path-length-kept": both(depth(3), lambda case: replace(
            case, cas=(replace(case.cas[0], path_length=2), *case.cas[1:])
        )),
        "root-path-length-0": root(path_length=0),
        "root-path-length-1": root(path_length=1),
    },
    "extension": {
        "leaf-unknown": with_leaf((UNKNOWN, False)),
        "leaf-unknown-critical": with_leaf((UNKNOWN, True)),
        "ca-unknown": with_ca((UNKNOWN, False)),
        "ca-unknown-critical": with_ca((UNKNOWN, True)),
        "leaf-policy": with_leaf((POLICY, False)),
        "leaf-policy-critical": with_leaf((POLICY, True)),
        "ca-policy-critical": with_ca((ANY_POLICY, True)),
        "explicit-without": with_ca((EXPLICIT, True)),
        "explicit-with": both(with_ca((EXPLICIT, True), (ANY_POLICY, False)),
                              with_leaf((POLICY, False))),
        "explicit-other": both(with_ca((EXPLICIT, True), (OTHER_POLICY, False)),
                               with_leaf((POLICY, False))),
        "leaf-crl-critical": with_leaf((POINTS, True)),
        "leaf-crl": with_leaf((POINTS, False)),
        "leaf-ocsp": with_leaf((OCSP, False)),
        "leaf-must-staple": with_leaf((STAPLE, False)),
        "leaf-must-staple-critical": with_leaf((STAPLE, True)),
        "leaf-no-key-ids": leaf(key_ids="none"),
        "leaf-no-parent-id": leaf(key_ids="own"),
        "leaf-no-own-id": leaf(key_ids="parent"),
        "leaf-wrong-parent-id": leaf(key_ids="wrong"),
        "ca-no-key-ids": ca(key_ids="none"),
        "ca-wrong-parent-id": ca(key_ids="wrong"),
        "root-no-key-ids": root(key_ids="none"),
        "leaf-constraints": leaf(permitted=("shop.test",)),
        "root-unknown-critical": root(more=((UNKNOWN, True),)),
        "leaf-parent-id-critical": both(leaf(key_ids="own"), with_leaf((PARENT_ID, True))),
        "leaf-other-names": with_leaf((ISSUER_NAMES, False)),
        "leaf-other-names-critical": with_leaf((ISSUER_NAMES, True)),
    },
    "malformed": {
        "leaf-names": both(names(), with_leaf((rubbish("2.5.29.17"), False))),
        "leaf-usage": both(leaf(usage=None), with_leaf((rubbish("2.5.29.15"), True))),
        "leaf-basic": with_leaf((rubbish("2.5.29.19"), False)),
        "leaf-purposes": both(leaf(purposes=None), with_leaf((rubbish("2.5.29.37"), False))),
        "leaf-key-id": both(leaf(key_ids="none"), with_leaf((rubbish("2.5.29.35"), False))),
        "leaf-access": with_leaf((rubbish("1.3.6.1.5.5.7.1.1"), False)),
        "leaf-points": with_leaf((rubbish("2.5.29.31"), False)),
        "leaf-policies": with_leaf((rubbish("2.5.29.32"), False)),
        "leaf-stamps": with_leaf((rubbish("1.3.6.1.4.1.11129.2.4.2"), False)),
        "ca-basic": both(ca(ca=None), with_ca((rubbish("2.5.29.19"), True))),
        "ca-usage": both(ca(usage=None), with_ca((rubbish("2.5.29.15"), True))),
        "ca-constraints": with_ca((rubbish("2.5.29.30"), True)),
        "ca-policies": with_ca((rubbish("2.5.29.32"), False)),
        "ca-names": with_ca((rubbish("2.5.29.17"), False)),
        "ca-empty-names": with_ca((raw("2.5.29.17", b"\x30\x00"), False)),
        "empty-names": both(names(), with_leaf((raw("2.5.29.17", b"\x30\x00"), False))),
        "empty-purposes": both(
            leaf(purposes=None), with_leaf((raw("2.5.29.37", b"\x30\x00"), False))
        ),
        "empty-usage": both(
            leaf(usage=None), with_leaf((raw("2.5.29.15", b"\x03\x01\x00"), True))
        ),
        "null-in-name": names("www.shop.test\x00.evil.test", HOST),
        "space-in-name": names("www .shop.test", HOST),
        "empty-name": both(names(), with_leaf((raw("2.5.29.17", b"\x30\x02\x82\x00"), False))),
        "signature-told-otherwise": leaf(told="sha384"),
        "ca-signature-told-otherwise": ca(told="sha384"),
    },
    "other-names": {
        "mail": with_names(x509.RFC822Name("a@shop.test")),
        "uri": with_names(x509.UniformResourceIdentifier("https://www.shop.test/")),
        "other": with_names(x509.OtherName(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")),
        "directory": with_names(x509.DirectoryName(x509.Name([]))),
        "registered": with_names(x509.RegisteredID(x509.ObjectIdentifier("1.2.3.4"))),
        "mail-within-limit": both(
            with_names(x509.RFC822Name("a@shop.test")), ca(permitted=("mail:shop.test",))
        ),
        "mail-outside-limit": both(
            with_names(x509.RFC822Name("a@other.test")), ca(permitted=("mail:shop.test",))
        ),
        "alabel": names("xn--bcher-kva.test", HOST),
        "upper-wildcard": names("*.SHOP.test"),
        "twice": names(HOST, HOST),
        "no-subject": leaf(subject=""),
        "no-subject-critical": leaf(subject="", san_critical=True),
        "ca-no-subject-names-beside": both(ca(subject=""), with_ca((ISSUER_OWN_NAMES, False))),
        "ca-no-subject-critical": both(ca(subject=""), with_ca((ISSUER_OWN_NAMES, True))),
        "ca-no-subject": ca(subject=""),
    },
    "pss": {
        "leaf": both(ca(key="rsa2048"), leaf(hash_="pss256")),
        "leaf-sha384": both(ca(key="rsa2048"), leaf(hash_="pss384")),
        "leaf-sha1": both(ca(key="rsa2048"), leaf(hash_="pss1")),
        "ca": both(root(key="rsa2048"), ca(hash_="pss256")),
    },
    "serial": {
        "zero": leaf(serial=0),
        "negative": leaf(serial=-7),
        "long": leaf(serial=(1 << 170) + 1),
        "ca-zero": ca(serial=0),
        "one": leaf(serial=1),
    },
    "order": {
        "reversed": both(depth(3), served(lambda w: [w.leaf.der, *reversed(w.above)])),
        "root-too": served(lambda w: [*sound(w), w.root.der]),
        "root-first": served(lambda w: [w.leaf.der, w.root.der, *w.above]),
        "twice": served(lambda w: [*sound(w), *w.above]),
        "leaf-twice": served(lambda w: [w.leaf.der, w.leaf.der, *w.above]),
        "extra": served(lambda w: [*sound(w), extra(w)]),
        "extra-first": served(lambda w: [w.leaf.der, extra(w), *w.above]),
        "twenty-extras": served(
            lambda w: [w.leaf.der, *(
                w.more(replace(CA, subject=f"x{n}", twin=8), None).der for n in range(20)
            ), *w.above]
        ),
    },
    "renewed": {
        "expired-copy-first": beside(True, begin=-900, end=-1),
        "expired-copy-last": beside(False, begin=-900, end=-1),
        "earlier-copy-first": beside(True, begin=-900, end=30),
        "later-copy-first": beside(True, begin=5, end=30),
        "weaker-copy-first": beside(True, path_length=0, permitted=("other.test",)),
        "client-copy-first": beside(True, purposes=(CLIENT,)),
        "unknown-critical-copy-first": beside(True, more=((UNKNOWN, True),)),
        "not-a-ca-copy-first": beside(True, ca=False, usage=SIGNING),
        "forged-copy-first": beside(True, forged=True),
        "cross-first": cross(True),
        "cross-last": cross(False),
        "cross-only": cross(True, only=True),
        "cross-expired-root": cross(False, end=-1),
    },
    "missing": {
        "intermediate": served(lambda w: [w.leaf.der]),
        "intermediate-but-root": served(lambda w: [w.leaf.der, w.root.der]),
        "lowest-of-two": both(depth(2), served(lambda w: [w.leaf.der, w.cas[0].der])),
        "upper-of-two": both(depth(2), served(lambda w: [w.leaf.der, w.cas[1].der])),
        "intermediate-to-fetch": both(
            lambda case: replace(case, says_its_issuer=True), served(lambda w: [w.leaf.der])
        ),
        "issuer-told-and-served": lambda case: replace(case, says_its_issuer=True),
        "untrusted": lambda case: replace(case, trusted=False),
        "untrusted-with-root": both(
            lambda case: replace(case, trusted=False), served(lambda w: [*sound(w), w.root.der])
        ),
        "self-signed": served(
            lambda w: [w.more(replace(w.leaf.form, subject="self"), None).der]
        ),
        "self-signed-beside": served(
            lambda w: [w.more(replace(w.leaf.form, subject="self"), None).der, *w.above]
        ),
        "self-issued": served(
            lambda w: [w.more(replace(w.leaf.form, subject=w.root.form.subject), w.root).der]
        ),
    },
    "version": {
        "1.2": how(maximum=ssl.TLSVersion.TLSv1_2),
        "1.3": how(minimum=ssl.TLSVersion.TLSv1_3),
        "1.1": how(minimum=ssl.TLSVersion.TLSv1, maximum=ssl.TLSVersion.TLSv1_1),
        "1.0": how(minimum=ssl.TLSVersion.TLSv1, maximum=ssl.TLSVersion.TLSv1),
    },
    "cipher": {
        name: both(leaf(key=key, usage=frozenset({"digital_signature", "key_encipherment"})
                        if key.startswith("rsa") else SIGNING),
                   how(maximum=ssl.TLSVersion.TLSv1_2, ciphers=f"{ciphers}:@SECLEVEL=0"))
        for name, key, ciphers in (
            ("ecdsa-gcm", "p256", "ECDHE-ECDSA-AES128-GCM-SHA256"),
            ("ecdsa-gcm-256", "p256", "ECDHE-ECDSA-AES256-GCM-SHA384"),
            ("ecdsa-chacha", "p256", "ECDHE-ECDSA-CHACHA20-POLY1305"),
            ("ecdsa-cbc", "p256", "ECDHE-ECDSA-AES128-SHA"),
            ("ecdsa-cbc-sha256", "p256", "ECDHE-ECDSA-AES128-SHA256"),
            ("ecdsa-ccm", "p256", "ECDHE-ECDSA-AES128-CCM"),
            ("ecdhe-gcm", "rsa2048", "ECDHE-RSA-AES128-GCM-SHA256"),
            ("ecdhe-chacha", "rsa2048", "ECDHE-RSA-CHACHA20-POLY1305"),
            ("ecdhe-cbc", "rsa2048", "ECDHE-RSA-AES128-SHA"),
            ("ecdhe-cbc-256", "rsa2048", "ECDHE-RSA-AES256-SHA"),
            ("ecdhe-cbc-sha384", "rsa2048", "ECDHE-RSA-AES256-SHA384"),
            ("rsa-gcm", "rsa2048", "AES128-GCM-SHA256"),
            ("rsa-gcm-256", "rsa2048", "AES256-GCM-SHA384"),
            ("rsa-cbc", "rsa2048", "AES128-SHA"),
            ("rsa-cbc-256", "rsa2048", "AES256-SHA"),
            ("rsa-cbc-sha256", "rsa2048", "AES128-SHA256"),
            ("rsa-camellia", "rsa2048", "CAMELLIA128-SHA"),
            ("camellia", "rsa2048", "ECDHE-RSA-CAMELLIA128-SHA256"),
            ("aria", "rsa2048", "ECDHE-ARIA128-GCM-SHA256"),
        )
    } | {
        "dhe-only": both(leaf(key="rsa2048"), how(openssl=(
            "-tls1_2", "-cipher", "DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0"))),
        "dhe-only-cbc": both(leaf(key="rsa2048"), how(openssl=(
            "-tls1_2", "-cipher", "DHE-RSA-AES256-SHA:@SECLEVEL=0"))),
        "anonymous-only": both(leaf(key="rsa2048"), how(openssl=(
            "-tls1_2", "-cipher", "aNULL:@SECLEVEL=0"))),
        "null-only": both(leaf(key="rsa2048"), how(openssl=(
            "-tls1_2", "-cipher", "eNULL:@SECLEVEL=0"))),
        "tls13-aes256": how(openssl=("-tls1_3", "-ciphersuites", "TLS_AES_256_GCM_SHA384")),
        "tls13-chacha": how(openssl=("-tls1_3", "-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256")),
        "tls13-ccm": how(openssl=("-tls1_3", "-ciphersuites", "TLS_AES_128_CCM_SHA256")),
        "tls13-ccm8": how(openssl=("-tls1_3", "-ciphersuites", "TLS_AES_128_CCM_8_SHA256")),
    },
    "group": {
        **{f"{group}-{version}": how(openssl=("-groups", group, f"-tls1_{version}"))
           for group in ("X25519", "P-256", "P-384", "P-521", "X448") for version in (2, 3)},
        "ffdhe2048-3": how(openssl=("-groups", "ffdhe2048", "-tls1_3")),
        "P-521-first": how(openssl=("-groups", "P-521:P-256", "-serverpref")),
        "X448-first": how(openssl=("-groups", "X448:P-384", "-serverpref")),
        "brainpool-2": how(openssl=("-groups", "brainpoolP256r1", "-tls1_2")),
    },
    "scheme": {
        name: both(leaf(key=key), how(openssl=("-sigalgs", scheme, *more)))
        for name, key, scheme, more in (
            ("sha1-rsa-2", "rsa2048", "RSA+SHA1", ("-tls1_2", "-cipher", "ALL:@SECLEVEL=0")),
            ("sha1-ecdsa-2", "p256", "ECDSA+SHA1", ("-tls1_2", "-cipher", "ALL:@SECLEVEL=0")),
            ("sha224-rsa-2", "rsa2048", "RSA+SHA224", ("-tls1_2", "-cipher", "ALL:@SECLEVEL=0")),
            ("sha256-rsa-2", "rsa2048", "RSA+SHA256", ("-tls1_2",)),
            ("sha512-rsa-2", "rsa2048", "RSA+SHA512", ("-tls1_2",)),
            ("pss-2", "rsa2048", "RSA-PSS+SHA256", ("-tls1_2",)),
            ("pss-3", "rsa2048", "RSA-PSS+SHA256", ("-tls1_3",)),
            ("pss-sha384-3", "rsa2048", "RSA-PSS+SHA384", ("-tls1_3",)),
            ("pss-sha512-3", "rsa2048", "RSA-PSS+SHA512", ("-tls1_3",)),
            ("ecdsa-sha384-2", "p256", "ECDSA+SHA384", ("-tls1_2",)),
            ("ecdsa-sha512-2", "p256", "ECDSA+SHA512", ("-tls1_2",)),
            ("ecdsa-p384-3", "p384", "ECDSA+SHA384", ("-tls1_3",)),
            ("ecdsa-p521-2-sha256", "p521", "ECDSA+SHA256", ("-tls1_2",)),
        )
    },
    "client": {
        "asked-2": how(client="asked", maximum=ssl.TLSVersion.TLSv1_2),
        "asked-3": how(client="asked"),
        "required-2": how(client="required", maximum=ssl.TLSVersion.TLSv1_2),
        "required-3": how(client="required", minimum=ssl.TLSVersion.TLSv1_3),
        "required": how(client="required"),
    },
    "peer": {
        name: how(script=name) for name in (
            *(f"alert-{number}" for number in (
                10, 20, 22, 40, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 70, 71, 80, 86, 90, 109,
                110, 112, 113, 116, 120)),
            "warning-112-and-leave", "http", "ssh", "smtp", "zeros", "tls-record-of-nothing",
            "broken-server-hello", "record-too-long", "ssl3-alert", "reset", "leave",
        )
    },
    "size": {
        "fifty-certificates": served(lambda w: [w.leaf.der, *w.above, *(
            w.more(replace(CA, subject=f"y{n}", twin=8), None).der for n in range(48))]),
        "message-of-90-kb": both(names(*(f"{'n' * 60}{n}.shop.test" for n in range(1200)), HOST)),
        "message-of-150-kb": both(names(*(f"{'n' * 60}{n}.shop.test" for n in range(2000)), HOST)),
    },
}  # fmt: skip


def singles(areas: Areas = AREAS) -> Iterable[Case]:
    """The sound one, and each change alone."""
    yield Case("sound")
    for area, changes in areas.items():
        for name, change in changes.items():
            yield replace(change(Case("")), name=f"{area}/{name}", areas=(area,))
