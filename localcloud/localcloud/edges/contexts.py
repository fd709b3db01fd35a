"""TLS contexts of the certificates that are served: one a chain, kept while it is in use."""

from __future__ import annotations

import errno
import ssl
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from localcloud.contracts import PLAIN, TLS_VERSIONS, Manner, Material

_KEPT = 512
_REFUSES = dict(
    zip(
        TLS_VERSIONS,
        (ssl.OP_NO_TLSv1, ssl.OP_NO_TLSv1_1, ssl.OP_NO_TLSv1_2, ssl.OP_NO_TLSv1_3),
        strict=True,
    )
)


class EdgeSocket(ssl.SSLSocket):
    """One that is closed where the client has left before it is wrapped: `ssl` asks for the peer
    first, and in Python 3.10 to 3.12 leaves the socket open when there is none.
    """

    def getpeername(self) -> Any:
        try:
            return super().getpeername()
        except OSError as error:
            self.close()
            raise ConnectionResetError(errno.ECONNRESET, "left before the handshake") from error


class LeafContext(ssl.SSLContext):
    """A server context that knows the leaf that it serves."""

    sslsocket_class = EdgeSocket

    leaf: x509.Certificate | None = None

    @property
    def sha256(self) -> str:
        """The leaf's fingerprint, lower-case hex."""
        return "" if self.leaf is None else self.leaf.fingerprint(hashes.SHA256()).hex()


class Contexts:
    """A cache, because loading a chain costs more than a handshake."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: OrderedDict[tuple[Material, tuple[str, ...], bool], LeafContext]
        self._made = OrderedDict()

    def of(self, material: Material, manner: Manner = PLAIN) -> LeafContext:
        """ssl.SSLError or ValueError when chain and key do not belong together."""
        key = (material, manner.tls, manner.http2)
        with self._lock:
            context = self._made.get(key)
            if context is None:
                context = self._made[key] = server_context(material, manner)
            self._made.move_to_end(key)
            while len(self._made) > _KEPT:
                self._made.popitem(last=False)
            return context


def server_context(material: Material, manner: Manner = PLAIN) -> LeafContext:
    """The chain is served exactly as it is, faults included; in the versions of TLS and with the
    protocols of this manner.
    """
    context = LeafContext(ssl.PROTOCOL_TLS_SERVER)
    # Weak keys are served too: that a client refuses them is what rehearsals want to see.
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED  # the machine's own may be higher
    for version in set(TLS_VERSIONS) - set(manner.tls):
        context.options |= _REFUSES[version]
    context.set_alpn_protocols(["h2", "http/1.1"] if manner.http2 else ["http/1.1"])
    with tempfile.TemporaryDirectory() as folder:  # mode 0700; `ssl` reads files only
        chain, key = Path(folder, "chain.pem"), Path(folder, "key.pem")
        chain.write_text(material.chain_pem)
        key.write_text(material.key_pem)
        context.load_cert_chain(chain, key)
    context.leaf = x509.load_pem_x509_certificates(material.chain_pem.encode())[0]
    return context
