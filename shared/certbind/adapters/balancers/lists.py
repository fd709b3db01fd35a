"""The lists of load balancers, listeners and what these hold, by region; and jobs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from aliyunsdkcore.request import AcsRequest

from certbind.adapters.balancers.dialect import Dialect
from certbind.adapters.balancers.slots import Balancer, Listener, Slot, slots_of
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi, unlisted_request
from certbind.values import dataclass, replace

Item = dict[str, Any]
Params = Mapping[str, str | int]

_A_PAGE = {"ListListenerCertificates": 50}
_LARGEST_PAGE = 100
_MOST_PAGES = 1000
_LISTENERS_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Region:
    """One region's endpoint of a product, and how it is spoken to."""

    dialect: Dialect
    name: str
    api: OpenApi
    retry: Retry

    def request(self, action: str) -> AcsRequest:
        """Of the product's version; all of them may be sent as forms."""
        return unlisted_request(self.dialect.name, self.dialect.version, action)

    def call(self, action: str, params: Params, subject: str, *, is_write: bool = False) -> Item:
        """One call, not repeated here. A 200 that says that it failed is what it says."""
        plain = {"RegionId": self.name, **params}
        in_body = action in self.dialect.in_body
        answer = self.api.call(
            self.request(action),
            {} if in_body else plain,
            subject=subject,
            secret_params={name: str(value) for name, value in plain.items()} if in_body else None,
            is_write=is_write,
        )
        if answer.get("Success") is False:
            raise self.api.turned_down(answer, action, subject)
        return answer

    def regions(self) -> tuple[str, ...]:
        """Where the product is, as it says itself; nothing tells in which the account has some."""
        action = "DescribeRegions"
        answer = self.retry.call(lambda: self.call(action, {}, self.dialect.title))
        items = self._items(answer, "Regions", action, self.dialect.title)
        return tuple(str(one["RegionId"]) for one in items if one.get("RegionId"))

    def balancers(self, **only: str) -> tuple[Balancer, ...]:
        """Of this region, with their listeners' certificates; only: as the list is narrowed."""
        where = f"{self.dialect.title} in {self.name}"
        found = [self._balancer(one) for one in self._all("ListLoadBalancers", only, where)]
        if not found:
            return ()
        ids = {f"LoadBalancerIds.{n}": one.id for n, one in enumerate(found, 1)} if only else {}
        slots: dict[str, list[Slot]] = {}
        with ThreadPoolExecutor(_LISTENERS_AT_ONCE) as pool:
            listed = tuple(self._listeners(ids, where))
            for (owner, _), held in zip(listed, pool.map(self._held, listed), strict=True):
                slots.setdefault(owner, []).extend(held)
        return tuple(replace(one, slots=tuple(slots.get(one.id, ()))) for one in found)

    def job(self, id_: str, subject: str) -> tuple[str, str]:
        """Its status in small letters, and the code and text of what it failed with."""
        action, params = self.dialect.job, self.job_params(id_)
        answer = self.retry.call(lambda: self.call(action, params, subject))
        one = next(iter(self._items(answer, "Jobs", action, subject)), answer)
        told = " ".join(str(one[key]) for key in ("ErrorCode", "ErrorMessage") if one.get(key))
        return str(one.get("Status") or "").lower(), told

    def job_params(self, id_: str) -> Params:
        """What asks for one job."""
        return {"JobId": id_} if self.dialect.job == "GetJobStatus" else {"JobIds.1": id_}

    def _listeners(self, params: Params, where: str) -> Iterator[tuple[str, Listener]]:
        for one in self._all("ListListeners", params, where):
            protocol = str(one.get("ListenerProtocol") or "").upper()
            if protocol in self.dialect.protocols:
                port, status = (
                    int(one.get("ListenerPort") or 0),
                    str(one.get("ListenerStatus") or ""),
                )
                made = Listener(str(one.get("ListenerId")), port, protocol, status)
                yield str(one.get("LoadBalancerId")), made

    def _held(self, of: tuple[str, Listener]) -> tuple[Slot, ...]:
        owner, listener = of
        params = {"ListenerId": listener.id, self.dialect.server: "Server"}
        subject = f"{self.dialect.title} {owner} listener {listener.id}"
        return slots_of(listener, self._all("ListListenerCertificates", params, subject))

    def _balancer(self, one: Item) -> Balancer:
        return Balancer(
            str(one.get("LoadBalancerId")),
            self.name,
            str(one.get("DNSName") or "").lower(),
            str(one.get("LoadBalancerStatus") or ""),
            str(one.get("LoadBalancerEdition") or ""),
        )

    def _all(self, action: str, params: Params, subject: str) -> tuple[Item, ...]:
        """Every page: each names the next one."""
        found: list[Item] = []
        token, size = "", _A_PAGE.get(action, _LARGEST_PAGE)
        for _ in range(_MOST_PAGES):
            more: Params = {"NextToken": token} if token else {}
            asked = {**params, "MaxResults": size, **more}
            answer = self.retry.call(partial(self.call, action, asked, subject))
            found += self._items(answer, _FIELDS[action], action, subject)
            following = str(answer.get("NextToken") or "")
            if not following or following == token:
                return tuple(found)
            token = following
        raise self.api.unreadable(action, "its pages have no end", subject)

    def _items(self, answer: Item, field: str, action: str, subject: str) -> list[Item]:
        items = answer.get(field) or []
        if not isinstance(items, list) or not all(isinstance(one, dict) for one in items):
            raise self.api.unreadable(action, f"{field} is no list of objects", subject)
        return items


_FIELDS = {
    "ListLoadBalancers": "LoadBalancers",
    "ListListeners": "Listeners",
    "ListListenerCertificates": "Certificates",
}
