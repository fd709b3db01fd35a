"""One TLS context for all clients of an instance: loading the roots takes longer than the calls
of a message.
"""

from __future__ import annotations

import os
import ssl
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from requests.adapters import HTTPAdapter

if TYPE_CHECKING:

    class _Adapter(HTTPAdapter):
        """What both copies of requests have alike."""

else:
    _Adapter = object


def context_for(*variables: str) -> ssl.SSLContext:
    """variables: those of the environment in which an SDK looks for a file of roots; certifi's
    where none is set. TLS 1.2 and above, names checked.
    """
    named = (os.environ.get(one) for one in variables)
    return _context(next(filter(None, named), ""))


@lru_cache(maxsize=4)
def _context(bundle: str) -> ssl.SSLContext:
    if not bundle:
        import certifi  # noqa: PLC0415 - it is slow, and most tests need none

        bundle = certifi.where()
    folder = bundle if os.path.isdir(bundle) else None  # noqa: PTH112
    return ssl.create_default_context(cafile=None if folder else bundle, capath=folder)


class OneContext(_Adapter):
    """For an HTTPAdapter of requests, or of the copy that the classic SDK carries: its handshakes
    are made with `tls`, whose roots are loaded already.
    """

    def __init__(self, tls: ssl.SSLContext, pools: int, connections: int) -> None:
        """connections: that are kept to one host."""
        self.tls = tls
        super().__init__(pools, connections)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """See HTTPAdapter."""
        super().init_poolmanager(*args, ssl_context=self.tls, **kwargs)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        """See HTTPAdapter."""
        return super().proxy_manager_for(*args, ssl_context=self.tls, **kwargs)

    def build_connection_pool_key_attributes(
        self, request: Any, verify: Any, cert: Any = None
    ) -> Any:
        """See HTTPAdapter: no file of roots is loaded into the context again."""
        del verify
        return super().build_connection_pool_key_attributes(request, True, cert)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """See HTTPAdapter; it would name a file of roots."""
        del verify, cert
        if url.lower().startswith("https"):
            conn.cert_reqs = "CERT_REQUIRED"
