"""What Python's `ssl` takes for the handshakes of a sweep, for benchmarks/sweep.py: the least that
a client in Python can, with certbind's hello and what it hears. No name, value or verdict is made.
"""

from __future__ import annotations

import gc
import resource
import select
import socket
import ssl
import sys
from collections.abc import Iterator
from contextlib import suppress

from certbind.adapters.edge.handshakes import hello
from certbind.adapters.edge.handshakes.conversation import served_chain

AT_ONCE = 64
Line = tuple[socket.socket, ssl.MemoryBIO, ssl.MemoryBIO, ssl.SSLObject]


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Endpoints come on stdin; out come how many ended well, and the CPU seconds."""
    rows = iter([line.split() for line in sys.stdin])
    gc.set_threshold(50_000, 20, 20)
    begun, good, going_on = _cpu(), 0, dict[int, Line]()
    context, ready = hello.context(), select.epoll()
    while True:
        for line in _begun(rows, AT_ONCE - len(going_on), context):
            going_on[line[0].fileno()] = line
            ready.register(line[0].fileno(), select.EPOLLIN | select.EPOLLET)
        if not going_on:
            break
        for number, _ in ready.poll():
            if _is_done(going_on[number]):
                going_on.pop(number)[0].close()
                good += 1
    print(good, _cpu() - begun, _cpu())


def _begun(rows: Iterator[list[str]], many: int, context: ssl.SSLContext) -> Iterator[Line]:
    for _ in range(many):
        row = next(rows, None)
        if row is None:
            return
        plain = socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        plain.connect_ex((row[0], int(row[1])))
        came, goes = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = context.wrap_bio(came, goes, server_hostname=row[2])
        with suppress(ssl.SSLWantReadError):
            tls.do_handshake()
        plain.send(goes.read())
        yield plain, came, goes, tls


def _is_done(line: Line) -> bool:
    plain, came, goes, tls = line
    came.write(plain.recv(16384))
    try:
        tls.do_handshake()
    except ssl.SSLWantReadError:
        return False
    plain.send(goes.read())
    return bool(served_chain(tls) and tls.version() and tls.cipher())


if __name__ == "__main__":
    main()
