"""What certbind 0.1 left behind goes on where it stood, and ends as 0.1 would have ended it.

Each kept world (v1/*.json) is played with its messages through today's use cases: the queue until
nothing waits, then three sweeps. The end is what 0.1 did next (`next`), but where its going on was
the fault: there the right end stands below.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

import pytest

from certbind.domain.lifecycle.journal import Entry, verify_chain
from certbind.domain.lifecycle.state import DomainState, Purpose, SeenAs
from certbind.domain.model.identity import Domain
from certbind.envelopes import parse
from certbind.events import Event, render
from certbind.usecases.account.history import read_history
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.certificates.handle_event import HandleEvent
from certbind.usecases.rotate.domain_journal import domains_of, state_of, subject_of
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.usecases.rotate.world import Rules, Sources
from tests.fakes import FakeQueue
from tests.upgrade.kept import FOLDER, KeptWorld, load

FILES = sorted(FOLDER.glob("*.json"))
NAMES = [path.stem for path in FILES]
SWEEPS = 3
MOST_STEPS = 200

OLD, NEW, NEWER = "1-cn-hangzhou", "2-cn-hangzhou", "3-cn-hangzhou"
WWW, CDN = "www.shop.example", "cdn.shop.example"
END_OF_NEW = datetime(2027, 2, 22, 12, tzinfo=timezone.utc)
END_OF_THE_DAY = datetime(2027, 3, 24, 16, tzinfo=timezone.utc)

Ends = Mapping[str, Mapping[str, Any]]
Worlds = Callable[[str], KeptWorld]
BETTER: Mapping[str, Ends] = {
    # What was not done for a reason that has gone is done.
    "plan_only_handled": {
        domain: {"attached": NEW, "bound": NEW, "verified": True} for domain in (WWW, CDN)
    },
    # Decision 0008 holds whoever looks first: an event's message does not bind over a hand.
    "foreign_change_not_seen_yet": {
        WWW: {
            "attached": OLD,
            "bound": OLD,
            "way_back": NEW,
            "held_to": END_OF_NEW,
            "verified": False,
        }
    },
    # The day that a list told is meant to its last moment, so the hour overrides no hand.
    "held_to_a_day": {
        domain: {
            "attached": OLD,
            "bound": OLD,
            "way_back": NEWER,
            "held_to": END_OF_THE_DAY,
            "verified": False,
        }
        for domain in (WWW, CDN)
    },
    # The best of all is bound at once, not one after the other.
    "intent_young_not_done": {domain: {"way_back": OLD} for domain in (WWW, CDN)},
}
"""Scenario → domain → what differs from 0.1's end, and is right."""


def connected(world: KeptWorld) -> tuple[Sources, FakeQueue, Rules]:
    """As bootstrap would wire it."""
    sources = Sources(world.clock, world.inventory, world.targets, world.journal, world.probe)
    return sources, world.queue, Rules(world.policy, world.anchors)


def handle(world: KeptWorld, event: Event) -> Outcome:
    (delivery,) = parse(render(event).encode())
    return HandleEvent(*connected(world))(delivery)


def drain(world: KeptWorld) -> list[Outcome]:
    """Handle what is due, and move the clock, until nothing waits."""
    handled: list[Outcome] = []
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


@cache
def played(name: str, *, tells_ages: bool = True) -> KeptWorld:
    """For reading only: it is played once for all tests."""
    world = load(FOLDER / f"{name}.json", tells_ages=tells_ages)
    drain(world)
    for _ in range(SWEEPS):
        world.clock.advance(timedelta(minutes=20))
        world.serve_what_is_bound()
        Sweep(*connected(world))()
        drain(world)
    return world


def state(world: KeptWorld, domain: str) -> DomainState:
    entry = world.journal.newest(f"domain/{domain}")
    assert isinstance(entry, Entry)
    return state_of(entry)


def end_of(world: KeptWorld) -> dict[str, dict[str, Any]]:
    """Domain → what counts of its end, in words that no build owns."""
    ends: dict[str, dict[str, Any]] = {}
    for subject in world.journal.subjects("domain/"):
        domain = subject.partition("/")[2]
        at = state(world, domain)
        ends[domain] = {
            "verified": at.seen is not None and at.seen.verdict is SeenAs.VERIFIED,
            "bound": _id(at.standing.binding.certificate_id if at.standing else None),
            "way_back": _id(at.way_back.binding.certificate_id if at.way_back else None),
            "held_to": at.hold.end if at.hold else None,
            "rolled_back": at.ours is not None and at.ours.purpose is Purpose.BACK,
        }
    return ends


