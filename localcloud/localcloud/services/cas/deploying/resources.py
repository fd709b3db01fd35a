"""CAS's own list of where certificates stand: a copy that lags, and that some products lack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from localcloud.contracts import Deployable, Stand
from localcloud.store import Store

NOT_LISTED = ("ESA",)
"""Products that the list lacks, though certificates stand there (no page names them)."""
_FIRST = 3_510_001
_LAG_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Resource:
    """stand: as it was when the copy was taken."""

    number: int
    stand: Stand

    @property
    def product(self) -> str:
        """As CloudProduct writes it."""
        return self.stand.product


class Resources:
    """What stands in the products of this world. The copy is taken anew when somebody asks and it
    is older than the lag: when CAS does so by itself nobody knows.
    """

    def __init__(self, store: Store) -> None:
        self.products: list[Deployable] = []
        self._settings = store.table("cas.resource_settings")
        self._numbers = store.table("cas.resource_numbers")
        self._kept = store.table("cas.resources")
        self._copy = {int(key): _from_json(one) for key, one in self._kept.items()}

    @property
    def lag(self) -> timedelta:
        """How old the copy may become."""
        kept = self._settings.get("lag", {"seconds": _LAG_SECONDS})
        return timedelta(seconds=float(kept["seconds"]))

    @lag.setter
    def lag(self, lag: timedelta) -> None:
        self._settings["lag"] = {"seconds": lag.total_seconds()}

    def uses(self) -> Iterable[tuple[str, str]]:
        """As the products themselves say: one place is one user (UseRegister)."""
        for one in self.truth():
            if one.identifier and one.product.upper() not in NOT_LISTED:
                yield one.identifier, one.user

    def truth(self) -> tuple[Stand, ...]:
        """As it is now."""
        return tuple(one for product in self.products for one in product.stands())

    def copy(self, now: datetime) -> tuple[Resource, ...]:
        """As CAS has it."""
        taken = self._settings.get("taken")
        if taken is None or now - datetime.fromisoformat(taken["at"]) >= self.lag:
            self.synchronise(now)
        return tuple(Resource(number, stand) for number, stand in sorted(self._copy.items()))

    def synchronise(self, now: datetime) -> None:
        """As when a person opens the console's page."""
        listed = (one for one in self.truth() if one.product.upper() not in NOT_LISTED)
        self._copy = {self._number(stand): stand for stand in listed}
        for key in list(self._kept):
            del self._kept[key]
        for number, stand in self._copy.items():
            self._kept[str(number)] = _to_json(stand)
        self._settings["taken"] = {"at": now.isoformat()}

    def find(self, number: int) -> Resource | None:
        """Of the copy as it is."""
        stand = self._copy.get(number)
        return None if stand is None else Resource(number, stand)

    def now_at(self, resource: Resource) -> Stand | None:
        """What stands there now; None where the place is gone."""
        key = _key(resource.stand)
        return next((one for one in self.truth() if _key(one) == key), None)

    def attach(self, resource: Resource, identifier: str) -> None:
        """The product takes it. LookupError, or the product's own refusal, where it does not."""
        key = _key(resource.stand)
        for product in self.products:
            if any(_key(one) == key for one in product.stands()):
                product.attach(resource.stand, identifier)
                return
        raise LookupError(resource.stand.domain)

    def _number(self, stand: Stand) -> int:
        key = _key(stand)
        if key not in self._numbers:
            self._numbers[key] = {"number": _FIRST + len(self._numbers)}
        return int(self._numbers[key]["number"])


def _key(stand: Stand) -> str:
    place = f"{stand.product}/{stand.region}/{stand.instance}"
    if stand.listener:
        return f"{place}/{stand.listener}/{stand.slot}"
    return f"{place}/{stand.domain}"


def _to_json(stand: Stand) -> dict[str, Any]:
    return {**asdict(stand), "modified": stand.modified.isoformat()}


def _from_json(record: dict[str, Any]) -> Stand:
    return Stand(**{**record, "modified": datetime.fromisoformat(record["modified"])})
