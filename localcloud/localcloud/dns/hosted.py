"""Zones that a service of the account hosts, as its name servers answer for them."""

from __future__ import annotations

from typing import Protocol

from localcloud.dns.records import Data


class Hosted(Protocol):
    """Asked with A-labels in lower case, without the last dot."""

    def zone_of(self, name: str) -> str | None:
        """The innermost zone that holds the name."""

    def name_servers(self, name: str) -> tuple[str, ...]:
        """Of a zone; () for what is no zone of it."""

    def find(self, name: str) -> Data | None:
        """As Records.find."""


class NothingHosted:
    """Before there is such a service."""

    def zone_of(self, name: str) -> str | None:  # noqa: ARG002
        """None."""
        return None

    def name_servers(self, name: str) -> tuple[str, ...]:  # noqa: ARG002
        """None."""
        return ()

    def find(self, name: str) -> Data | None:  # noqa: ARG002
        """Nothing."""
        return None


def beside(first: Data | None, second: Data | None) -> Data | None:
    """What both hold of a name."""
    if first is None or second is None:
        return second if first is None else first
    kinds = dict.fromkeys((*first, *second))
    return {kind: [*first.get(kind, ()), *second.get(kind, ())] for kind in kinds}
