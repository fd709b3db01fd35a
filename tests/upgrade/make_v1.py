"""Keeps worlds that the build at cbea22f left behind, for those that come after it.

    python -m tests.upgrade.make_v1

It ran on commit cbea22f with this folder added and test certificates signed deterministically, and
runs on that build only: the scenarios (v1_scenarios.py, v1_account.py) are played with its use
cases. Its output, tests/upgrade/v1/<scenario>.json, is test data and is not made anew. Nothing in
it is random: a second run writes the same bytes.

A file holds the ledger's objects and the queue's messages to the byte, the rest of the world
(targets, CAS, edges, clock, settings) so that `kept.load` puts it up again, and under `next` what
that build went on to do with it:

    queue   its messages were handled until none waited
    sweeps  on top of that, three times: 20 minutes, a sweep, its messages

Edges serve what is bound before each message where `edges_follow`, else what they served.
"""

# It is for one build, where it was checked; later ones lack what it imports.
# mypy: ignore-errors
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from certbind.domain.certificate import Certificate
from certbind.domain.identity import CertificateId
from certbind.domain.state_json import state_from_json
from certbind.domain.target import Binding, BoundTarget
from certbind.usecases.handle_event import HandleEvent
from certbind.usecases.recheck import Recheck
from certbind.usecases.world import Ports, Rules

from certbind.envelopes import parse
from certbind.events import Event, render
from certbind.usecases import recheck
from tests.upgrade.kept import FOLDER, KeptWorld, load
from tests.upgrade.v1_account import CHAINS, ROOT_PEM, Scene
from tests.upgrade.v1_scenarios import SCENARIOS

BUILD = "cbea22f"
SWEEPS = 3
MOST_STEPS = 300


def world_of(scene: Scene, name: str, about: str) -> dict[str, Any]:
    """Everything but what comes next."""
    certificates = [_certificate(one) for one in scene.inventory._certificates.values()]
    edges = _edges(scene)
    chains = {one["chain"] for one in (*certificates, *edges)}
    chains |= {str(one.binding.certificate_id) for one in scene.targets._targets.values()}
    named = {one: CHAINS[one] for one in sorted(filter(None, chains)) if one in CHAINS}
    der = _names_of_der(named)
    return {
        "scenario": name,
        "about": about,
        "build": BUILD,
        "at": scene.clock.now().isoformat(),
        "policy": {"scope": _plain(scene.rules.policy.scope)},
        "edges_follow": scene.edges_follow,
        "roots": ROOT_PEM,
        "der": {held: one.hex() for one, held in der.items()},
        "chains": {one: [der[link] for link in chain] for one, chain in named.items()},
        "certificates": certificates,
        "targets": [_target(one) for one in scene.targets._targets.values()],
        "edges": edges,
        "journal": [
            {"subject": subject, "number": number, "object": data.decode()}
            for subject, numbers in sorted(scene.journal._stored.items())
            for number, data in sorted(numbers.items())
        ],
        "queue": [
            {
                "due": due.isoformat(),
                "delay": max((due - scene.clock.now()).total_seconds(), 0.0),
                "body": body,
            }
            for due, body in sorted(scene.queue._waiting, key=lambda one: one[0])
        ],
    }


def what_comes_next(path: Path) -> dict[str, Any]:
    """How this build goes on, on a copy of the world that the file gives."""
    world = load(path)
    handled = drain(world)
    after_queue = {"handled": handled, **facts(world)}
    findings = [sweep(world) for _ in range(SWEEPS)]
    return {"queue": after_queue, "sweeps": {"findings": findings, **facts(world)}}


def sweep(world: KeptWorld) -> dict[str, list[str]]:
    """Twenty minutes later, and all that comes of it; what it found at each target."""
    world.clock.advance(timedelta(minutes=20))
    world.serve_what_is_bound()
    report = Recheck(*connected(world))()
    drain(world)
    return {one.target: [word.value for word, _ in one.findings] for one in report.domains}


def drain(world: KeptWorld) -> list[dict[str, str]]:
    """Handle what is due, and move the clock, until nothing waits."""
    handled: list[dict[str, str]] = []
    for _ in range(MOST_STEPS):
        for event in world.queue.take_due():
            world.serve_what_is_bound()
            handled.append(handle(world, event))
        world.serve_what_is_bound()
        waiting = world.queue.waiting()
        if not waiting:
            return handled
        world.clock.advance(max(waiting[0][0] - world.clock.now(), timedelta()))
    raise AssertionError("the queue never empties")


