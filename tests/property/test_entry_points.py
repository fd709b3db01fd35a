"""Who asks does not matter: a plan, a sweep, an event and a message give one decision, letter for
letter. Nothing is decided anywhere else (tests/property/test_decide_laws.py has its own laws).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings

from certbind.domain.decide.decision import Decision
from certbind.domain.lifecycle.journal import Entry, EntryKind, Record, seal
from certbind.domain.lifecycle.rollout import rollout_to_json, subject_of_rollout
from certbind.domain.lifecycle.state import Change, Purpose
from certbind.domain.lifecycle.state_json import state_to_json
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.target import Target
from certbind.domain.situation.situation import Situation, Wish, WishKind
from certbind.domain.trust.chain import TrustAnchors
from certbind.domain.trust.names import covers_any
from certbind.errors import NotFoundError
from certbind.events import EventType, certificate_event, step
from certbind.requests import RollbackRequest
from certbind.usecases.account.plan import PlanAccount
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.certificates.certificate_event import HandleCertificateEvent
from certbind.usecases.rotate.domain_journal import state_of, subject_of
from certbind.usecases.rotate.gather import Gather
from certbind.usecases.rotate.outcome import Result
from certbind.usecases.rotate.step.take import TakeStep
from certbind.usecases.wishes.rollback import Rollback
from tests.fakes.certificates import Authority, pem_of
from tests.fakes.situations import SHOP, Scene, known, record
from tests.fakes.values import bound_by_id, cdn, certificate, uploaded
from tests.property.scenes import scenes
from tests.property.test_decide_laws import as_seen, said
from tests.unit.usecases.account import Account

ANCHORS = TrustAnchors.from_pem(pem_of(Authority.root("Root")))
MANY = {"ci": 1_000, "search": 10_000}.get(os.environ.get("HYPOTHESIS_PROFILE", ""), 200)


def account_of(scene: Scene) -> Account:
    """The scene as an account: nobody can look at visitors, so that no look is news."""
    account = Account(scene.bound, *scene.beside, anchors=ANCHORS, policy=scene.policy)
    account.hold(*scene.held)
    for part in scene.unread:
        account.targets.hide(part.where, part.code)
    if scene.state.place is not None or scene.state.standing is not None:
        now = account.clock.now()
        record = Record(EntryKind.KEPT, "before", state=state_to_json(scene.state, now))
        account.journal.append(seal(subject_of(scene.bound.target.domain), None, now, record))
    for certificate_, rollout in scene.rollouts.items():
        subject = subject_of_rollout(certificate_, scene.bound.target.kind)
        record = Record(EntryKind.INTENT, "before", state=rollout_to_json(rollout))
        account.journal.append(seal(subject, None, account.clock.now(), record))
    return account


@contextmanager
def heard() -> Iterator[list[Decision]]:
    """Every decision that is made meanwhile, whoever asked for it."""
    decisions: list[Decision] = []
    decide = Gather.decide

    def listen(self: Gather, situation: Situation) -> Decision:
        decision = decide(self, situation)
        decisions.append(decision)
        return decision

    with patch.object(Gather, "decide", listen):
        yield decisions


def decided(decisions: list[Decision], target: Target) -> list[Decision]:
    return [one for one in decisions if one.target == target]


def by_plan(scene: Scene) -> list[Decision]:
    account = account_of(scene)
    return decided(
        list(PlanAccount(account.sources, account.rules)().decisions), scene.bound.target
    )


def by_sweep(scene: Scene) -> list[Decision]:
    account = account_of(scene)
    with heard() as decisions:
        Sweep(*account.connected)()
    return decided(decisions, scene.bound.target)


def by_message(scene: Scene) -> list[Decision]:
    account = account_of(scene)
    with heard() as decisions:
        TakeStep(*account.connected)(step(scene.bound.target, "recheck", 0))
    return decided(decisions, scene.bound.target)[:1]


def stands(scene: Scene, one: Certificate) -> bool:
    """Whether it is what a list that is exact shows at the target."""
    binding = scene.bound.binding
    if not scene.bound.binding_is_exact:
        return False
    return binding.certificate_id == one.id or binding.sha1 == one.sha1


def by_events(scene: Scene) -> list[Decision]:
    """One of each certificate; of one that covers the domain certainly, but where it stands
    already: then there is nothing to say of it, unless a pin names another (decision 0023).
    """
    found: list[Decision] = []
    for one in scene.held:
        account = account_of(scene)
        with heard() as decisions:
            HandleCertificateEvent(*account.connected)(certificate_event(EventType.ISSUED, one.id))
        about = decided(decisions, scene.bound.target)
        if not about and covers_any(one.names, scene.bound.target.domain):
            assert stands(scene, one)
            assert scene.policy.pinned(scene.bound.target.domain) in (None, one.id)
        found += about
    return found


@settings(max_examples=MANY, suppress_health_check=list(HealthCheck))
@given(scenes(wishes=False))
def test_whoever_asks_is_told_the_same(scene: Scene) -> None:
    scene = as_seen(scene)
    planned = by_plan(scene)
    if not planned:  # hidden from every list
        return
    (plan,) = planned
    asked = {"sweep": by_sweep(scene), "message": by_message(scene), "event": by_events(scene)}
    for who, decisions in asked.items():
        for decision in decisions:
            assert said(decision) == said(plan), who
    assert asked["sweep"]
    assert asked["message"]


def written(account: Account) -> tuple[int, int]:
    """Entries of all journals, and messages."""
    journal = account.journal
    entries = sum(len(journal.entries(subject)) for subject in journal.subjects(""))
    return entries, len(account.queue.bodies)


@settings(suppress_health_check=list(HealthCheck))
@given(scenes())
def test_what_only_tells_writes_nothing(scene: Scene) -> None:
    """Neither a plan nor a rollback's dry run, whatever is under way."""
    account = account_of(scene)
    before = written(account)
    wish = scene.wish
    try:
        PlanAccount(account.sources, account.rules)((), wish)
    except NotFoundError:  # the wish names what CAS does not have
        assert wish is not None
    to = wish.certificate if wish else None
    request = RollbackRequest(domain=scene.bound.target.domain, to=to)
    assert request.dry_run
    Rollback(*account.connected)(request)
    assert written(account) == before
    assert account.targets.read(scene.bound.target).binding == scene.bound.binding


