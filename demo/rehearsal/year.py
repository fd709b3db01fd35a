"""The course of a rehearsal: time passes a step at a time, the owner publishes what CAs want to
see, troubles strike, and visitors come.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from demo.rehearsal.record import Record
from demo.rehearsal.troubles import troubles
from demo.stage import DEAD, LEDGER, QUEUE, ROOT, SITE, Stage
from demo.telling import StoryError
from demo.visitors import Visit, visit
from localcloud.services.cdn import Origin
from localcloud.world import LocalCloud

BUCKET = "assets"
_DAY = timedelta(days=1)
_REST_SECONDS = 600
"""For all that one moment brings; a machine may be busy, and one that hangs ends."""
_SOON = timedelta(hours=2)
"""Messages that are due within it are waited for before visitors come."""
_MOST_WAITS = 60
_IN_ALIDNS = 1
"""Which of four domains has its zone there."""


class RehearsalStage(Stage):
    """The account of a rehearsal: domains of OSS and CDN in turn, each with a certificate of its
    own; every other one is renewed by CAS itself (AutoReissue), the rest by certbind. The zones of
    every other one of these are in the account's own DNS, where certbind writes what the CA waits
    for; of all others the owner publishes it.
    """

    strict_roles = False

    def __init__(self, domains: int, lifetime: int) -> None:
        """lifetime: of every certificate, in days."""
        os.environ.update(
            CERTBIND_LEDGER_BUCKET=LEDGER, CERTBIND_RENEW="all", CERTBIND_VALIDATE="all"
        )
        super().__init__()
        self._lifetime = lifetime
        self.names = tuple(f"shop-{n:02}.example.com" for n in range(domains))
        self._tell_a_group()

    def __enter__(self) -> RehearsalStage:  # noqa: PYI034 - Self came with Python 3.11
        """See Stage."""
        super().__enter__()
        return self

    def set_up(self) -> None:
        """Queues, the ledger, the domains with what they begin with. CAS's hosting applies anew 15
        days before the end: of 47 days, 30 would be most.
        """
        self.cloud.switches.set("cas.auto_reissue_days", "15")
        self.cloud.oss.world.create_bucket(LEDGER, SITE)
        for queue in (QUEUE, DEAD):
            self.cloud.mns.model.create_queue(queue, {})
        self.cloud.oss.world.create_bucket(BUCKET, SITE)
        for number, name in enumerate(self.names):
            self._add(number, name)

    def _tell_a_group(self) -> None:
        """A group's robot is told what certbind tells; its address is a setting of functions."""
        robot = self.cloud.robots.add("dingtalk", signed=True, keyword="")
        os.environ["CERTBIND_NOTICE_DINGTALK"] = (
            f"{self.cloud.robots_url}{self.cloud.robots.path(robot)}"
        )
        os.environ["CERTBIND_NOTICE_DINGTALK_SECRET"] = robot.secret
        self.cloud.stop()
        self.cloud = LocalCloud(self._folder, service_file=ROOT / "s.yaml")

    def _add(self, number: int, name: str) -> None:
        held = self.issue(name, days=self._lifetime - number % 20)
        book = self.cloud.cas.instances
        found = book.find(held.instance_id)
        if found is not None:
            hosted = number % 2 == 0
            book.keep(replace(found, days=self._lifetime, auto_reissue=hosted))
        if number % 4 == _IN_ALIDNS:
            self.cloud.alidns.add_zone(name)
        if number % 4 < 2:
            self.cloud.oss.world.map_domain(BUCKET, name)
            self.cloud.oss.world.bind(BUCKET, name, held.identifier)
        else:
            origin = Origin("oss", f"{BUCKET}.oss-{SITE}.aliyuncs.com")
            self.cloud.cdn.model.add_domain(name, [origin])
            self.cloud.cdn.model.bind(name, held.identifier)

    def publish(self) -> int:
        """The owner's DNS has what CAs want to see. How many applications there were so far."""
        cas = self.cloud.cas
        cas.settle()
        waiting = [(one.application, one.names) for one in cas.instances.all()]
        waiting += [(one.application, one.names) for one in cas.packages.open_orders()]
        for application, names in waiting:
            for record in application.records(names) if application is not None else ():
                if self.cloud.alidns.holding(record.name) is None:
                    self.cloud.dns.set_txt(record.name, record.value)
        return sum(one.applications for one in cas.instances.all())

    def bound(self, name: str) -> str:
        """The certificate that is attached, "" for none."""
        cname = self.cloud.oss.account.cnames.find(name)
        if cname is not None:
            return cname.certificate_id or ""
        domain = self.cloud.cdn.model.get(name)
        return domain.binding.identifier if domain and domain.binding else ""


