"""Where notices go besides chat groups' robots: by mail, and to what else apprise knows.

The command alone reads these, apprise being too large for a function. Each address is a key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from certbind.config.reader import Reader

ADDRESSES = "CERTBIND_NOTICE_APPRISE"
_ADDRESS = re.compile(r"(?P<service>[a-z][a-z0-9+.-]*)://\S+", re.IGNORECASE)
_OF_OUR_OWN = {"dingtalk": "DINGTALK", "wecombot": "WECOM"}
"""Robots whose refusals apprise takes for success, since they come with status 200."""


def read_addresses(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Those of CERTBIND_NOTICE_APPRISE, with spaces between; ConfigError, which repeats none."""
    reader = Reader(environ)
    addresses = tuple(reader.secret(ADDRESSES, required=False).split())
    faults = (
        f"address {n} {fault}" for n, one in enumerate(addresses, 1) if (fault := _fault(one))
    )
    if told := "; ".join(faults):
        reader.fault(ADDRESSES, told)
    reader.finish()
    return addresses


def service_of(address: str) -> str:
    """`mailto` of `mailto://…`; no part of what is secret in it."""
    return address.partition("://")[0].lower()


def _fault(address: str) -> str:
    if _ADDRESS.fullmatch(address) is None:
        return "is none of apprise's: it begins with a service, such as mailto://"
    ours = _OF_OUR_OWN.get(service_of(address))
    if ours is None:
        return ""
    return f"is of a robot whose refusals apprise takes for success: set CERTBIND_NOTICE_{ours}"
