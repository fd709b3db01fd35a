"""What an action is: its name, the parameters that it takes, and who answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeAlias, TypeVar

from localcloud.services.rpc.parameters import Arguments, Parameter, ParameterType

Backend = TypeVar("Backend")
Handler: TypeAlias = Callable[[Backend, Arguments], dict[str, Any]]
"""Takes the product's model and the checked arguments, returns the answer without RequestId."""


class Method(Enum):
    """An HTTP method that RPC endpoints take."""

    GET = "GET"
    POST = "POST"


BOTH = frozenset(Method)


@dataclass(frozen=True, slots=True)
class Route(Generic[Backend]):
    """One action. `subject` names the parameter that tells the object concerned, for the call log
    and for fault rules; `stale` answers a read with the state before the last write.
    """

    action: str
    parameters: tuple[Parameter, ...]
    handler: Handler[Backend]
    subject: str = ""
    methods: frozenset[Method] = BOTH
    stale: Handler[Backend] | None = None


def table(routes: Iterable[Route[Backend]]) -> dict[str, Route[Backend]]:
    """Action → route. ValueError when an action is declared twice."""
    found: dict[str, Route[Backend]] = {}
    for route in routes:
        if route.action in found:
            raise ValueError(f"{route.action} is declared twice")
        found[route.action] = route
    return found


__all__ = ["BOTH", "Backend", "Handler", "Method", "Parameter", "ParameterType", "Route", "table"]
