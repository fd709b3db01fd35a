"""Environment variables into values, with every fault kept until the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TypeVar

from certbind.config.table import SETTINGS
from certbind.errors import ConfigError
from certbind.fields import describe

T = TypeVar("T")

DEFAULTS = {setting.name: setting.default for setting in SETTINGS if "<" not in setting.default}

HIGHEST_PORT = 65_535
_A_DAY = 86_400
_PUBLIC = ".aliyuncs.com"
_LABELS = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
_ENDPOINT = re.compile(
    rf"(?P<scheme>https?)://(?P<host>{_LABELS}|\[[0-9a-f:.]+\])(:(?P<port>[0-9]{{1,5}}))?"
)


class Reader:
    """Reads variables and collects what is wrong with them; a faulty one reads as a stand-in.

    A fault names the variable, the size of its value and what is expected, never the value: a
    secret may have been put there by mistake.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._faults: dict[str, str] = {}

    def finish(self) -> None:
        if self._faults:
            raise ConfigError(self._faults)

    def fault(self, name: str, fault: str) -> None:
        self._faults[name] = fault

    def text(self, name: str) -> str:
        return self._environ.get(name, "").strip() or DEFAULTS.get(name, "")

    def secret(self, name: str, *, required: bool) -> str:
        value = self._environ.get(name, "").strip()
        if required and not value:
            self.fault(name, "is not set")
        return value

    def matching(
        self,
        name: str,
        form: tuple[re.Pattern[str], str],
        elsewhere: tuple[str, ...] = (),
        *,
        required: bool = False,
    ) -> str:
        pattern, words = form
        found = next((n for n in (name, *elsewhere) if self.text(n)), name)
        value = self.text(found)
        if required and not value:
            self.fault(name, f"is not set, nor {' nor '.join(elsewhere)}")
        elif value and not pattern.fullmatch(value):
            self.fault(found, f"is {describe(value)}, {words} is expected")
        return value

    def one_of(self, name: str, choices: tuple[str, ...] | list[str]) -> str:
        value = self.text(name).lower()
        if value in choices:
            return value
        self.fault(name, f"is {describe(value)}, one of {', '.join(choices)} is expected")
        return choices[0]

    def flag(self, name: str) -> bool:
        return self.one_of(name, ("false", "true")) == "true"

    def number(self, name: str, lowest: int, highest: int) -> int:
        value = self.text(name)
        if value.isascii() and value.isdigit() and lowest <= int(value) <= highest:
            return int(value)
        told = f"a whole number of {lowest} to {highest} is expected"
        self.fault(name, f"is {describe(value)}, {told}")
        return lowest

    def seconds(self, name: str) -> timedelta:
        return timedelta(seconds=self.number(name, 1, _A_DAY))

    def items(self, name: str, parse: Callable[[str], T]) -> tuple[T, ...]:
        """A list with commas; one that holds nothing else is a slip, not an empty list."""
        value = self.text(name)
        texts = [text.strip() for text in value.split(",") if text.strip()]
        if value and not texts:
            self.fault(name, f"is {describe(value)} and names nothing")
        found: list[T] = []
        for place, text in enumerate(texts, 1):
            try:
                found.append(parse(text))
            except ValueError as error:
                told = f"no. {place} of {len(texts)} in it is {describe(text)}"
                self.fault(name, f"{told}: {error}")
        return tuple(found)

    def endpoint(self, name: str, default: str) -> str:
        """In lower case: the SDKs take `HTTPS` for no scheme at all, and would call over http."""
        value = self._environ.get(name, "").strip().rstrip("/").lower()
        fault = _endpoint_fault(value) if value else ""
        if fault:
            self.fault(name, fault)
        return value or default


def _endpoint_fault(value: str) -> str:
    """What is wrong with it, without repeating it: it may hold a password. "" when it is sound.

    Signed calls carry the security token, so the public service is never called in clear.
    """
    parts = _ENDPOINT.fullmatch(value)
    if parts is None or not 0 < int(parts["port"] or 1) <= HIGHEST_PORT:
        return "is no http:// or https:// address of a host without a path"
    if parts["scheme"] == "http" and f".{parts['host']}".endswith(_PUBLIC):
        return (
            f"is http:// for a name below {_PUBLIC[1:]}, where https:// is needed: keys go there"
        )
    return ""
