"""Where notices go. The addresses are keys of their own: whoever has one can post.

Read apart from the other settings: a slip in one of these must not keep a function from its work.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from certbind.config.reader import Reader
from certbind.values import dataclass, field

if TYPE_CHECKING:  # every function reads settings, and few of them say words
    from certbind.domain.words import Language

ROBOTS = ("dingtalk", "feishu", "wecom", "webhook")
"""Chat groups' robots, and any address that takes a signed post."""

_SIGNED = frozenset({"dingtalk", "feishu", "webhook"})
_LONGEST = 2048
_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?P<port>:[0-9]{1,5})?"
    r"(?P<rest>[/?][A-Za-z0-9._~:/?@!$&'()*+,;=%\[\]-]*)?"
)
"""RFC 3986 without user and fragment, which no robot's address has."""
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True, slots=True)
class Robot:
    """kind: one of ROBOTS. secret: of its signature; "" where it asks for none."""

    kind: str
    address: str = field(repr=False)
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """robots: those that are set; none: nobody is told."""

    robots: tuple[Robot, ...] = ()
    language: Language = "en"

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> NoticeSettings:
        """Read CERTBIND_NOTICE_DINGTALK and its like, with the secrets beside them; ConfigError
        with all faults, none of which repeats a value.
        """
        reader = Reader(environ)
        settings = _read(reader)
        reader.finish()
        return settings


def _read(reader: Reader) -> NoticeSettings:
    robots = []
    for kind in ROBOTS:
        name = f"CERTBIND_NOTICE_{kind.upper()}"
        address = reader.secret(name, required=False)
        secret = reader.secret(f"{name}_SECRET", required=False) if kind in _SIGNED else ""
        fault = _fault(address) if address else ""
        if secret and not address:
            reader.fault(f"{name}_SECRET", f"is set, and {name} is not")
        if fault:
            reader.fault(name, fault)
        elif address:
            robots.append(Robot(kind, address, secret))
    chinese = reader.one_of("CERTBIND_NOTICE_LANGUAGE", ("en", "zh")) == "zh"
    return NoticeSettings(tuple(robots), "zh" if chinese else "en")


def _fault(address: str) -> str:
    """What is wrong with it, without repeating any of it; "" when it is sound."""
    parts = _ADDRESS.fullmatch(address)
    if parts is None or len(address) > _LONGEST:
        return "is no https:// address, as the robot's page shows it"
    if parts["scheme"] == "http" and parts["host"] not in _LOOPBACK:
        return "is http://, where https:// is needed: the address is a key"
    return ""
