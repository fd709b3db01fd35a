"""The roots of OSS's and CDN's own default certificates, of which their help tells days."""

from __future__ import annotations

from collections.abc import Iterable

from certbind.domain.trust.faults import Fault, FaultClass
from certbind.domain.trust.stores.asked import StoreVerdict

_PROVIDER = ".aliyuncs.com"
_ROOTS = "GlobalSign"

DAYS = (
    "OSS's help on R3: ready by 2026-12-28, R3 until 2027-04-15, R1's cross-sign until 2028-01-28",
    "OSS's newer help on R46: there since 2026-06-15, with R1 alone until 2027-01-28",
    "Chrome: of R3 nothing that was issued after 2026-09-30",
    "Mozilla: R1 is out since 2025-04-15, R3 goes on 2027-04-15",
)
"""Whose they are, side by side: they do not agree, and the earliest is the one to be ready for."""


_DEFAULTS = (_PROVIDER, ".kunlunsl.com")
"""OSS and CDN serve a certificate for names of these where a domain has none of its own."""


def is_default(names: Iterable[str]) -> bool:
    """Whether a certificate is the product's own."""
    named = tuple(names)
    return bool(named) and all(name.endswith(_DEFAULTS) for name in named)


def provider_note(names: Iterable[str], stores: tuple[StoreVerdict, ...]) -> tuple[Fault, ...]:
    """Of a leaf for the provider's own names below one of GlobalSign's roots."""
    root = next((one.root for one in stores if one.root.startswith(_ROOTS)), "")
    if not root or not any(name.endswith(_PROVIDER) for name in names):
        return ()
    told = f"the provider's own certificate, by {root}; {'; '.join(DAYS)}"
    return (Fault(FaultClass.PROVIDER_ROOT, told),)
