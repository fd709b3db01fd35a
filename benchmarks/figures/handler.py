"""One instance of a function, in a process of its own: it handles what it is told, line by line,
and says what that cost it. Run by the build that is measured.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import time
from collections.abc import Callable, Mapping

from certbind import bootstrap
from certbind.domain.lifecycle.journal import EntryKind, Record, seal
from certbind.domain.lifecycle.state import DomainState
from certbind.domain.lifecycle.state_json import state_to_json
from certbind.envelopes import parse
from certbind.errors import CloudError
from certbind.usecases.overview.read_account import ReadAccount


def main() -> None:
    """In: an order of ORDERS, or a message. Out: a JSON object with its cost and the outcome."""
    for line in sys.stdin:
        told, *arguments = line.split()
        begun, at = time.process_time(), time.monotonic()
        outcome = ORDERS[told](*arguments) if told in ORDERS else handle(told)
        cost = {"cpu": time.process_time() - begun, "wall": time.monotonic() - at}
        print(json.dumps({**cost, "outcome": outcome}), flush=True)


def handle(body: str) -> str:
    """A message of the queue; one that fails would come again."""
    (delivery,) = parse(base64.b64decode(body))
    try:
        return str(bootstrap.certificate_event(os.environ, 3600)(delivery).result.value)
    except CloudError as error:
        print(error, file=sys.stderr)
        return "failed"


def watch() -> str:
    """The short timer."""
    bootstrap.watch(os.environ, 3600)()
    return "watched"


def recheck() -> str:
    """The long timer."""
    bootstrap.recheck(os.environ, 3600)()
    return "rechecked"


def status() -> str:
    """As the command wires it."""
    sources, rules = bootstrap.connect_to_read(os.environ, 3600)
    report = ReadAccount(sources, rules, bootstrap.kept_reports(os.environ, 3600))()
    return f"{len(report.domains)} domains"


def readings(domains: str) -> str:
    """What is attached to each CDN domain, one after another."""
    sources, _ = bootstrap.connect_to_read(os.environ, 3600)
    bound = [one for one in sources.targets.scan().targets if one.target.kind == "cdn"]
    for one in bound[: int(domains)]:
        sources.targets.read(one.target)
    return f"{len(bound)} read"


def listing() -> str:
    """CAS's list, all pages of all sites."""
    sources, _ = bootstrap.connect_to_read(os.environ, 3600)
    return f"{len(sources.inventory.list_certificates())} listed"


def journals(domains: str) -> str:
    """One entry each, of a domain of which nothing is known yet."""
    sources, _ = bootstrap.connect_to_read(os.environ, 3600)
    now = sources.clock.now()
    for number in range(int(domains)):
        record = Record(EntryKind.KEPT, "bench", state=state_to_json(DomainState(), now))
        sources.journal.append(seal(f"domain/d{number}.bench.example", None, now, record))
    return domains


ORDERS: Mapping[str, Callable[..., str]] = {
    "watch": watch,
    "recheck": recheck,
    "status": status,
    "readings": readings,
    "listing": listing,
    "journals": journals,
}


if __name__ == "__main__":
    main()
