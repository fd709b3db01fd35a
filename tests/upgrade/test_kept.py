"""A kept world that is put up again is the one in its file."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from certbind.domain.model.identity import Domain
from certbind.domain.model.target import BoundTarget
from tests.upgrade.kept import FOLDER, KeptWorld, load


@pytest.fixture(params=sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def world(request: pytest.FixtureRequest) -> KeptWorld:
    path: Path = request.param
    return load(path)


def test_targets_and_edges_are_as_kept(world: KeptWorld) -> None:
    for raw in world.raw["targets"]:
        found = world.targets.find(Domain(raw["domain"])).targets
        (stands,) = (one for one in found if _place(one) == (raw["kind"], raw["bucket"]))
        held = stands.binding.certificate_id
        assert (held and str(held)) == raw["binding"]["certificate"]
    for raw in world.raw["edges"]:
        seen = world.probe.observe(Domain(raw["domain"])).addresses
        served = {one.address: one.chain for one in seen}
        assert served[raw["address"]] == world.chains[raw["chain"]]


def test_certificates_come_with_the_chain_of_their_leaf(world: KeptWorld) -> None:
    for held in world.inventory.list_certificates():
        exact, chain = world.inventory.certificate(held.id), world.inventory.chain(held.id)
        assert chain is not None
        assert exact.sha256 == hashlib.sha256(chain[0]).hexdigest()


def test_every_message_is_there_when_it_is_due(world: KeptWorld) -> None:
    bodies = [one["body"] for one in world.raw["queue"]]
    assert world.queue.bodies == bodies
    world.clock.advance(timedelta(days=1))
    assert len(world.queue.take_due()) == len(bodies)


def test_every_entry_is_there_to_the_byte(world: KeptWorld) -> None:
    stored = {
        (subject, number): data.decode()
        for subject, numbers in world.journal._stored.items()
        for number, data in numbers.items()
    }
    raw = {(one["subject"], one["number"]): one["object"] for one in world.raw["journal"]}
    assert stored == raw


def test_edges_that_follow_come_to_serve_what_is_bound() -> None:
    world = load(FOLDER / "intent_old_done.json")
    domain = Domain("www.shop.example")
    world.serve_what_is_bound()
    (served,) = world.probe.observe(domain).addresses
    assert served.chain == world.chains["2-cn-hangzhou"]


def test_edges_that_do_not_follow_go_on_as_they_are() -> None:
    world = load(FOLDER / "not_verified_broken.json")
    world.serve_what_is_bound()
    (served,) = world.probe.observe(Domain("www.shop.example")).addresses
    assert len(served.chain) == 1


def _place(bound: BoundTarget) -> tuple[str, str]:
    return bound.target.kind, bound.target.bucket
