"""Host names: reading a reference identifier and matching presented ones (RFC 9525).

Only dNSName entries of the SAN are ever given to these functions; the common name is never
read (RFC 9525, section 2). An address is no name: references that are one are refused, and so
no dNSName that looks like one can match.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING

from certbind.domain.model.identity import Domain

if TYPE_CHECKING:  # read where a name is beyond ASCII, or a wildcard: few are
    from publicsuffixlist import PublicSuffixList

_MAX_NAME = 253  # RFC 1035, section 2.3.4, without the root's dot
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_NAME = re.compile(r"(?:[a-z0-9_-]{1,63}\.)*(?=\d*[a-z_-])[a-z0-9_-]{1,63}", flags=re.ASCII)
"""Without those whose last label is digits alone, as that makes it an address (`is_address`)."""
_SHOWN_NAMES = 3
_PROBE_LABEL = "certbind-check"


class InvalidNameError(ValueError):
    """The text is no reference identifier: an input error, never a mismatch. It is not repeated:
    what was put there by mistake may be a secret.
    """


def parse_reference(text: str) -> Domain:
    """The name that a client asks for, as lower-case A-labels.

    One trailing dot is dropped; anything beyond ASCII goes through UTS-46 and IDNA2008, label by
    label, so that a label in ASCII means the same beside any other. Underscores are kept in every
    label, since OSS-style names hold them and browsers ask for them (UTS-46 without
    UseSTD3ASCIIRules). CDN's wildcard form `.example.com` is kept and `*.example.com` becomes it.
    Raises InvalidNameError.
    """
    is_wildcard = text.startswith((".", "*.")) and text not in {".", "*."}
    plain = text.removeprefix("*").removeprefix(".") if is_wildcard else text
    name = _to_ascii(plain).removesuffix(".")
    _refuse_malformed(name)
    return Domain(f".{name}" if is_wildcard else name)


def parse_host(text: str) -> Domain:
    """As `parse_reference`; or an address, which stands for itself (`[2001:db8::1]` as well)."""
    plain = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    try:
        return Domain(str(ip_address(plain)))
    except ValueError:
        return parse_reference(text)


def _to_ascii(plain: str) -> str:
    if plain.isascii():
        return plain.lower()
    import idna  # noqa: PLC0415 - see above

    try:
        return ".".join(map(_a_label, idna.uts46_remap(plain, std3_rules=False).split(".")))
    except (idna.IDNAError, UnicodeError) as error:
        raise InvalidNameError("it is no domain name by IDNA2008") from error


def _a_label(label: str) -> str:
    """IDNA2008 knows no underscore (RFC 5892), so only what stands beside it is held to it."""
    if label.isascii():
        return label
    import idna  # noqa: PLC0415 - see above

    idna.check_label(label.replace("_", ""))
    return f"xn--{label.encode('punycode').decode('ascii')}"


def shown(domain: Domain) -> str:
    """The name in its own letters (U-labels), to be told beside the A-labels: many look alike. A
    label that is no IDNA2008 one stays as it is.
    """
    return domain if "xn--" not in domain else ".".join(map(_u_label, domain.split(".")))


def _u_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    import idna  # noqa: PLC0415 - see above

    try:
        return idna.ulabel(label)
    except (idna.IDNAError, UnicodeError):
        return label


def _refuse_malformed(name: str) -> None:
    if not name:
        raise InvalidNameError("it is empty")
    if is_address(name):
        raise InvalidNameError("it is an IP address, and certificates are bound to names")
    if len(name) > _MAX_NAME:
        raise InvalidNameError(f"it is longer than {_MAX_NAME} characters")
    for label in name.split("."):
        if not label:
            raise InvalidNameError("it has an empty label")
        if not _LABEL.fullmatch(label):
            raise InvalidNameError(_label_fault(label))


def _label_fault(label: str) -> str:
    foreign = sorted(set(re.sub(r"[a-z0-9_-]", "", label)))
    if foreign:
        return f"it holds {foreign[0]!r}, which no domain name may hold"
    return f"a label of it is longer than 63 characters ({len(label)})"


def is_address(name: str) -> bool:
    """Whether it is an IPv4 or IPv6 literal; a last label of digits makes any name one (WHATWG
    URL, 4.1).
    """
    if name.rpartition(".")[2].isdigit():
        return True
    if ":" not in name:
        return False
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def covers(presented: str, reference: str) -> bool:
    """Whether a certificate's dNSName stands for the name that a client asks for.

    Exactly equal labels, or `*` as the whole left-most label for exactly one label (an A-label
    too), over at least two labels that are no public suffix of the ICANN section. CDN's
    `.example.com` asks for every name one label below, so only `*.example.com` stands for it.
    A malformed presented name covers nothing; a malformed reference raises InvalidNameError.
    """
    return _covers(presented, parse_reference(reference))


def _covers(presented: str, asked: Domain) -> bool:
    if not presented.isascii():
        return False
    name = presented.lower()
    if name.startswith("*."):
        return asked.partition(".")[2] == name[2:] and is_sound_wildcard(name)
    return name == asked and _is_well_formed(name)


@lru_cache(maxsize=1024)
def is_sound_wildcard(presented: str) -> bool:
    """Whether `*.<base>` can cover anything: the base is no public suffix, as a lone label is."""
    base = presented.lower().removeprefix("*.")
    return _is_well_formed(base) and not is_public_suffix(base)


def _is_well_formed(name: str) -> bool:
    return len(name) <= _MAX_NAME and _NAME.fullmatch(name) is not None


def is_public_suffix(name: str) -> bool:
    """Whether a rule of the list is the whole name, which is in lower-case A-labels. Of the ICANN
    section: the private one lists hosting suffixes, whose owners hold wildcards rightly.
    https://publicsuffix.org/list/
    """
    return bool(_suffixes(in_a_labels="xn--" in name).is_public(name))


def registrable_domain(name: str) -> str:
    """The domain that somebody registered, below which DNS consoles take host records:
    `shop.example` for `www.shop.example`; the name itself where it is a public suffix.
    """
    return _suffixes(in_a_labels="xn--" in name).privatesuffix(name) or name


@lru_cache(maxsize=2)
def _suffixes(*, in_a_labels: bool) -> PublicSuffixList:
    """The bundled list, read at first use. To make A-labels of its rules takes twice as long as
    all else of it, and few names that are asked for have any.
    """
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - see above

    return PublicSuffixList(only_icann=True, accept_encoded_idn=in_a_labels)


def covers_any(presented: Iterable[str], reference: str) -> bool:
    """Whether one of the presented identifiers covers the reference, which is read once."""
    names = tuple(presented)
    if not names:
        return False
    asked = parse_reference(reference)
    shown = {name.lower() for name in names if name.isascii()}
    return any(one in shown and _covers(one, asked) for one in covering_names(asked))


def covers_host(names: Collection[str], addresses: Collection[str], host: Domain) -> bool:
    """As `covers_any`, of a host that was read before, and names in lower case; addresses: the
    SAN's iPAddress entries, of which one is to be equal (RFC 9525, section 6.5).
    """
    if host in names and _is_well_formed(host):
        return True
    wildcard = f"*.{host.partition('.')[2]}"
    return (wildcard in names and is_sound_wildcard(wildcard)) or host in addresses


def covering_names(domain: Domain) -> tuple[str, ...]:
    """The presented identifiers that could cover this domain: itself and its wildcard.

    For an index over many certificates; `covers` still decides.
    """
    wildcard = f"*.{domain.partition('.')[2]}"
    return (wildcard,) if domain.startswith(".") else (domain, wildcard)


def short_wildcard(domain: Domain) -> str | None:
    """The wildcard that ends one label above this domain: `*.example.com` for `a.b.example.com`.

    People expect it to cover the domain; browsers refuse it (RFC 9525, section 6.3). None when
    no sound wildcard can stand there.
    """
    wildcard = wildcard_above(domain)
    return wildcard if is_sound_wildcard(wildcard) else None


def wildcard_above(domain: Domain) -> str:
    """As `short_wildcard`, sound or not. For an index: the public suffixes, which tell whether it
    is, are slow to read.
    """
    parent = domain.partition(".")[2]
    return f"*.{parent.partition('.')[2]}"


def explain_mismatch(presented: tuple[str, ...], reference: str) -> str:
    """One clause for people on why none of the presented identifiers covers the reference."""
    if is_address(reference):
        return f"names no address {reference}: it is for {_some_of(presented) or 'no name'}"
    domain = parse_reference(reference)
    shown = {name.lower() for name in presented}
    if not shown:
        return "names no domain at all"
    short = short_wildcard(domain)
    if short in shown:
        return f"covers {short}, which is one label short for {domain}"
    if f"*.{domain}" in shown:
        return f"covers *.{domain}, which does not include {domain} itself"
    parent = domain.partition(".")[2]
    if f"*.{parent}" in shown and not is_sound_wildcard(f"*.{parent}"):
        return f"names *.{parent}, which browsers refuse: {parent} is a public suffix"
    return f"covers only {_some_of(presented)}"


def _some_of(names: tuple[str, ...]) -> str:
    head = ", ".join(names[:_SHOWN_NAMES])
    rest = len(names) - _SHOWN_NAMES
    return f"{head} and {rest} more" if rest > 0 else head


def probe_name(domain: Domain) -> str:
    """The name to ask an edge for: the domain, or a label below CDN's `.example.com`."""
    return f"{_PROBE_LABEL}{domain}" if domain.startswith(".") else domain
