"""The account's records: names with their data, kept over restarts.

Names are A-labels in lower case without the last dot.
"""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Sequence

from localcloud.authority import a_label
from localcloud.store import Store

_TXT_LIMIT = 255
Data = dict[str, list[str]]


class Records:
    """What exists in the account's zones (RFC 1034 §3.6; wildcards by RFC 4592)."""

    def __init__(self, store: Store) -> None:
        self._lock = threading.RLock()
        self._kept = store.table("dns_records")
        self._zones = store.table("dns_zones")
        self._existing: set[str] = set()
        for name in self._kept:
            self._existing.update(_with_ancestors(name))

    def add_zone(self, name: str) -> None:
        """Make `name` a zone of the account. Without this, the last two labels of a record's
        name are its zone.
        """
        with self._lock:
            self._zones[a_label(name)] = {}
            self._existing.add(a_label(name))

    def zone_of(self, name: str) -> str | None:
        """The longest zone that holds the name; None when it is no name of the account."""
        with self._lock:
            return next((n for n in _with_ancestors(name) if n in self._zones), None)

    def set(self, name: str, kind: str, values: Sequence[str]) -> None:
        """Replace the name's data of one kind; an alias and addresses replace each other.

        ValueError for data that the kind cannot hold, and for an alias beside TXT
        (RFC 1034 §3.6.2).
        """
        key = a_label(name)
        checked = [_CHECKS[kind](value) for value in values]
        with self._lock:
            data: Data = dict(self._kept.get(key, {}))
            if {kind, *data} >= {"CNAME", "TXT"}:
                raise ValueError(f"{key}: an alias has no other data beside it")
            for other in ("A", "AAAA") if kind == "CNAME" else ("CNAME",):
                data.pop(other, None)
            data[kind] = checked
            self._keep(key, data)

    def remove(self, name: str, kind: str | None = None) -> None:
        """Delete the name's data, of one kind or all; no error when there is none."""
        key = a_label(name)
        with self._lock:
            data: Data = dict(self._kept.get(key, {}))
            left = {k: v for k, v in data.items() if kind is not None and k != kind}
            self._keep(key, left)

    def all(self) -> dict[str, Data]:
        """Everything, for people."""
        with self._lock:
            return {name: dict(data) for name, data in self._kept.items()}

    def find(self, name: str) -> Data | None:
        """The data that answers for `name`, its own or a wildcard's; {} when it exists without
        data, None when it does not exist.
        """
        with self._lock:
            if name in self._existing:
                return dict(self._kept.get(name, {}))
            for ancestor in _with_ancestors(name)[1:]:
                if ancestor in self._existing:  # the closest encloser; no wildcard above counts
                    wildcard = self._kept.get(f"*.{ancestor}")
                    return None if wildcard is None else dict(wildcard)
        return None

    def _keep(self, key: str, data: Data) -> None:
        if data:
            self._kept[key] = data
            self._existing.update(_with_ancestors(key))
            if self.zone_of(key) is None:
                self._zones[".".join(key.removeprefix("*.").split(".")[-2:])] = {}
        elif key in self._kept:
            del self._kept[key]
            self._existing = {n for name in self._kept for n in _with_ancestors(name)}
            self._existing.update(self._zones)


def _with_ancestors(name: str) -> list[str]:
    """The name, its parent, and so on; without the root."""
    labels = name.split(".")
    return [".".join(labels[i:]) for i in range(len(labels))]


def _ipv4(value: str) -> str:
    return str(ipaddress.IPv4Address(value))


def _ipv6(value: str) -> str:
    return str(ipaddress.IPv6Address(value))


def _text(value: str) -> str:
    if len(value.encode()) > _TXT_LIMIT:
        raise ValueError(f"a TXT string has at most {_TXT_LIMIT} octets")
    return value


_CHECKS = {"A": _ipv4, "AAAA": _ipv6, "CNAME": a_label, "TXT": _text}
