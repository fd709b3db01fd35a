"""What visitors of a domain are served now, without an account or a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from certbind.domain.model.certificate import LeafIdentity
from certbind.domain.model.identity import Domain
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.known_chains import KnownChains
from certbind.domain.trust.observation import Endpoint, Observation
from certbind.domain.trust.verdict import Expectation, Verdict, judge
from certbind.ports.clock import Clock
from certbind.ports.visitors import TlsProbe
from certbind.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Look:
    """`certbind verify`: one observation and its verdict."""

    clock: Clock
    probe: TlsProbe
    anchors: TrustAnchors
    known: KnownChains = field(default_factory=KnownChains)

    def __call__(
        self, domain: Domain, leaf: LeafIdentity | None = None
    ) -> tuple[Observation, Verdict]:
        """With `leaf`, whether every address serves that one; without, whether all are sound."""
        observation = self.probe.observe(domain)
        return observation, self._judged(observation, Expectation(domain, leaf))

    def at_all(
        self, endpoints: Iterable[Endpoint], leaf: LeafIdentity | None = None
    ) -> Iterator[tuple[Endpoint, Observation, Verdict]]:
        """The same of many side by side, each as it comes to its end."""
        for endpoint, seen in self.probe.observe_all(endpoints):
            yield endpoint, seen, self._judged(seen, Expectation(endpoint.host, leaf))

    def _judged(self, seen: Observation, expected: Expectation) -> Verdict:
        return judge(seen, expected, self.anchors, self.clock.now(), self.known)
