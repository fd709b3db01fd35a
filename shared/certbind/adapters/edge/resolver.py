"""The system's resolver, within a deadline that the system does not keep."""

from __future__ import annotations

import socket
import threading
import time
from queue import Empty, SimpleQueue

from certbind.adapters.edge.lookup import LOOKUP_SECONDS, Lookup, Resolver
from certbind.config import DnsServer
from certbind.domain.trust.observation import Family, Resolution

_NO_SUCH_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
_KINDS = {Family.IPV4: socket.AF_INET, Family.IPV6: socket.AF_INET6}


def resolver_for(server: DnsServer | None, seconds: float = LOOKUP_SECONDS) -> Resolver:
    """The system's resolver, or one that asks this server; seconds: for one look-up."""
    if server is None:
        return SystemResolver(seconds)
    # dnspython takes a fifth of a second to import, and functions in the cloud do without it.
    from certbind.adapters.edge.dns_resolver import DnsResolver  # noqa: PLC0415

    return DnsResolver(server, seconds)


class SystemResolver:
    """getaddrinfo, once for each kind of address: of both at once it hides a failure of one.

    It tells the canonical name only, not the names between.
    """

    def __init__(self, seconds: float = LOOKUP_SECONDS) -> None:
        self._seconds = seconds

    def resolve(self, name: str) -> Lookup:
        """See Resolver. getaddrinfo cannot be stopped: past the deadline it is left behind in a
        thread that dies with the process.
        """
        end = time.monotonic() + self._seconds
        answers: dict[Family, SimpleQueue[Lookup]] = {}
        for family, kind in _KINDS.items():
            answers[family] = SimpleQueue()
            asked = (name, kind, answers[family])
            threading.Thread(target=_answer, args=asked, daemon=True).start()
        return Lookup.of_both({family: _take(one, end) for family, one in answers.items()})


def _answer(name: str, kind: int, answer: SimpleQueue[Lookup]) -> None:
    answer.put(_look_up(name, kind))


def _take(answer: SimpleQueue[Lookup], end: float) -> Lookup:
    try:
        return answer.get(timeout=max(end - time.monotonic(), 0))
    except Empty:
        return Lookup(Resolution.TEMPORARY)


def _look_up(name: str, kind: int) -> Lookup:
    try:
        found = socket.getaddrinfo(
            name, None, kind, type=socket.SOCK_STREAM, flags=socket.AI_CANONNAME
        )
    except socket.gaierror as error:
        is_unknown = error.errno in _NO_SUCH_NAME
        return Lookup(Resolution.NXDOMAIN if is_unknown else Resolution.TEMPORARY)
    except UnicodeError:  # a label that no name can have
        return Lookup(Resolution.NXDOMAIN)
    addresses = dict.fromkeys(str(address[0]) for *_, address in found)
    canonical = found[0][3].rstrip(".").lower() if found else ""
    chain = (canonical,) if canonical and canonical != name.lower() else ()
    return Lookup(Resolution.RESOLVED, tuple(addresses), chain)
