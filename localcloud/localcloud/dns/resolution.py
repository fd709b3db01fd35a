"""From a name to its data, along the aliases."""

from __future__ import annotations

from dataclasses import dataclass

from localcloud.dns.hosted import Hosted, NothingHosted, beside
from localcloud.dns.provider import ProviderNames
from localcloud.dns.records import Data, Records
from localcloud.dns.subnets import Subnet, Subnets

_CHAIN_LIMIT = 16
_ROOT = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """aliases: (owner, target) in order; owner: the last name; data: what it holds, {} for a name
    without data, None for one that does not exist; endless: the aliases never end. scope: the
    prefix of the clients that this answer is for, 0 for everybody.
    """

    aliases: tuple[tuple[str, str], ...]
    owner: str
    data: Data | None
    endless: bool = False
    scope: int = 0


class Resolver:
    """The account's records first, with what its services host, then the provider's names; nothing
    else exists here.
    """

    def __init__(self, records: Records, provider: ProviderNames, subnets: Subnets) -> None:
        self._records = records
        self._provider = provider
        self._subnets = subnets
        self.hosted: Hosted = NothingHosted()

    def resolve(self, name: str, kind: str, client: Subnet | None = None) -> Resolution:
        """Aliases are followed unless they are what is asked for (RFC 1034 §4.3.2 step 3a).
        client: the network that the query names; None: it names none.
        """
        aliases: list[tuple[str, str]] = []
        while len(aliases) <= _CHAIN_LIMIT:
            own = self._subnets.find(name, client)
            if own is not None:
                return Resolution(tuple(aliases), name, own.data, scope=own.prefix)
            data = self._find(name)
            target = (data or {}).get("CNAME")
            if target is None or kind in ("CNAME", "ANY"):
                return Resolution(tuple(aliases), name, data)
            aliases.append((name, target[0]))
            name = target[0]
        return Resolution(tuple(aliases), name, None, endless=True)

    def zone_of(self, name: str) -> str:
        """The zone whose SOA stands beside a negative answer; the root for a foreign name."""
        own = (self.hosted.zone_of(name) or "", self._records.zone_of(name) or "")
        return max(own, key=len) or self._provider.zone_of(name) or _ROOT

    def name_servers(self, zone: str) -> tuple[str, ...]:
        """Those that its parent names; () where nobody said otherwise."""
        return self.hosted.name_servers(zone)

    def _find(self, name: str) -> Data | None:
        is_hosted = self.hosted.zone_of(name) is not None
        if self._records.zone_of(name) is not None:
            found = self._records.find(name)
        else:
            found = None if is_hosted else self._provider.find(name)
        return beside(found, self.hosted.find(name)) if is_hosted else found
