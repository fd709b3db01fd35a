"""What comes about in CAS by itself: owners publish records, CAs issue, hosting and people deploy.

The local cloud brings it up to the clock whenever somebody asks. Here the moments are known
beforehand, so that each is met between two calls, and what it changed is nobody's of ours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from localcloud.services.cas.applying.application import Application, Record
from localcloud.services.cas.applying.instances import FINAL, Instance
from tests.simulation.promises.book import JOB

if TYPE_CHECKING:
    from tests.simulation.play import Play

_AGAIN = timedelta(minutes=1)
_NEVER = float("inf")


class Course:
    """next: when something comes about. is_silent: the owner publishes nothing."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self._cas = play.cloud.cas
        self._publishes_after = timedelta(
            seconds=play.chance.one_of((60, 3600, 6 * 3600), "publishes after")
        )
        self.is_silent = False
        self.next = _NEVER

    def bring_on(self) -> None:
        """Everything that has come about by now."""
        if self._play.time.seconds < self.next:
            return
        account, watcher = self._play.account, self._play.watcher
        before = account.standing()
        self._publish()
        self._cas.settle()
        issued = account.news()
        after = account.standing()
        changed = [spot for spot in account.spots if before[spot] != after[spot]]
        for spot in changed:
            watcher.hand(spot, after[spot])
        if changed:
            self._play.markers.hit("a deployment job of CAS bound something")
            watcher.changed(before, JOB, None)
        for one in issued:
            self._play.markers.hit("CAS issued by itself")
            self._play.note(f"CAS issued {one}, until {account.truths[one].end}")
        if issued or changed:
            self._play.disturb()
        self.look()

    def at_once(self) -> None:
        """What is due by another manner than before, before anybody asks."""
        self.next = self._play.time.seconds
        self.bring_on()

    def look(self) -> None:
        """When something comes about next; after whatever may have changed it."""
        if not self._play.plan.world.renews:
            return
        now = self._play.time.now()
        moments = [*self._of_instances(now), *self._of_orders(), *self._of_jobs()]
        soonest = min(moments, default=None)
        if soonest is None:
            self.next = _NEVER
        else:
            self.next = self._play.time.at(soonest if soonest > now else now + _AGAIN)

    def _publish(self) -> None:
        """What was applied for long enough ago is there in DNS, beside what was there before."""
        if self.is_silent:
            return
        now, values = self._play.time.now(), defaultdict(list)
        for names, application in self._applications():
            if application.submitted_at + self._publishes_after <= now:
                for record in application.records(names):
                    if not self.is_for_certbind(record.name, application):
                        values[record.name].append(record.value)
        for name, found in values.items():
            self._play.cloud.names.set_txt(name, found)

    def is_for_certbind(self, name: str, application: Application) -> bool:
        """Whether certbind writes it: it is asked to, the zone is the account's and asked by the
        world, and CAS, which renews by itself where a person lets it, does not.
        """
        zone = self._play.cloud.alidns.holding(name)
        return zone is not None and zone.delegated and not application.by_itself

    def applied_for(self) -> tuple[tuple[str, ...], ...]:
        """The names of each application that is under way."""
        return tuple(names for names, _ in self._applications())

    def records(self) -> tuple[Record, ...]:
        """All that CAs wait for."""
        found = [one.records(names) for names, one in self._applications()]
        return tuple(record for records in found for record in records)

    def soon(self) -> None:
        """What a CA waits for may be there now."""
        if self._play.plan.world.validates:
            self.next = self._play.time.seconds

    def _applications(self) -> Iterator[tuple[tuple[str, ...], Application]]:
        cas = self._cas
        found = [
            *((one.names, one.application) for one in cas.instances.all()),
            *((one.names, one.application) for one in cas.packages.open_orders()),
        ]
        return ((names, one) for names, one in found if one is not None)

    def _of_instances(self, now: datetime) -> Iterator[datetime]:
        for one in self._cas.instances.all():
            if one.status(now) in FINAL:
                continue
            if one.application is not None:
                yield from self._of(one.names, one.application)
            elif one.auto_reissue:
                yield from self._reissued(one, now)

    def _reissued(self, one: Instance, now: datetime) -> Iterator[datetime]:
        held = self._cas.get(f"{one.certificate}-{one.site}")
        if held is not None:
            days = int(self._cas.switches["cas.auto_reissue_days"])
            due = held.facts.not_after - timedelta(days=days)
            # A CA that refuses is asked again by hosting; not each minute here.
            yield due if due > now else now + timedelta(hours=6)

    def _of_orders(self) -> Iterator[datetime]:
        for order in self._cas.packages.open_orders():
            if order.application is not None:
                yield from self._of(order.names, order.application)

    def _of(self, names: tuple[str, ...], one: Application) -> Iterator[datetime]:
        if one.validated_at is not None:
            yield one.validated_at + timedelta(seconds=self._play.cloud.ca.ca.issue_seconds)
        elif not self.is_silent and not all(
            self.is_for_certbind(record.name, one) for record in one.records(names)
        ):
            yield one.submitted_at + self._publishes_after

    def _of_jobs(self) -> Iterator[datetime]:
        manner = self._cas.deploying.jobs.manner
        for job in self._cas.deploying.jobs.under_way():
            scheduled = (job.began_at or job.modified_at) + timedelta(
                seconds=manner.schedule_seconds
            )
            if job.status != "processing":
                yield scheduled
            elif not manner.endless:
                yield scheduled + timedelta(seconds=manner.deploy_seconds)
