"""What a rehearsal saw, day by day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Record:
    """served: domain → one mark a day: the number of the certificate, 0 where visitors met none
    that works. orders, binds: by day. outages, notices: as sentences.
    """

    domains: tuple[str, ...]
    days: int
    served: dict[str, list[int]] = field(default_factory=dict)
    orders: Counter[int] = field(default_factory=Counter)
    binds: dict[str, Counter[int]] = field(default_factory=dict)
    troubles: Counter[int] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    outages: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    letters: int = 0
    shortest: float = float("inf")
    """Days that were left to the certificate that came nearest to its end, in any look."""

    def saw(self, domain: str, day: int, certificate: int, days_left: float, told: str) -> None:
        """One look at a domain; certificate 0: `told` says what is wrong."""
        marks = self.served.setdefault(domain, [])
        marks += [marks[-1] if marks else certificate] * (day - len(marks))
        if len(marks) == day:
            marks.append(certificate)
        elif certificate == 0 or marks[day]:
            marks[day] = certificate
        if certificate:
            self.shortest = min(self.shortest, days_left)
        else:
            self.outages.append(f"day {day}: {domain}: {told}")

    def bound(self, domain: str, day: int) -> None:
        """What is attached there changed."""
        self.binds.setdefault(domain, Counter())[day] += 1

    def told(self) -> str:
        """For a person."""
        binds = sum(sum(found.values()) for found in self.binds.values())
        orders = sum(self.orders.values())
        met = ", ".join(f"{count} {kind}" for kind, count in sorted(self.kinds.items()))
        lines = [
            f"{self.days} days, {len(self.domains)} domains: {len(self.outages)} outages",
            f"applied for {orders} times, bound {binds} times, {len(self.notices)} notices",
            f"dead letters: {self.letters}",
            f"the shortest life that was left to what visitors got: {self.shortest:.1f} days",
            f"troubles: {met or 'none'}",
        ]
        return "\n".join((*lines, *(f"  OUTAGE {one}" for one in self.outages[:20])))
