"""What a person has decided about binding, from the settings."""

from __future__ import annotations

from certbind.config.reader import Reader
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.policy import Policy
from certbind.domain.trust.names import parse_reference
from certbind.fields import describe

_EVERY_DOMAIN = None
_NO_DOMAIN: tuple[Domain, ...] = ()
_SCOPES = {"all": _EVERY_DOMAIN, "none": _NO_DOMAIN}


def read_policy(reader: Reader) -> Policy:
    """Every variable of SETTINGS that says what may be bound."""
    return Policy(
        require_chain_seen=reader.flag("CERTBIND_REQUIRE_CHAIN_SEEN"),
        allow_unrestorable=reader.flag("CERTBIND_ALLOW_UNRESTORABLE"),
        preferred_issuers=reader.items("CERTBIND_PREFERRED_ISSUERS", str),
        pins=_read_pins(reader, "CERTBIND_PINS"),
        backups=_read_pins(reader, "CERTBIND_BACKUPS"),
        scope=_read_scope(reader, "CERTBIND_BIND"),
        renew=_read_scope(reader, "CERTBIND_RENEW"),
        zones=_read_scope(reader, "CERTBIND_VALIDATE"),
        harden=_read_scope(reader, "CERTBIND_HARDEN"),
    )


def parse_domain(text: str) -> Domain:
    """A name in a list; ValueError for a single label, as which `true` and `yes` would be read,
    and then match no domain without a word.
    """
    domain = parse_reference(text)
    if "." not in domain.removeprefix("."):
        raise ValueError("a domain name has a dot")
    return domain


def _read_scope(reader: Reader, name: str) -> tuple[Domain, ...] | None:
    word = reader.text(name).lower()
    if word in _SCOPES:
        return _SCOPES[word]
    domains = reader.items(name, parse_domain)
    if _SCOPES.keys() & {part.strip() for part in word.split(",")}:
        reader.fault(name, f"is {describe(word)}: all and none stand alone")
    return domains


def _read_pins(reader: Reader, name: str) -> tuple[tuple[Domain, CertificateId], ...]:
    pins = reader.items(name, _parse_pin)
    domains = [domain for domain, _ in pins]
    twice = sorted({domain for domain in domains if domains.count(domain) > 1})
    if twice:
        reader.fault(name, f"names {', '.join(twice)} more than once")
    return pins


def _parse_pin(text: str) -> tuple[Domain, CertificateId]:
    domain, equals, certificate = text.partition("=")
    if not equals:
        raise ValueError("<domain>=<certificate id> is expected")
    return parse_domain(domain.strip()), CertificateId.parse(certificate)
