"""Why a domain that a person named was not found: three answers, each with its exit code."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches

from certbind.domain.model.identity import Domain
from certbind.domain.model.target import ScanFailure
from certbind.errors import (
    CertbindError,
    DomainOutOfScopeError,
    DomainUnreadError,
    UnknownDomainError,
)

_MOST_CAUSES = 3
"""Fifty buckets that are denied have one cause mostly, and it is told once."""


def not_in_sight(
    missing: Collection[Domain],
    failures: Sequence[ScanFailure],
    limits: Sequence[str],
    known: Sequence[Domain] = (),
) -> CertbindError:
    """Unread (failures), out of scope (limits: the settings that leave parts out of sight) or,
    where all was looked at, absent; with the names that are there and nearly the same.
    """
    subject = ", ".join(missing)
    if failures:
        where = "; ".join(f"{one.where} ({one.code})" for one in failures)
        told = f"not found, but {where} could not be read."
        causes = dict.fromkeys(one.message for one in failures)
        return DomainUnreadError(told, subject=subject, hint=" ".join([*causes][:_MOST_CAUSES]))
    if limits:
        told = f"not among what {', '.join(limits)} lets certbind look at; the rest was not asked."
        return DomainOutOfScopeError(told, subject=subject)
    near = [close for name in missing for close in get_close_matches(name, known, 1)]
    meant = f" Did you mean {', '.join(near)}?" if near else ""
    told = f"no OSS custom domain or CDN domain of the account has this name.{meant}"
    return UnknownDomainError(told, subject=subject)
