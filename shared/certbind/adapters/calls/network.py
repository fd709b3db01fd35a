"""Why a service was not reached, in words that name the host and the proxy on the way."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit
from urllib.request import getproxies

from certbind.adapters.calls.wire.proxies import goes_direct
from certbind.errors import CutOffError, UnavailableError

NOT_REACHED = "was not reached or did not answer in time"
_CUT_OFF = "closed the connection without an answer"


def why_not_reached(error: BaseException, endpoint: str, *, uses_proxies: bool = True) -> str:
    """A sentence without the SDK's text, which may hold a signed address.

    endpoint: with scheme; error: whatever the SDK raised, with what it was raised for.
    uses_proxies: False for an SDK that ignores the proxies of the environment.
    """
    host = urlsplit(endpoint).hostname or endpoint
    proxy = proxy_of(endpoint) if uses_proxies else ""
    causes = tuple(_causes(error))
    at_proxy = proxy and any("Proxy" in f"{type(cause).__name__} {cause}" for cause in causes)
    called = f"the proxy {proxy}" if at_proxy else host
    told = f"{called} {_what(causes)}"
    if at_proxy:
        return f"{told}; HTTP_PROXY or HTTPS_PROXY names it on the way to {host}"
    return f"{told} (through the proxy {proxy})" if proxy else told


def kind_of(error: BaseException) -> type[UnavailableError]:
    """What an SDK raised where there was no answer: CutOffError, or any other trouble."""
    is_cut = _what(tuple(_causes(error))) == _CUT_OFF
    return CutOffError if is_cut else UnavailableError


def hint_for_network(endpoint: str, region: str) -> str:
    """What to check, with the names that were used."""
    host = urlsplit(endpoint).hostname or endpoint
    return (
        f"A function tries again by itself; run a command again later. If it lasts, check the "
        f"endpoint {host}, the region {region}, and the network."
    )


def proxy_of(endpoint: str) -> str:
    """The proxy of the environment for this endpoint, without its password; "" for none."""
    if goes_direct(endpoint):
        return ""
    proxies = getproxies()
    chosen = proxies.get(urlsplit(endpoint).scheme) or proxies.get("all", "")
    parts = urlsplit(chosen if "//" in chosen else f"//{chosen}")
    try:
        return f"{parts.hostname or ''}:{parts.port}" if parts.port else parts.hostname or ""
    except ValueError:
        return parts.hostname or ""


_PLAIN: tuple[tuple[type[BaseException], str], ...] = (
    (TimeoutError, "did not answer in time"),
    (ConnectionRefusedError, "refused the connection"),
    (ConnectionError, _CUT_OFF),
    (EOFError, _CUT_OFF),
)


NO_SUCH_HOST = "does not exist (NXDOMAIN)"
_RESOLVER = {
    int(socket.EAI_NONAME): NO_SUCH_HOST,
    int(socket.EAI_AGAIN): "has an address that the resolver could not tell (it did not answer)",
    int(getattr(socket, "EAI_NODATA", -5)): "is a name without an address",
}
_IN_TEXT = (
    *((f"[Errno {number}]", words) for number, words in _RESOLVER.items()),
    ("CERTIFICATE_VERIFY_FAILED", "shows a certificate that is not trusted"),
    ("SSLError", "refused the TLS handshake"),
    ("timed out", "did not answer in time"),
    ("Connection refused", "refused the connection"),
    ("Connection aborted", _CUT_OFF),
)


def _what(causes: tuple[BaseException, ...]) -> str:
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return _of_resolver(cause)
        if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return _CUT_OFF
        if isinstance(cause, ssl.SSLError):
            return _of_handshake(cause)
        for kind, words in _PLAIN:
            if isinstance(cause, kind):
                return words
    return _of_text(" ".join(map(str, causes)))


_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})\b")
_WANTS_LOGIN = "407"


def _of_text(text: str) -> str:
    """The classic SDK keeps of its cause only the sentence. Of a proxy's answer only the number is
    told: what it says besides may repeat what was sent.
    """
    if refused := _TUNNEL.search(text):
        asks = ": it asks for a user and a password" if refused[1] == _WANTS_LOGIN else ""
        return f"refused to let it through ({refused[1]}{asks})"
    return next((words for part, words in _IN_TEXT if part in text), NOT_REACHED)


def _of_handshake(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"shows a certificate that is not trusted ({error.verify_message})"
    return f"refused the TLS handshake ({error.reason or 'no reason told'})"


def _of_resolver(error: socket.gaierror) -> str:
    return _RESOLVER.get(error.errno or 0, NO_SUCH_HOST)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all that it was raised for, the innermost kinds included."""
    seen: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop(0)
        if not isinstance(one, BaseException) or any(one is known for known in seen):
            continue
        seen.append(one)
        waiting += [one.__cause__, one.__context__, *one.args]
        waiting += [getattr(one, name, None) for name in ("reason", "exception")]
    yield from reversed(seen)
