"""Vectors on which certbind is not right by the word of their makers, each with its reason.

limbo asks for the rules of the CA/Browser Forum and of RFC 5280; certbind says what browsers do.
Where a rule is one of the bench's cases (tests/judge/cases.py), Chromium was asked, and the
reason names the case.
"""

from __future__ import annotations

from collections.abc import Iterable


def _each(reason: str, prefix: str, names: str) -> Iterable[tuple[str, str]]:
    return ((f"{prefix}::{name}", reason) for name in names.split())


LISTED: dict[str, str] = dict(
    (
        *_each("a list that cannot be used is unknown, which blocks nothing", "crl", """
            crlnumber-critical issuer-missing-crlsign"""),
        *_each("duty of the issuer: nothing is read off the list's number", "crl",
               "crlnumber-missing"),
        *_each("it is about a client's certificate with a mailbox, and servers are judged here",
               "rfc5280::nc", """
            invalid-email-address nc-permits-email-domain nc-permits-email-exact
            nc-permits-email-literal-asterisk-exact-match
            nc-permits-email-literal-asterisk-rejects-subdomain
            nc-permits-email-literal-asterisk-rejects-user
            nc-permits-email-literal-double-asterisk
            nc-permits-email-literal-double-asterisk-rejects-single
            nc-permits-email-literal-mid-asterisk nc-permits-invalid-email-san"""),
        *_each("it asks for no server name, and a server is always asked for one",
               "rfc5280::nc", "permitted-dn-match"),
        *_each("duty of the issuer: browsers never read the common name", "webpki::cn", """
            case-mismatch ipv4-hex-mismatch ipv4-leading-zeros-mismatch
            ipv6-non-rfc5952-mismatch ipv6-uncompressed-mismatch ipv6-uppercase-mismatch
            not-in-san punycode-not-in-san utf8-vs-punycode-mismatch"""),
        *_each("form of the root: an anchor is trusted as it stands", "webpki", """
            aki::root-with-aki-all-fields aki::root-with-aki-missing-keyidentifier
            aki::root-with-aki-ski-mismatch forbidden-rsa-not-divisible-by-8-in-root"""),
        *_each("form of the root: an anchor is trusted as it stands", "rfc5280", """
            ski::root-missing-ski root-missing-basic-constraints
            root-non-critical-basic-constraints"""),
        *_each("Chromium takes key ids as hints only: extension/leaf-no-key-ids, ca-no-key-ids",
               "rfc5280", """
            aki::cross-signed-root-missing-aki aki::intermediate-missing-aki
            aki::leaf-missing-aki ski::intermediate-missing-ski"""),
        *_each("Chromium takes it: root-key/rsa1024", "webpki", "forbidden-weak-rsa-key-in-root"),
        *_each("Chromium takes it: purpose/any, purpose/critical, purpose/none", "webpki::eku",
               "ee-anyeku ee-critical-eku ee-without-eku"),
        *_each("Chromium takes a root whose purposes hold server authentication: "
               "purpose/root-server", "webpki::eku", "root-has-eku"),
        *_each("Chromium takes it: names/critical-san", "webpki::san",
               "san-critical-with-nonempty-subject"),
        *_each("the suffix is of the list's private part, whose owners hold wildcards rightly",
               "webpki::san", "public-suffix-private-namespace-wildcard-san"),
        *_each("Chromium takes it: usage/cert-sign-too", "rfc5280", "leaf-ku-keycertsign"),
        *_each("Chromium takes it: extension/leaf-constraints", "rfc5280::nc", """
            not-allowed-in-ee-critical not-allowed-in-ee-noncritical"""),
        *_each("Chromium takes it, as all names below: constraints/permitted-dot",
               "rfc5280::nc", "invalid-dnsname-leading-period"),
        *_each("critical or not makes no difference to Chromium: "
               "constraints/permitted-not-critical", "rfc5280::nc",
               "permitted-dns-match-noncritical"),
        *_each("critical or not makes no difference to Chromium: extension/explicit-with",
               "rfc5280::pc", "ica-noncritical-pc"),
        *_each("the malformed name beside the good one covers nothing, and harms nobody",
               "rfc5280::nc", "nc-permits-invalid-dns-san"),
        *_each("duty of the issuer: names with underscores are served, and browsers open them",
               "rfc5280::san", "underscore-dns"),
        *_each("Chromium takes it: serial/long", "rfc5280::serial", "too-long"),
        *_each("it sets a limit of its own on depth, and browsers have but one", "pathlen",
               "max-chain-depth-0-exhausted max-chain-depth-1-exhausted"),
        *_each("a CA as a leaf: its key may not sign a handshake, and CA/B rules forbid it "
               "(webpki::ca-as-leaf asks for the opposite)", "rfc5280", "ca-as-leaf"),
        *_each("a CA as a leaf: its key may not sign a handshake, and CA/B rules forbid it",
               "pathlen", "validation-ignores-pathlen-in-leaf"),
        *_each("Chromium gives up after 20 steps: asked with the same paths signed anew, it "
               "refuses each of these, and takes every other that must pass",
               "bettertls::pathbuilding", """
            tc56 tc57 tc58 tc60 tc61 tc62 tc63 tc64 tc65 tc66 tc67 tc68"""),
    )
)  # fmt: skip
"""By name; one that comes out right fails the test, so that the list cannot rot."""
