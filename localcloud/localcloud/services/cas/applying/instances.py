"""V2.0 instances: paid periods that yield certificates one after another."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from localcloud.services.cas.applying.application import Application
from localcloud.store import Store

_PERIOD = timedelta(days=366)
_WILL_EXPIRE_WITHIN = timedelta(days=30)
FINAL = ("refund", "closed", "expired")
"""States from which nothing is issued any more."""


@dataclass(frozen=True, slots=True)
class Instance:
    """ended: `refund` or `closed`, as the world willed. certificate: the number of the latest one,
    0 before the first. remark: the CA's last words. task, told: of the last ApplyCertificate.
    applications: how many were ever submitted, by whom ever.
    """

    instance_id: str
    site: str
    names: tuple[str, ...]
    bought_at: datetime
    kind: str = "BUY"
    validation: str = "DV"
    key_algorithm: str = "RSA_2048"
    generate_csr: str = "online"
    record_kind: str = "TXT"
    auto_reissue: bool = False
    ended: str = ""
    certificate: int = 0
    application: Application | None = None
    remark: str = ""
    task: str = ""
    told: str = ""
    applications: int = 0
    days: int = 90

    def status(self, now: datetime) -> str:
        """One of the seven words of the documentation."""
        if self.ended:
            return self.ended
        ends = self.bought_at + _PERIOD
        if now > ends:
            return "expired"
        if self.application is not None:
            return "pending"
        if not self.certificate:
            return "inactive"
        return "willExpire" if ends - now <= _WILL_EXPIRE_WITHIN else "normal"

    @property
    def ends_at(self) -> datetime:
        """Of the paid period."""
        return self.bought_at + _PERIOD

    def applied(self, moment: datetime, *, by_itself: bool = False) -> Instance:
        """An application is under way."""
        application = Application.at(moment, self.record_kind, by_itself=by_itself)
        return replace(
            self,
            application=application,
            applications=self.applications + 1,
            remark="",
            task="success",
            told="",
        )

    def issued(self, number: int) -> Instance:
        """The CA handed one out."""
        return replace(self, application=None, certificate=number, remark="")

    def refused(self, why: str) -> Instance:
        """The CA will not."""
        return replace(self, application=None, remark=why, task="failed", told=why)

    def to_json(self) -> dict[str, Any]:
        """A record for the state store."""
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {
            **fields,
            "names": list(self.names),
            "bought_at": self.bought_at.isoformat(),
            "application": self.application and self.application.to_json(),
        }

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Instance:
        """The reverse of `to_json`."""
        return cls(
            **{
                **record,
                "names": tuple(record["names"]),
                "bought_at": datetime.fromisoformat(record["bought_at"]),
                "application": Application.from_json(record["application"]),
            }
        )


class Instances:
    """Those of both sites, kept over restarts. units: of hosting, that are left. lock: CAS's."""

    def __init__(self, store: Store, lock: threading.RLock) -> None:
        self._lock = lock
        self._table = store.table("cas.instances")
        self._units = store.table("cas.hosting")

    def find(self, instance_id: str) -> Instance | None:
        """By its id."""
        record = self._table.get(instance_id)
        return None if record is None else Instance.from_json(record)

    def all(self) -> tuple[Instance, ...]:
        """In order of their ids."""
        return tuple(Instance.from_json(record) for _, record in sorted(self._table.items()))

    def keep(self, instance: Instance) -> Instance:
        """As it is now."""
        self._table[instance.instance_id] = instance.to_json()
        return instance

    def change(self, instance_id: str, how: Callable[[Instance], Instance]) -> Instance:
        """KeyError when there is none. What the CA did and what a request asked for meanwhile both
        count.
        """
        with self._lock:
            return self.keep(how(Instance.from_json(self._table[instance_id])))

    @property
    def units(self) -> int:
        """One is used by each instance that hosting is switched on for."""
        return int(self._units.get("units", {"left": 10})["left"])

    @units.setter
    def units(self, left: int) -> None:
        self._units["units"] = {"left": left}