@pytest.mark.parametrize("stands", [1, 2, 3])
def test_a_dry_run_over_a_change_whose_answer_was_lost_settles_nothing(stands: int) -> None:
    first, second, third = (certificate(n, SHOP, days=n * 30) for n in (1, 2, 3))
    change = Change(second.id, known(first), Purpose.AUTOMATIC, answer_lost=True)
    bound = cdn(SHOP, bound_by_id(stands))
    state = replace(record(bound, first, change=change), way_back=known(third))
    account = account_of(Scene(bound, (first, second, third), state=state))
    before = written(account)
    report = Rollback(*account.connected)(RollbackRequest(domain=SHOP))
    assert [one.result for one in report.outcomes] == [Result.PLANNED]
    assert written(account) == before


@settings(suppress_health_check=list(HealthCheck))
@given(scenes())
def test_one_step_changes_one_thing_at_most(scene: Scene) -> None:
    """At most one write at a target, three entries and one message, and the claim."""
    account = account_of(scene)
    entries, messages = written(account)
    named = scene.held[0].id if scene.wish and scene.held else None
    message = step(scene.bound.target, "x", 0, candidate=named, by_hand=named is not None)
    TakeStep(*account.connected)(message)
    after = written(account)
    assert account.targets.trouble.calls["bind"] <= 1
    assert after[0] - entries <= 4
    assert after[1] - messages <= 1


@settings(suppress_health_check=list(HealthCheck))
@given(scenes(calm=True))
def test_a_wish_acts_once_however_often_its_message_comes(scene: Scene) -> None:
    """Also when others have put something on record since, so that it is no mere redelivery."""
    for one in scene.held:
        account = account_of(replace(scene, wish=None))
        wish = Wish(WishKind.BIND, "hand-7", one.id)
        planned = PlanAccount(account.sources, account.rules)((), wish).decisions
        message = step(scene.bound.target, "hand-7", 0, candidate=one.id, by_hand=True)
        TakeStep(*account.connected)(message)
        is_done = account.targets.trouble.calls["bind"] == 1
        assert is_done is any(d.bind for d in decided(list(planned), scene.bound.target))
        if not is_done:
            continue
        assert account.binding(scene.bound.target).certificate_id == one.id
        account.targets.rebind_by_hand(scene.bound.target, uploaded())
        TakeStep(*account.connected)(step(scene.bound.target, "recheck", 0))
        for _ in range(2):
            TakeStep(*account.connected)(message)
        assert account.state(scene.bound.target.domain).has_carried("hand-7")
        intents = [
            entry
            for entry in account.entries(scene.bound.target.domain)
            if entry.record.kind is EntryKind.INTENT and _is_wished(entry)
        ]
        assert len(intents) == 1


def _is_wished(intent: Entry) -> bool:
    change = state_of(intent).change
    return change is not None and change.purpose is Purpose.WISH
