"""Parameters of an RPC request: where they stand, and what they are held to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from localcloud.http import Request
from localcloud.services.rpc.errors import invalid_parameter, missing_parameter

_WHOLE = re.compile(r"-?[0-9]{1,19}")
_LIMITS = {"Integer": 2**31, "Long": 2**63}


class ParameterType(Enum):
    """The types of the products' metadata, under the metadata's own names."""

    STRING = "String"
    LONG = "Long"
    INTEGER = "Integer"
    BOOLEAN = "Boolean"
    REPEAT_LIST = "RepeatList"
    ARRAY = "Array"
    STRUCT = "Struct"
    JSON = "Json"


FLAT = frozenset({ParameterType.REPEAT_LIST, ParameterType.ARRAY, ParameterType.STRUCT})
"""Types that are sent in parts: `<name>.<N>`, `<name>.<N>.<field>`, `<name>.<field>`."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `fields`: for a RepeatList, the members of `<name>.<N>.<field>`, none where
    it is `<name>.<N>`. in_body: it counts in the form alone.
    """

    name: str
    type: ParameterType = ParameterType.STRING
    required: bool = False
    fields: tuple[str, ...] = ()
    in_body: bool = False


def request_parameters(request: Request) -> dict[str, str]:
    """Query and form, read alike; the query wins where both have a name."""
    return {**dict(request.form_pairs()), **dict(request.query_pairs())}


def product_parameters(request: Request, *, form: bool) -> dict[str, str]:
    """What the action is given: whether it reads the form is UNCERTAIN for CAS and CDN."""
    return request_parameters(request) if form else dict(request.query_pairs())


def action_of(request: Request) -> str:
    """From query or form (classic signature), else from the `x-acs-action` header (ACS3)."""
    return request_parameters(request).get("Action") or str(
        request.headers.get("x-acs-action", "")
    )


def version_of(request: Request) -> str:
    """As `action_of`, for the API version."""
    found = request_parameters(request).get("Version")
    return found or str(request.headers.get("x-acs-version", ""))


class Arguments:
    """The parameters of one call, checked against the action's declaration.

    Parameters that the action does not declare are ignored, as the real gateway does. An empty
    value counts as none.
    """

    def __init__(self, values: dict[str, str], declared: tuple[Parameter, ...]) -> None:
        """ServiceError: Missing<Name> for an absent required one, InvalidParameter for a wrong
        type.
        """
        self._values = values
        for parameter in declared:
            self._check(parameter)

    def text(self, name: str, default: str = "") -> str:
        """The value as sent."""
        return self._values.get(name) or default

    def number(self, name: str, default: int = 0) -> int:
        """A Long or an Integer."""
        value = self._values.get(name)
        return int(value) if value else default

    def flag(self, name: str) -> bool:
        """A Boolean, by default false. Python's SDKs write `True`."""
        return self.text(name).lower() == "true"

    def listed(self, name: str) -> tuple[str, ...]:
        """A comma-separated value, without empty parts."""
        return tuple(part for raw in self.text(name).split(",") if (part := raw.strip()))

    def repeated(self, name: str) -> tuple[dict[str, str], ...]:
        """`Tag.1.Key=a&Tag.1.Value=b` → ({"Key": "a", "Value": "b"},), in the order of N."""
        pattern = re.compile(re.escape(name) + r"\.([0-9]{1,4})\.([A-Za-z]+)")
        found: dict[int, dict[str, str]] = {}
        for key, value in self._values.items():
            match = pattern.fullmatch(key)
            if match is not None:
                found.setdefault(int(match[1]), {})[match[2]] = value
        return tuple(found[number] for number in sorted(found))

    def members(self, name: str) -> tuple[str, ...]:
        """`Ids.1=a&Ids.2=b` → ("a", "b"), in the order of N; an empty one is none."""
        pattern = re.compile(re.escape(name) + r"\.([0-9]{1,4})")
        found = {
            int(match[1]): value
            for key, value in self._values.items()
            if (match := pattern.fullmatch(key)) is not None and value
        }
        return tuple(found[number] for number in sorted(found))

    def _check(self, parameter: Parameter) -> None:
        value = self._values.get(parameter.name, "")
        if parameter.type in FLAT:
            if parameter.required and not self._has_parts(parameter.name):
                raise missing_parameter(parameter.name)
        elif not value:
            if parameter.required:
                raise missing_parameter(parameter.name)
        elif not _fits(value, parameter.type):
            raise invalid_parameter(parameter.name)

    def _has_parts(self, name: str) -> bool:
        return any(key.startswith(f"{name}.") and value for key, value in self._values.items())


def _fits(value: str, wanted: ParameterType) -> bool:
    if wanted is ParameterType.BOOLEAN:
        return value.lower() in ("true", "false")
    limit = _LIMITS.get(wanted.value)
    if limit is None:
        return True
    return _WHOLE.fullmatch(value) is not None and -limit <= int(value) < limit
