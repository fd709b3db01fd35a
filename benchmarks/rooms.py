"""Rooms that one bind message passes through, and how often it goes from one into another.

    python -m benchmarks.rooms [--list]

The handler of certificate_event is called as the platform would, with a queue's message that binds
a renewed certificate to an OSS domain in place of the old one; ports are the fakes, the rest is
what is deployed. Fakes, handlers and other libraries are no rooms, so adapters are not counted.

A room is a module of certbind of which a function ran; `__init__` and the like that a dataclass
brings count for the module that declares it. A change of room is a call from a function of one
room, at whatever depth and by way of whatever is no room, to a function of another; the way back
belongs to it and is not counted again.

Measured at cbea22f, before the loop was made one: 37 rooms, 209 changes of room. Neither depends
on the machine.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from types import FrameType
from typing import Any
from unittest.mock import patch

from certbind import bootstrap
from certbind.domain.trust.chain import TrustAnchors
from certbind.events import render, step
from certbind.ports.queues import EventQueue
from certbind.usecases.certificates.handle_event import HandleEvent
from certbind.usecases.certificates.watch import WatchCertificates
from certbind.usecases.rotate.world import Rules, Sources
from functions import certificate_event
from tests.functions.contexts import modern
from tests.unit.usecases.account import WWW, Account, certificate, with_binding
from tests.unit.usecases.authority import ROOT_PEM, chain_of
from tests.wrapping import queue_event

LIBRARY = "certbind."


def prepare() -> tuple[str, Callable[[], tuple[Sources, EventQueue, Rules]]]:
    """The message's text, and what the world is connected by: all that depends on the build.

    As an event left it: `watch` has seen the list, nothing stands in front.
    """
    old, old_chain = chain_of(certificate(1, days_left=20))
    new, new_chain = chain_of(certificate(2, days_left=90))
    account = Account(with_binding(WWW, old), anchors=TrustAnchors.from_pem(ROOT_PEM))
    account.inventory.add(old, old_chain)
    account.inventory.add(new, new_chain)
    account.probe.serve(WWW.domain, old_chain)
    sources = account.sources
    WatchCertificates(sources.clock, sources.inventory, account.queue, sources.journal)()
    message = step(WWW, f"renewed-{new.id}", 0, candidate=new.id, scanned_at=account.clock.now())
    return render(message), lambda: account.connected


class Footprints:
    """Notes every call of a room's function while it is entered."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.changes: Counter[tuple[str, str]] = Counter()
        self._stack = [""]  # the room that each frame belongs to, or was called from

    def __enter__(self) -> None:
        sys.setprofile(self._note)

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _note(self, frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            self._enter(frame.f_globals.get("__name__", ""))
        elif event == "return" and len(self._stack) > 1:
            self._stack.pop()

    def _enter(self, module: str) -> None:
        before = self._stack[-1]
        if not module.startswith(LIBRARY):
            self._stack.append(before)
            return
        self.calls[module] += 1
        if before and before != module:
            self.changes[before, module] += 1
        self._stack.append(module)


def measure() -> tuple[Footprints, dict[str, Any]]:
    """Where the message went, and the handler's answer."""
    message, connect = prepare()
    payload = json.dumps([queue_event(message)]).encode()
    context, footprints, log = modern("certificate_event"), Footprints(), StringIO()
    with (
        patch.object(bootstrap, "certificate_event", lambda *_: HandleEvent(*connect())),
        redirect_stdout(log),
        redirect_stderr(log),
        footprints,
    ):
        answer = certificate_event.handler(payload, context)
    return footprints, answer


def main() -> None:
    """Print the two figures, and with --list what they are made of."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--list", action="store_true", help="every room and every change")
    arguments = parser.parse_args()
    footprints, answer = measure()
    assert answer["outcome"] == "bound", answer
    print(f"{len(footprints.calls)} rooms, {footprints.changes.total()} changes of room")
    if arguments.list:
        for room, calls in sorted(footprints.calls.items()):
            print(f"{calls:5} calls in {room}")
        for (before, after), times in footprints.changes.most_common():
            print(f"{times:5} x {before} → {after}")


if __name__ == "__main__":
    main()
