"""The account's DNS: a name pointed elsewhere, its records taken away, and back again."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any

from localcloud.acts.refusal import Refusal
from localcloud.authority import a_label
from localcloud.dns.records import Data
from localcloud.world import LocalCloud


class Names:
    """Acts on records. The first change of a name remembers what stood there, over restarts."""

    def __init__(self, world: LocalCloud) -> None:
        self._world = world
        self._before = world.store.table("acts.dns_before")

    def point(self, name: str, targets: Sequence[str], *, subnet: str = "") -> dict[str, Any]:
        """An alias of one other name, or addresses of its own, IPv4 and IPv6. subnet: for clients
        there alone (EDNS client subnet), of any name.
        """
        addresses = [target for target in targets if _is_address(target)]
        if subnet:
            if len(addresses) != len(targets):
                raise Refusal("clients of a subnet are given addresses")
            self._world.dns.subnets.set(name, subnet, addresses)
            return self._shown(a_label(name))
        if addresses and len(addresses) != len(targets):
            raise Refusal("a name has either one alias or addresses")
        if not addresses and len(targets) != 1:
            raise Refusal("a name has one alias at most")
        key = self._remember(name)
        if addresses:
            self._world.dns.set_a(key, *addresses)
        else:
            self._world.dns.set_cname(key, targets[0])
        return self._shown(key)

    def set(self, name: str, record: str, values: Sequence[str]) -> dict[str, Any]:
        """A person writes a record: these values, and no others, of its type."""
        key = self._remember(name)
        if record.upper() == "CNAME":
            self._world.dns.set_cname(key, values[0])
        else:
            self._world.dns.set_txt(key, *values)
        return self._shown(key)

    def remove(self, name: str, *, record: str = "") -> dict[str, Any]:
        """Take the name's records away, of one type or all."""
        key = self._remember(name)
        self._world.dns.remove(key, record.upper() or None)
        return self._shown(key)

    def restore(self, name: str) -> dict[str, Any]:
        """The records of before the first change, the same for everybody, and no fault of the
        name server for it.
        """
        key = a_label(name)
        mended = self._world.dns.remove_fault(key) | self._world.dns.subnets.remove(key)
        if key in self._before:
            self._world.dns.replace(key, self._before[key])
            del self._before[key]
        elif not mended:
            raise Refusal(f"nothing was changed at {name!r}")
        return self._shown(key)

    def _remember(self, name: str) -> str:
        key = a_label(name)
        if key not in self._before:
            self._before[key] = dict(self._world.dns.records().get(key, {}))
        return key

    def _shown(self, key: str) -> dict[str, Any]:
        data: Data = self._world.dns.records().get(key, {})
        return {
            "name": key,
            "records": [f"{kind} {value}" for kind, values in data.items() for value in values],
            "resolved": [
                *self._world.dns.resolve(key, "A"),
                *self._world.dns.resolve(key, "AAAA"),
            ],
            "by_subnet": self._world.dns.subnets.all().get(key, {}),
        }


def _is_address(target: str) -> bool:
    try:
        ipaddress.ip_address(target)
    except ValueError:
        return False
    return True
