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

_NEARNESS = 0.85
"""Of difflib: a slip of a letter or two. Names of one parent domain are much alike already: for
`cdn.example.com` nobody means `www.example.com`, which is 0.8.
"""


def not_in_sight(
    missing: Collection[Domain],
    failures: Sequence[ScanFailure],
    limits: Sequence[str],
    known: Sequence[Domain] = (),
) -> CertbindError:
    """Unread (failures), out of scope (limits: the settings that leave parts out of sight) or,
    where all was looked at, absent; with the names that are in sight and nearly the same.
    """
    subject, meant = ", ".join(missing), did_you_mean(missing, known)
    if failures:
        where = "; ".join(f"{one.where} ({one.code})" for one in failures)
        told = f"not found, but {where} could not be read.{meant}"
        causes = dict.fromkeys(one.message for one in failures)
        return DomainUnreadError(told, subject=subject, hint=" ".join([*causes][:_MOST_CAUSES]))
    if limits:
        told = f"not among what {', '.join(limits)} lets certbind look at; the rest was not asked."
        return DomainOutOfScopeError(f"{told}{meant}", subject=subject)
    told = f"no product of the account has a domain of this name.{meant}"
    return UnknownDomainError(told, subject=subject)


def did_you_mean(missing: Collection[Domain], known: Sequence[Domain]) -> str:
    """A sentence with a blank before it, or nothing where no name is near."""
    near = [one for name in missing for one in get_close_matches(name, known, 1, _NEARNESS)]
    return f" Did you mean {', '.join(dict.fromkeys(near))}?" if near else ""
