"""The name server: one loopback port, UDP and TCP."""

from __future__ import annotations

import contextlib
import errno
import logging
import socket
import struct
import threading
import time
from collections.abc import Callable

from localcloud.authority import a_label
from localcloud.contracts import Serving
from localcloud.dns.answers import Answers
from localcloud.dns.faults import ANY, DnsFault, DnsFaultKind, DnsFaults
from localcloud.dns.hosted import Hosted
from localcloud.dns.provider import ProviderNames
from localcloud.dns.records import Data, Records
from localcloud.dns.resolution import Resolver
from localcloud.dns.subnets import Subnets
from localcloud.store import Store

LOG = logging.getLogger(__name__)
HOST = "127.0.0.1"
_LARGEST = 65535
_IDLE = 10.0
_JOIN = 5.0
_PAUSE = 0.1
_PORT_TRIES = 20


class DnsServer:
    """Implements contracts.NameService; authoritative for all that exists in the local world."""

    def __init__(self, store: Store, edges: Serving, *, port: int = 0) -> None:
        """Bind now, so that the port is known. OSError when the given one is taken."""
        self._records = Records(store)
        self._provider = ProviderNames(edges)
        self.subnets = Subnets(store)
        self._resolver = Resolver(self._records, self._provider, self.subnets)
        self._faults = DnsFaults()
        self._answers = Answers(self._resolver, self._faults)
        self._tcp, self._udp = _bind(port)
        self._threads: list[threading.Thread] = []
        self._closing = threading.Event()

    @property
    def port(self) -> int:
        """The port, of UDP and TCP alike."""
        return int(self._udp.getsockname()[1])

    @property
    def address(self) -> str:
        """`127.0.0.1:PORT`."""
        return f"{HOST}:{self.port}"

    def start(self) -> None:
        """Answer from now on."""
        for target in (self._serve_udp, self._serve_tcp):
            thread = threading.Thread(target=target, name=f"dns-{target.__name__}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Stop answering and close."""
        self._closing.set()
        if self._threads:
            _wake(self._udp)
            self._tcp.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(_JOIN)
        self._udp.close()
        self._tcp.close()

    def know_buckets(self, region_of: Callable[[str], str | None]) -> None:
        """How the names of transfer acceleration find the region of their bucket."""
        self._provider.region_of = region_of

    def answer_for(self, hosted: Hosted) -> None:
        """The zones of a service of the account, too."""
        self._resolver.hosted = hosted

    def set_cname(self, name: str, target: str) -> None:
        """Point `name` (`*.example.com` allowed) at `target`; its addresses are replaced."""
        self._records.set(name, "CNAME", [target])

    def set_a(self, name: str, *addresses: str) -> None:
        """Give `name` addresses of its own, IPv4 or IPv6; an alias is replaced."""
        for kind, wanted in (("A", False), ("AAAA", True)):
            values = [address for address in addresses if (":" in address) is wanted]
            if values:
                self._records.set(name, kind, values)
            else:
                self._records.remove(name, kind)

    def set_txt(self, name: str, *values: str) -> None:
        """Replace the TXT records of `name`, one string each."""
        self._records.set(name, "TXT", values)

    def txt(self, name: str) -> tuple[str, ...]:
        """The TXT records that a resolver gets for the name."""
        return self.resolve(name, "TXT")

    def resolve(self, name: str, kind: str = "A") -> tuple[str, ...]:
        """What a resolver gets, aliases followed, without asking over the wire."""
        found = self._resolver.resolve(a_label(name), kind)
        return tuple((found.data or {}).get(kind, ()))

    def remove(self, name: str, kind: str | None = None) -> None:
        """Delete the records of `name`, of one kind or all."""
        self._records.remove(name, kind)

    def replace(self, name: str, data: Data) -> None:
        """Exactly these records for `name`."""
        self._records.remove(name)
        for kind, values in data.items():
            self._records.set(name, kind, values)

    def add_zone(self, name: str) -> None:
        """See Records.add_zone."""
        self._records.add_zone(name)

    def records(self) -> dict[str, Data]:
        """The account's records, for people."""
        return self._records.all()

    def set_fault(
        self, name: str, kind: DnsFaultKind, count: int | None = None, *, record: str = ""
    ) -> None:
        """Queries for `name` (`*`: every name), of one type of record or all, fail so, `count`
        times or until cleared.
        """
        key = name if name == ANY else a_label(name)
        self._faults.set(key, DnsFault(kind, count, record.upper()))

    def remove_fault(self, name: str) -> bool:
        """`name` answers again; False when nothing was wrong with it."""
        return self._faults.remove(name if name == ANY else a_label(name))

    def faults(self) -> tuple[tuple[str, DnsFault], ...]:
        """What is in force, each with its name."""
        return self._faults.rules()

    def clear_faults(self) -> None:
        """All names answer again."""
        self._faults.clear()

    def _answer(self, wire: bytes, *, udp: bool) -> bytes | None:
        try:
            return self._answers.answer(wire, udp=udp)
        except Exception:
            LOG.exception("fault in the local cloud's name server")
            return None

    def _serve_udp(self) -> None:
        while not self._closing.is_set():
            wire, client = self._udp.recvfrom(_LARGEST)
            answer = self._answer(wire, udp=True)
            if answer is not None:
                with contextlib.suppress(OSError):  # a client from port 0, say
                    self._udp.sendto(answer, client)

    def _serve_tcp(self) -> None:
        while True:
            try:
                connection, _ = self._tcp.accept()
            except OSError as error:
                if self._closing.is_set():
                    return
                LOG.warning("the name server cannot accept: %s", error)
                time.sleep(_PAUSE)  # out of files: they come back as connections end
                continue
            threading.Thread(target=self._converse, args=(connection,), daemon=True).start()

    def _converse(self, connection: socket.socket) -> None:
        """Queries with their length before them (RFC 1035 §4.2.2), until the client is done."""
        with connection:
            connection.settimeout(_IDLE)
            try:
                while wire := _receive_framed(connection):
                    answer = self._answer(wire, udp=False)
                    if answer is not None:
                        connection.sendall(struct.pack("!H", len(answer)) + answer)
            except OSError:
                LOG.debug("a client of the name server hung up", exc_info=True)


def _receive_framed(connection: socket.socket) -> bytes:
    size = _receive(connection, 2)
    return _receive(connection, struct.unpack("!H", size)[0]) if size else b""


def _receive(connection: socket.socket, size: int) -> bytes:
    """Exactly `size` octets, or none when the client closed before."""
    data = bytearray()
    while len(data) < size:
        part = connection.recv(size - len(data))
        if not part:
            return b""
        data += part
    return bytes(data)


def _bind(port: int) -> tuple[socket.socket, socket.socket]:
    """TCP and UDP on the same port number."""
    for _ in range(1 if port else _PORT_TRIES):
        tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tcp.bind((HOST, port))
            udp.bind((HOST, int(tcp.getsockname()[1])))
            tcp.listen()
        except OSError:
            tcp.close()
            udp.close()
            continue
        return tcp, udp
    raise OSError(errno.EADDRINUSE, f"port {port or 'any'} is taken")


def _wake(udp: socket.socket) -> None:
    """An empty datagram ends the wait; it is answered with nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"", udp.getsockname())
