"""What an owner does in CAS's own console, and what a CA refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

from localcloud.services.cas.applying.packages import Package
from localcloud.services.cas.applying.settling import Ca
from localcloud.services.cas.deploying.jobs import Job, Manner
from tests.simulation.edges import REGION
from tests.simulation.hands_in_dns import HandsInDns

if TYPE_CHECKING:
    from tests.simulation.play import Play

_PRODUCT = "geotrust-dv-1-starter"
_QUOTA, _QUOTA_A_DAY = 12, 0.2
"""Of a package; and what its owner buys where a plan lasts longer."""
_SLOWEST = 4 * 3600.0


class HandsInCas:
    """Acts by name, as Hands does."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self._cas = play.cloud.cas
        self.acts: dict[str, Callable[..., str]] = {
            "buy": self._buy,
            "refuse": self._refuse,
            "silent": self._silent,
            "apply": self._apply,
            "deploy": self._deploy,
            "host": self._host,
            "jobs": self._jobs,
        }
        self._in_dns = HandsInDns(play)
        self.acts.update(self._in_dns.acts)
        self._cas.switches.set("cas.auto_reissue_days", "15")
        quota = max(_QUOTA, ceil(play.plan.days * _QUOTA_A_DAY))
        self._cas.packages.set(Package(_PRODUCT, total=quota))

    def _buy(self, how: str, days: int, name: str) -> str:
        """A certificate of a line that can be renewed: by hosting, as an instance, as an order."""
        is_order = how == "package" and not name.startswith("*")
        instance = f"cas-order-{len(self._play.account.truths)}" if is_order else None
        made = self._play.account.issue((name,), days, instance=instance)
        held = self._cas.get(made)
        if how == "hosted" and held is not None and days > 15:
            self._hosted(held.instance_id, on=True)
        return f"{made} for {name}, {days} days, {how}"

    def _hosted(self, instance: str, *, on: bool) -> None:
        self._cas.instances.change(instance, lambda one: replace(one, auto_reissue=on))
        self._cas.deploying.host()

    def _refuse(self, words: str) -> str:
        """The CA, every application."""
        self._play.cloud.ca.ca = Ca(refuses=words)
        if not words:  # hosting asked all the time: the next call of anybody would bring it about
            self._play.course.at_once()
        return words or "no more"

    def _silent(self, is_silent: str) -> str:
        self._play.course.is_silent = is_silent == "yes"
        return is_silent

    def _apply(self, which: float, _: float) -> str:
        """Anew, in the console, for an instance."""
        now = self._play.time.now()
        able = [
            one
            for one in self._cas.instances.all()
            if one.status(now) not in ("pending", "expired") and one.certificate
        ]
        if not able:
            return ""
        one = able[int(which * 0.999 * len(able))]
        self._cas.instances.keep(one.applied(now))
        return one.instance_id

    def apply_where_refused(self) -> None:
        """What a person does who was told."""
        for one in self._cas.instances.all():
            if one.remark and one.application is None and one.certificate:
                self._cas.instances.keep(one.applied(self._play.time.now()))
        for order in self._cas.packages.open_orders():
            if order.application is None:
                self._cas.packages.keep(order.applied(self._play.time.now()))

    def _deploy(self, where: float, which: float) -> str:
        """A click, for one domain."""
        account, now = self._play.account, self._play.time.now()
        held = account.held()
        if not held:
            return ""
        found = self._cas.get(held[int(which * 0.999 * len(held))])
        domain = account.spots[int(where * 0.999 * len(account.spots))].domain
        resources = self._cas.deploying.resources
        resources.synchronise(now)
        places = tuple(one.number for one in resources.copy(now) if one.stand.domain == domain)
        if found is None or not places:
            return ""
        contacts = self._cas.deploying.jobs.contacts

        def make(number: int, token: str) -> Job:
            name, certificates = f"console-{number}", (found.number,)
            return Job(
                *(number, REGION, name, "user", certificates, places, contacts, token, now, now),
                status="pending",
            )

        return f"job {self._cas.deploying.jobs.add(make).number}: {found.identifier} at {domain}"

    def _host(self, which: float, on: float) -> str:
        able = [one for one in self._cas.instances.all() if one.days > 15]
        if not able:
            return ""
        one = able[int(which * 0.999 * len(able))]
        self._hosted(one.instance_id, on=on < 0.5)
        return f"{one.instance_id} {'on' if on < 0.5 else 'off'}"

    def _jobs(self, how_long: float, which: float) -> str:
        """How jobs go from now on: slow, without an end, or failing at a domain."""
        domain = self._play.account.spots[0].domain
        fails = (domain,) if which < 0.3 else ()
        seconds = how_long * _SLOWEST
        self.jobs_go(Manner(seconds / 4, seconds, fails, endless=which > 0.8))
        self._play.course.at_once()
        return f"{seconds:.0f} s, fails at {', '.join(fails) or 'none'}"

    def jobs_go(self, manner: Manner) -> None:
        """From now on so."""
        self._cas.deploying.jobs.manner = manner

    def peace(self) -> None:
        """The CA issues, jobs end, the owner does what he was told."""
        self._refuse("")
        self._play.course.is_silent = False
        self._in_dns.peace()
        self.jobs_go(Manner())
        self.apply_where_refused()
