"""One CAS site, as the handlers see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TypeVar

from localcloud.gateway import ServiceError
from localcloud.services.cas.applying.instances import Instance
from localcloud.services.cas.certificates import StoredCertificate
from localcloud.services.cas.facts import Facts
from localcloud.services.cas.store import CasStore
from localcloud.services.rpc import Arguments
from localcloud.services.rpc.errors import invalid_parameter

_CHINA_TIME = timezone(timedelta(hours=8))

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class CasSite:
    """The store, seen from one site. `region` is `cn-hangzhou` or `ap-southeast-1`; an account
    that never opened CAS has nothing there.
    """

    region: str
    store: CasStore
    is_opened: Callable[[], bool] = lambda: True

    def now(self) -> datetime:
        """The world's time."""
        return self.store.clock.now()

    def certificates(self) -> tuple[StoredCertificate, ...]:
        """Newest first."""
        self.store.settle()
        return self.held_certificates()

    def require(self, number: int) -> StoredCertificate:
        """ServiceError NotFound for an id of nobody, or of the other site."""
        self.store.settle()
        found = self.store.find(number, self.region) if self.is_opened() else None
        if found is None:
            raise ServiceError(400, "NotFound", "The certificate does not exist.")
        return found

    def instance(self, instance_id: str) -> Instance | None:
        """A V2.0 instance of this site, as far as it has come."""
        self.store.settle()
        return self.held_instance(instance_id)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else changes CAS within the block, where only `held_…` is asked. All comes as far
        as it has come before: under CAS's lock that would wait for whoever does it already, and
        that one for the lock.
        """
        self.store.settle()
        with self.store.lock:
            yield

    def held_certificates(self) -> tuple[StoredCertificate, ...]:
        """As they stand."""
        return self.store.certificates(self.region) if self.is_opened() else ()

    def held_instance(self, instance_id: str) -> Instance | None:
        """As it stands."""
        found = self.store.instances.find(instance_id) if self.is_opened() else None
        return found if found is not None and found.site == self.region else None

    def epoch(self, at: datetime) -> int:
        """NotBefore and NotAfter of details; the unit is UNCERTAIN, hence by switch."""
        seconds = int(at.timestamp())
        unit = self.store.switches["cas.detail_times"]
        return seconds * 1000 if unit == "milliseconds" else seconds


def date(at: datetime) -> str:
    """StartDate and EndDate: `YYYY-MM-DD`. The zone is undocumented; China's time is likely."""
    return at.astimezone(_CHINA_TIME).strftime("%Y-%m-%d")


def described(facts: Facts) -> dict[str, str]:
    """What list and detail tell of the leaf in the same words."""
    return {
        "Sans": ",".join(facts.names),
        "Issuer": facts.issuer,
        "StartDate": date(facts.not_before),
        "EndDate": date(facts.not_after),
        "Fingerprint": facts.sha1,
        "Sha2": facts.sha256,
        "SerialNo": facts.serial,
        "OrgName": facts.organisation,
        "Province": facts.province,
        "City": facts.city,
        "Country": facts.country,
    }


def page(
    items: Sequence[Item], arguments: Arguments, *, size: int, most: int | None = None
) -> tuple[dict[str, int], Sequence[Item]]:
    """CurrentPage from 1 and ShowSize: the paging fields, and the items of that page.

    A page past the end is empty. `most` is the documented maximum of ShowSize.
    """
    current = arguments.number("CurrentPage", 1)
    show = arguments.number("ShowSize", size)
    if current < 1:
        raise invalid_parameter("CurrentPage")
    if show < 1 or (most is not None and show > most):
        raise invalid_parameter("ShowSize")
    fields = {"CurrentPage": current, "ShowSize": show, "TotalCount": len(items)}
    return fields, items[(current - 1) * show : current * show]
