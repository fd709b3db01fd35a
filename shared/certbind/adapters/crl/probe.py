"""A probe that brings the CAs' CRLs along with what it saw."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from certbind.domain.model.identity import Domain
from certbind.domain.trust.observation import Attempt, Endpoint, FetchedCrl, Observation
from certbind.ports.visitors import CrlSource, TlsProbe
from certbind.values import dataclass, replace

_MOST_CHAINS = 8
_AT_ONCE = 8
_MOST_WAITING = 4096
"""Observations that are kept while a CA is waited for."""

Chains = tuple[tuple[bytes, ...], ...]
_Seen = tuple[Endpoint, Observation]


@dataclass(frozen=True, slots=True)
class ProbeWithCrls:
    """Implements TlsProbe."""

    probe: TlsProbe
    crls: CrlSource

    def observe(self, domain: Domain) -> Observation:
        """See TlsProbe; the CRLs of each chain that was served, once."""
        seen = self.probe.observe(domain)
        chains = _chains(seen)
        return replace(seen, crls=self.crls.crls_for(chains, seen.at)) if chains else seen

    def observe_all(self, endpoints: Iterable[Endpoint]) -> Iterator[_Seen]:
        """See TlsProbe. CAs are asked beside the sweep, once for all that serve the same."""
        asked: dict[Chains, Future[tuple[FetchedCrl, ...]]] = {}
        waiting: deque[tuple[_Seen, Future[tuple[FetchedCrl, ...]]]] = deque()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for endpoint, seen in self.probe.observe_all(endpoints):
                chains = _chains(seen)
                if not chains:
                    yield endpoint, seen
                    continue
                if chains not in asked:
                    asked[chains] = pool.submit(self.crls.crls_for, chains, seen.at)
                waiting.append(((endpoint, seen), asked[chains]))
                while waiting and (waiting[0][1].done() or len(waiting) > _MOST_WAITING):
                    yield _with_crls(*waiting.popleft())
            for one in waiting:
                yield _with_crls(*one)


def _with_crls(seen: _Seen, crls: Future[tuple[FetchedCrl, ...]]) -> _Seen:
    return seen[0], replace(seen[1], crls=crls.result())


def _chains(seen: Observation) -> Chains:
    served = (*seen.addresses, *seen.beside, *seen.elsewhere)
    chains = dict.fromkeys(one.chain for one in served if one.attempt is Attempt.COMPLETED)
    return tuple(chains)[:_MOST_CHAINS]