class Year:
    """One run."""

    def __init__(self, stage: RehearsalStage, days: int, seed: int, step: timedelta) -> None:
        """step: between two ticks of the timers that are played."""
        self._stage = stage
        self._begin = stage.cloud.clock.now()
        self._step = step
        self._troubles = troubles(seed, days)
        self._numbers: dict[str, int] = {}
        self._attached: dict[str, str] = {}
        self.record = Record(stage.names, days)

    def play(self, shows: Callable[[int], None] = lambda _: None) -> Record:
        """All days."""
        self._attached = {name: self._stage.bound(name) for name in self._stage.names}
        known = self._stage.publish()
        steps = round(self.record.days * _DAY / self._step)
        for number in range(steps):
            day = int(number * self._step / _DAY)
            if number == 0 or day != int((number - 1) * self._step / _DAY):
                self._strike(day)
                shows(day)
            self._until(self._begin + (number + 1) * self._step)
            applied = self._stage.publish()
            self._work_off()
            self.record.orders[day] += applied - known
            known = applied
            self._look(day)
        self.record.letters = int(self._stage.cloud.mns.model.attributes(DEAD)["ActiveMessages"])
        self.record.notices = [str(one) for one in self._stage.cloud.robots.posts()]
        return self.record

    def _strike(self, day: int) -> None:
        self._stage.cloud.kernel.faults.clear()
        for one in self._troubles.get(day, ()):
            one.strike(self._stage.cloud, QUEUE)
            self.record.troubles[day] += 1
            self.record.kinds[one.what] += 1

    def _until(self, moment: datetime) -> None:
        cloud = self._stage.cloud
        cloud.advance(max(moment - cloud.clock.now(), timedelta()))
        self._settle()

    def _work_off(self) -> None:
        """What functions told themselves for the next hours; CAs' minutes pass with it."""
        cloud = self._stage.cloud
        for _ in range(_MOST_WAITS):
            due = cloud.queues.next_visible(QUEUE)
            if due is None or due - cloud.clock.now() > _SOON:
                return
            self._until(due + timedelta(seconds=1))
            self._stage.publish()

    def _settle(self) -> None:
        if not self._stage.cloud.runner.settle(_REST_SECONDS):
            raise StoryError("the functions did not come to rest within ten minutes")

    def _look(self, day: int) -> None:
        for name in self._stage.names:
            attached = self._stage.bound(name)
            if attached != self._attached[name]:
                self._attached[name] = attached
                self.record.bound(name, day)
            self._visit(name, day)

    def _visit(self, name: str, day: int) -> None:
        cloud = self._stage.cloud
        for address in cloud.dns.resolve(name):
            seen = visit(name, address, cloud.edges.port)
            told, left = self._judged(name, seen)
            number = (
                0 if told else self._numbers.setdefault(seen.fingerprint, len(self._numbers) + 1)
            )
            self.record.saw(name, day, number, left, f"{address}: {told}")

    def _judged(self, name: str, seen: Visit) -> tuple[str, float]:
        """What is wrong, "" for nothing, and the days that are left."""
        if seen.trouble:
            return seen.trouble, 0.0
        if name not in seen.names:
            return f"a certificate for {', '.join(seen.names)}", 0.0
        cas = self._stage.cloud.cas.certificates(SITE)
        held = next((c for c in cas if c.facts.sha256.lower() == seen.fingerprint), None)
        if held is None:
            return "a certificate that CAS does not know", 0.0
        left = (held.facts.not_after - self._stage.cloud.clock.now()) / _DAY
        return ("" if left > 0 else "a certificate that has ended"), left
