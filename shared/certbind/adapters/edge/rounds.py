"""Several look-ups of one name, together: resolvers turn long lists of addresses round."""

from __future__ import annotations

import time
from collections.abc import Callable

from certbind.adapters.edge.lookup import LOOKUP_SECONDS, Lookup, Resolver
from certbind.domain.trust.observation import Family, Resolution

ROUNDS = 4
"""At most. Two at least, and as many more as bring an address that was not told before."""


class OverRounds:
    """Implements Resolver by asking another one again.

    No round begins in the second half of a look-up's time, so all take half as long again at most.
    """

    def __init__(
        self, resolver: Resolver, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._resolver = resolver
        self._monotonic = monotonic

    def resolve(self, name: str) -> Lookup:
        """See Resolver. A kind of address is unanswered when no round told it; a name has an
        address when one did, whatever the others said.
        """
        last_begin = self._monotonic() + LOOKUP_SECONDS / 2
        found = self._resolver.resolve(name)
        if found.resolution is not Resolution.RESOLVED:
            return found
        for _ in range(ROUNDS - 1):
            if self._monotonic() >= last_begin:
                break
            more = self._resolver.resolve(name)
            has_news = not set(more.addresses) <= set(found.addresses)
            found = _together(found, more)
            if not has_news:
                break
        return found


def _together(found: Lookup, more: Lookup) -> Lookup:
    addresses = tuple(dict.fromkeys((*found.addresses, *more.addresses)))
    silent = tuple(one for one in found.unanswered if _told_nothing_of(one, more))
    chain = max((found.cname_chain, more.cname_chain), key=len)
    return Lookup(Resolution.RESOLVED, addresses, chain, silent)


def _told_nothing_of(family: Family, more: Lookup) -> bool:
    """Of a round without any address it is not known which kind failed."""
    return more.resolution is not Resolution.RESOLVED or family in more.unanswered