def handle(world: KeptWorld, event: Event) -> dict[str, str]:
    """One message as the function would, to what is told of it."""
    (delivery,) = parse(render(event).encode())
    outcome = HandleEvent(*connected(world))(delivery)
    return {"id": event.id, "outcome": outcome.result.value, "reason": outcome.reason}


def connected(world: KeptWorld) -> tuple[Ports, Rules]:
    """As bootstrap would wire it."""
    ports = Ports(
        world.clock, world.inventory, world.targets, world.queue, world.journal, world.probe
    )
    return ports, Rules(world.policy, world.anchors)


def facts(world: KeptWorld) -> dict[str, Any]:
    """Where things stand, in words that no build owns."""
    stands = [
        {
            "kind": target.kind.value,
            "domain": target.domain,
            "bucket": target.bucket,
            "source": bound.binding.source.value,
            "certificate": _plain(bound.binding.certificate_id),
        }
        for target, bound in world.targets._targets.items()
    ]
    subjects = world.journal.subjects("domain/")
    return {
        "at": world.clock.now().isoformat(),
        "targets": stands,
        "domains": {one.partition("/")[2]: _newest(world, one) for one in subjects},
    }


def _newest(world: KeptWorld, subject: str) -> dict[str, Any]:
    entry = world.journal.newest(subject)
    assert entry is not None
    state = state_from_json(entry.record.state)
    return {
        "number": entry.sequence,
        "kind": entry.record.kind.value,
        "reason": entry.record.reason,
        "phase": state.phase.value,
        "verified": state.phase.value == "verified",
        "bound": _plain(state.current.binding.certificate_id if state.current else None),
        "way_back": _plain(state.previous.binding.certificate_id if state.previous else None),
        "held_to": _plain(state.held_to),
        "rolled_back": state.rolled_back,
    }


def _names_of_der(chains: dict[str, tuple[bytes, ...]]) -> dict[bytes, str]:
    """A name for each certificate: of the chain that it leads, else of its place above."""
    der = {chain[0]: name for name, chain in reversed(chains.items())}
    for chain in chains.values():
        for link in chain[1:]:
            der.setdefault(link, "intermediate")
    return der


def _edges(scene: Scene) -> list[dict[str, Any]]:
    names = {chain: name for name, chain in CHAINS.items()}
    return [
        {"domain": domain, "address": one.address, "chain": names[one.chain]}
        for domain, addresses in scene.probe._addresses.items()
        for one in addresses.values()
    ]


def _certificate(held: Certificate) -> dict[str, Any]:
    name = str(held.id)
    return {**_fields(held), "chain": name if name in CHAINS else None}


def _target(bound: BoundTarget) -> dict[str, Any]:
    return {
        **_fields(bound.target),
        "state": bound.state.value,
        "cname": bound.cname,
        "binding": _binding(bound.binding),
    }


def _binding(binding: Binding) -> dict[str, Any]:
    raw = _fields(binding)
    return {"certificate": raw.pop("certificate_id"), **raw}


def _fields(value: Any) -> dict[str, Any]:
    return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}


def _plain(value: Any) -> Any:
    """JSON of a field."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, CertificateId):
        return str(value)
    if isinstance(value, str) or not isinstance(value, Iterable):
        return value
    return [_plain(one) for one in value]


def main() -> None:
    """Write every file."""
    recheck.WORKERS = 1  # domains in the order of the scan, so messages in the same one
    FOLDER.mkdir(exist_ok=True)
    for scenario in SCENARIOS:
        name = scenario.__name__
        raw = world_of(scenario(), name, " ".join((scenario.__doc__ or "").split()))
        with TemporaryDirectory() as folder:
            copy = Path(folder) / f"{name}.json"
            copy.write_text(_text(raw))
            following = what_comes_next(copy)
        (FOLDER / f"{name}.json").write_text(_text({**raw, "next": following}))


def _text(raw: Mapping[str, Any]) -> str:
    return json.dumps(raw, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    main()