def attached(world: KeptWorld) -> dict[tuple[str, str], str | None]:
    """(Product, domain) → what stands there."""
    return {
        (target.kind, target.domain): _id(bound.binding.certificate_id)
        for target, bound in world.targets._targets.items()
    }


def _id(certificate: object) -> str | None:
    return None if certificate is None else str(certificate)


@pytest.fixture(params=[True, False], ids=["ages told", "ages unknown"])
def worlds(request: pytest.FixtureRequest) -> Worlds:
    """By the ledger's own clock, and by the machine's where the ledger tells no age."""
    return lambda name: played(name, tells_ages=request.param)


def next_of(world: KeptWorld) -> dict[str, dict[str, Any]]:
    told = world.raw["next"]["sweeps"]["domains"]
    return {
        domain: {
            "verified": one["verified"],
            "bound": one["bound"],
            "way_back": one["way_back"],
            "held_to": datetime.fromisoformat(one["held_to"]) if one["held_to"] else None,
            "rolled_back": one["rolled_back"],
        }
        for domain, one in told.items()
    }


def _newest(world: KeptWorld, domain: Domain) -> Entry:
    newest = world.journal.newest(subject_of(domain))
    assert isinstance(newest, Entry)
    return newest


SUPERSEDED = [path.stem for path in FILES if '"superseded"' in path.read_text("utf-8")]


@pytest.mark.parametrize("name", SUPERSEDED)
def test_an_end_that_is_called_otherwise_now_is_read_whole_where_0_1_wrote_it(name: str) -> None:
    world = load(FOLDER / f"{name}.json")
    domains = domains_of(world.journal)
    assert domains
    for domain in domains:
        assert state_of(_newest(world, domain)).place is not None
        history = read_history(world.journal, domain)
        assert history.to_json()["entries"]
        assert not history.breaks


def test_0_1_wrote_such_ends() -> None:
    assert "look_superseded" in SUPERSEDED


@pytest.mark.parametrize("name", NAMES)
def test_what_is_attached_in_the_end_is_what_0_1_would_have_attached(
    worlds: Worlds, name: str
) -> None:
    world = worlds(name)
    expected = {
        (one["kind"], one["domain"]): one["certificate"]
        for one in world.raw["next"]["sweeps"]["targets"]
    }
    for (kind, domain), _ in list(expected.items()):
        better = BETTER.get(name, {}).get(domain, {})
        if "attached" in better:
            expected[kind, domain] = better["attached"]
    assert attached(world) == expected


@pytest.mark.parametrize("name", NAMES)
def test_what_is_on_record_in_the_end_is_what_0_1_would_have_recorded(
    worlds: Worlds, name: str
) -> None:
    world = worlds(name)
    expected = next_of(world)
    for domain, better in BETTER.get(name, {}).items():
        expected[domain] |= {word: value for word, value in better.items() if word != "attached"}
    assert end_of(world) == expected


def test_a_rollback_that_0_1_had_begun_is_settled_by_what_stands(
    worlds: Worlds,
) -> None:
    """Done on OSS: it is one, and what it took off is held. Not done on CDN: nothing was."""
    world = worlds("rollback_begun")
    kinds = {
        domain: [e.record.kind.value for e in reversed(world.journal.entries(f"domain/{domain}"))]
        for domain in (WWW, CDN)
    }
    assert kinds[WWW][5:] == ["bound", "pending", "verified"]
    assert kinds[CDN][5:] == ["replanned", "kept"]
    assert end_of(world)[WWW]["rolled_back"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_0_1_wrote_is_rewritten(worlds: Worlds, name: str) -> None:
    world = worlds(name)
    for one in world.raw["journal"]:
        stored = world.journal._stored[one["subject"]][one["number"]]
        assert stored.decode() == one["object"]
    for subject in world.journal.subjects(""):
        assert verify_chain(world.journal.history(subject)) == ()


def test_a_message_that_0_1_had_handled_changes_nothing() -> None:
    """Its cause is remembered no more; what stands is well, so nothing is wanted."""
    world = load(FOLDER / "other_subjects.json")
    bindings = attached(world)
    (outcome,) = drain(world)
    assert (outcome.result, outcome.reason) == (Result.NOTHING_TO_DO, "already_bound")
    assert attached(world) == bindings
