"""What one address shows: to a browser, and to a client that takes only the other kind of key."""

from __future__ import annotations

import math
import ssl
from collections.abc import Callable
from contextlib import suppress

from certbind.adapters.edge.handshakes import hello
from certbind.adapters.edge.handshakes.conversation import Conversation, served_chain
from certbind.adapters.edge.handshakes.hello import BROWSER_GROUPS, FALLBACK_CURVES
from certbind.adapters.edge.handshakes.loop import Until, Waiting
from certbind.adapters.edge.other_key import other_key
from certbind.adapters.edge.tls_errors import SHORT_OF, connect_ended, handshake_ended
from certbind.domain.trust.leaf import KeyKind
from certbind.domain.trust.observation import AddressObservation, Attempt
from certbind.values import dataclass

Place = tuple[str, int]
"""Address and port."""

_LONGEST_LABEL = 63
_A_WHILE = 0.05


@dataclass(frozen=True, slots=True)
class ProbeLimits:
    """Seconds, for one address: the connect, the handshake; and `overall` for all addresses."""

    connect: float = 5.0
    handshake: float = 5.0
    overall: float = 20.0


class Visits:
    """Conversations for a loop. Chains that are alike are kept once: many edges serve the same."""

    def __init__(self, limits: ProbeLimits, monotonic: Callable[[], float]) -> None:
        self._limits = limits
        self._monotonic = monotonic
        self._browser = hello.context()
        self._others: dict[KeyKind, ssl.SSLContext] = {}
        self._chains: dict[tuple[bytes, ...], tuple[bytes, ...]] = {}

    def first(self, place: Place, name: str, end: float) -> Waiting[AddressObservation]:
        """As a browser asks. name: to be sent, "" for none."""
        start = self._monotonic()
        if not _can_be_sent(name):
            return self._failed(place, Attempt.PROTOCOL_ERROR, "INVALID_SERVER_NAME", start)
        try:
            connect_by = min(start + self._limits.connect, end)
            line = yield from self._connected(self._browser, place, name, connect_by)
        except OSError as error:
            return self._failed(place, *connect_ended(error), start)
        by = min(self._monotonic() + self._limits.handshake, end)
        seen = yield from self._talk(line, place, start, by)
        group = line.tls.group if seen.attempt is Attempt.COMPLETED else 0
        if group and group not in BROWSER_GROUPS:
            return (yield from self._with_groups_of_browsers(place, name, start, by))
        return seen

    def second(
        self, first: AddressObservation, place: Place, name: str, end: float
    ) -> Waiting[AddressObservation | None]:
        """What it serves to a client that takes no key of the first one's kind; None where it
        refuses such a client or serves the same: it has one certificate.
        """
        start = self._monotonic()
        by = min(start + self._limits.handshake, end)
        try:
            line = yield from self._connected(self._other(other_key(first)), place, name, by)
        except OSError:
            return None
        seen = yield from self._talk(line, place, start, by)
        is_second = seen.attempt is Attempt.COMPLETED and seen.chain[:1] != first.chain[:1]
        return seen if is_second else None

    def _other(self, key: KeyKind) -> ssl.SSLContext:
        if key not in self._others:
            self._others[key] = hello.context(key=key)
        return self._others[key]

    def _with_groups_of_browsers(
        self, place: Place, name: str, start: float, end: float
    ) -> Waiting[AddressObservation]:
        """A server chose a group that no browser offers: whether it takes another as well."""
        for curve in FALLBACK_CURVES:
            try:
                context = hello.context(curve)
            except (ssl.SSLError, ValueError):  # a library that lacks this curve
                continue
            try:
                line = yield from self._connected(context, place, name, end)
            except OSError as error:
                return self._failed(place, *connect_ended(error), start)
            seen = yield from self._talk(line, place, start, end)
            if seen.attempt is Attempt.COMPLETED:
                return seen
        return self._failed(place, Attempt.NO_COMMON_CIPHER, "NO_SHARED_GROUP", start)

    def _connected(
        self, context: ssl.SSLContext, place: Place, name: str, end: float
    ) -> Waiting[Conversation]:
        line = self._opened(context, place, name, end)
        while line is None:
            with suppress(TimeoutError):
                yield Until(None, 0, self._monotonic() + _A_WHILE)
            line = self._opened(context, place, name, end)
        try:
            yield from line.connect(end)
        except BaseException:
            line.close()
            raise
        return line

    def _opened(
        self, context: ssl.SSLContext, place: Place, name: str, end: float
    ) -> Conversation | None:
        """None where this machine is short of descriptors, until others give theirs back."""
        try:
            return Conversation(context, place, name)
        except OSError as error:
            if error.errno not in SHORT_OF or self._monotonic() >= end:
                raise
        return None

    def _talk(
        self, line: Conversation, place: Place, start: float, end: float
    ) -> Waiting[AddressObservation]:
        try:
            return (yield from self._converse(line, place, start, end))
        finally:
            line.close()

    def _converse(
        self, line: Conversation, place: Place, start: float, end: float
    ) -> Waiting[AddressObservation]:
        tls = line.tls
        try:
            yield from line.shake_hands(end)
        except OSError as error:
            asked = tls.asked_for_certificate
            attempt, detail = handshake_ended(error, asked_for_certificate=asked)
            chain = self._kept(served_chain(tls)) if asked else ()
            return self._failed(place, attempt, detail, start, chain)
        seen = AddressObservation(
            place[0],
            Attempt.COMPLETED,
            self._kept(served_chain(tls)),
            tls.version() or "",
            (tls.cipher() or ("",))[0],
            tls.scheme,
            milliseconds=self._since(start),
        )
        if not tls.asked_for_certificate or seen.tls_version != "TLSv1.3":
            return seen
        refusal = yield from _refusal(line, end)
        return self._failed(place, *refusal, start, seen.chain) if refusal else seen

    def _kept(self, chain: tuple[bytes, ...]) -> tuple[bytes, ...]:
        return self._chains.setdefault(chain, chain)

    def _failed(
        self,
        place: Place,
        attempt: Attempt,
        detail: str,
        start: float,
        chain: tuple[bytes, ...] = (),
    ) -> AddressObservation:
        return AddressObservation(
            place[0], attempt, chain, detail=detail, milliseconds=self._since(start)
        )

    def _since(self, start: float) -> int:
        return math.ceil((self._monotonic() - start) * 1000)


def _refusal(line: Conversation, end: float) -> Waiting[tuple[Attempt, str] | None]:
    """In TLS 1.3 a server says that it wants a client's certificate only when our side of the
    handshake is over: we fall silent, and hear whether it refuses us or leaves as well.

    Of one that is gone at once the alert may be lost in the reset. One that says nothing was
    content.
    """
    try:
        yield from line.read_on(end)
    except ConnectionError as error:
        return Attempt.CLIENT_CERT_WANTED, handshake_ended(error)[1]
    except ssl.SSLError as error:
        ended = handshake_ended(error, asked_for_certificate=True)
        return ended if ended[0] is Attempt.CLIENT_CERT_WANTED else None
    except OSError:  # it lets us wait
        return None
    return None


def _can_be_sent(name: str) -> bool:
    """Whether it may stand in a hello (RFC 1035, section 2.3.4); no name at all may."""
    if not name:
        return True
    lengths = [*map(len, name.split("."))]
    return min(lengths) > 0 and max(lengths) <= _LONGEST_LABEL
