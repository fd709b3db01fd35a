"""Public suffixes, of the ICANN section of the list that `publicsuffixlist` carries: the private
one lists hosting suffixes whose owners hold wildcard certificates rightly, so it is left out.
"""

from __future__ import annotations

from functools import lru_cache

from publicsuffixlist import PSLFILE, PublicSuffixList

_BEGIN, _END = b"// ===BEGIN ICANN DOMAINS===", b"// ===END ICANN DOMAINS==="


def is_public_suffix(name: str) -> bool:
    """Whether a rule of the list is the whole name, which is in lower-case A-labels; a lone label is
    one by the list's default rule, and `*.example` makes `example` one, too, as the list's linter
    has it. https://publicsuffix.org/list/
    """
    _, dot, above = name.partition(".")
    if not dot:
        return True
    if "xn--" in name:  # the list has such rules in their own letters
        return _by_the_library().is_public(name)
    rules = _rules()
    if f"!{name}".encode() in rules:
        return False
    return any(rule.encode() in rules for rule in (name, f"*.{name}", f"*.{above}"))


def registrable_domain(name: str) -> str:
    """The domain that somebody registered, below which DNS consoles take host records:
    `shop.example` for `www.shop.example`; the name itself where it is a public suffix.
    """
    return _by_the_library().privatesuffix(name) or name


@lru_cache(maxsize=1)
def _rules() -> frozenset[bytes]:
    """Its lines, read once; comments among them are no name. The library makes A-labels of each,
    which takes as long as fifty handshakes, and few names that are asked for need it.
    """
    with open(PSLFILE, "rb") as file:  # noqa: PTH123 - the domain knows no paths
        icann = file.read().partition(_BEGIN)[2].partition(_END)[0]
    return frozenset(icann.split(b"\n"))


@lru_cache(maxsize=1)
def _by_the_library() -> PublicSuffixList:
    return PublicSuffixList(only_icann=True)
