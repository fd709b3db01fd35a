"""What an owner, and others, do in the account's own DNS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from localcloud.services.cas.applying.application import Record

if TYPE_CHECKING:
    from tests.simulation.play import Play

ZONES = ("shop.example", "news.example")


class HandsInDns:
    """Acts by name, as Hands does. Of four zones three are the account's; of the others the world
    asks name servers elsewhere.
    """

    def __init__(self, play: Play) -> None:
        self._play = play
        self._dns = play.cloud.alidns
        self.acts: dict[str, Callable[..., str]] = {
            "record": self._record,
            "taken": self._taken,
            "away": self._away,
            "back": self._back,
        }
        for name in ZONES if play.plan.world.validates else ():
            if play.chance.draw("zone", name) < 0.75:
                self._dns.add_zone(name)

    def _record(self, where: float, which: float) -> str:
        """Another's, where a CA waits for one of ours or did: another value, or an alias."""
        found = self._waited_for() or self._places()
        if not found:
            return ""
        record = found[int(where * 0.999 * len(found))]
        zone = self._dns.holding(record.name)
        if zone is None:
            return ""
        kind, value = ("CNAME", "dcv.elsewhere.invalid") if which < 0.15 else ("TXT", "another")
        made = self._dns.add(zone, zone.host_of(record.name), kind, value, 600)
        self._play.course.soon()
        return f"{made.name} {kind} {value}"

    def _taken(self, where: float, which: float) -> str:
        """Somebody tidies up, or writes something else over it: whatever waits there."""
        found = [one for zone in self._dns.zones() for one in self._dns.records(zone.name)]
        if not found:
            return ""
        one = found[int(where * 0.999 * len(found))]
        if which < 0.5:
            self._dns.delete(one)
        else:
            self._dns.put(replace(one, value="changed"))
        self._play.course.soon()
        return f"{one.name} {one.kind} {one.value}, {'deleted' if which < 0.5 else 'changed'}"

    def _away(self, where: float) -> str:
        """The world asks for the zone elsewhere; its records stay."""
        return self._delegate(where, is_ours=False)

    def _back(self, where: float) -> str:
        return self._delegate(where, is_ours=True)

    def _delegate(self, where: float, *, is_ours: bool) -> str:
        zones = self._dns.zones()
        if not zones:
            return ""
        zone = zones[int(where * 0.999 * len(zones))]
        self._dns.keep_zone(replace(zone, delegated=is_ours))
        self._play.course.soon()
        return f"{zone.name} {'back' if is_ours else 'away'}"

    def _waited_for(self) -> list[Record]:
        return [one for one in self._play.course.records() if self._dns.holding(one.name)]

    def _places(self) -> list[Record]:
        """Where a CA looks for the domains of the account."""
        domains = [spot.domain.lstrip(".") for spot in self._play.account.spots]
        roots = [(domain, ".".join(domain.split(".")[-2:])) for domain in domains]
        return [
            Record(domain, root, f"_dnsauth.{domain.removesuffix(root)}".rstrip("."), "TXT", "")
            for domain, root in roots
        ]

    def peace(self) -> None:
        """The world asks Alidns, and what others wrote is none of an alias any more."""
        for zone in self._dns.zones():
            self._dns.keep_zone(replace(zone, delegated=True))
            for one in self._dns.records(zone.name):
                if one.kind == "CNAME":
                    self._dns.delete(one)
        self._play.course.soon()
