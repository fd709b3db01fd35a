"""What the build at cbea22f is let do before its world is kept; make_v1.py says how to run it.

Each function is a scenario, its docstring what the file is kept for.
"""

# It is for one build, where it was checked; later ones lack what it imports.
# mypy: ignore-errors
from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from certbind.domain.certificate import CertificateStatus
from certbind.domain.policy import Policy
from certbind.domain.target import (
    UNBOUND,
    BoundTarget,
    Target,
    TargetKind,
    TargetState,
)
from certbind.usecases.dead_letters import ReplayDeadLetters
from certbind.usecases.handle_event import HandleEvent

from certbind.envelopes import parse
from certbind.events import EventType, bind_command, certificate_event, render
from tests.fakes import FakeDeadLetters
from tests.unit.usecases.account import (
    CDN,
    STATIC,
    WWW,
    CrashError,
    bound_to,
    unbound,
    with_binding,
)
from tests.upgrade.v1_account import (
    AGAIN,
    BEHIND,
    CHAINS,
    DENIED,
    FREE,
    LACKING,
    LOST,
    NEW,
    NEWER,
    OLD,
    PASTED,
    SECOND,
    SLOW,
    STRANGER,
    WILD,
    Scene,
    begun,
    made,
    renewal,
    renewing,
    rotated,
)


def nothing_yet() -> Scene:
    """No entry and no message; three targets with a certificate of CAS, none and CDN's own."""
    scene = Scene(with_binding(WWW, OLD), *unbound(STATIC), BoundTarget(CDN, FREE))
    scene.hold(OLD, NEW)
    scene.serve(WWW, OLD)
    scene.serve(CDN, "stranger")
    return scene


def issued_event_planned() -> Scene:
    """The timer saw a renewal, its event is planned, a bind message for each domain waits."""
    scene = Scene(*(with_binding(target, OLD) for target in (WWW, CDN, WILD)))
    scene.hold(OLD)
    for target in (WWW, CDN, WILD):
        scene.serve(target, OLD)
    scene.watch()
    scene.wait(minutes=10)
    scene.hold(NEW)
    scene.watch()
    scene.due()
    return scene


def expiry_event_queued() -> Scene:
    """The timer announced that what stands nears its end; a wildcard that fits is there."""
    scene = Scene(*(with_binding(target, OLD) for target in (WWW, CDN)))
    wildcard = made(4, "*.shop.example", days_left=90)
    scene.hold(OLD, wildcard)
    for target in (WWW, CDN):
        scene.serve(target, OLD)
    scene.watch()
    scene.wait(days=11)
    scene.watch()
    return scene


def intent_young_not_done() -> Scene:
    """An intent of 20 s, nothing written; its message comes again, another one's is due."""
    scene = begun(WWW, CDN, done=False)
    for target in (WWW, CDN):
        scene.queue.send(renewal(target), AGAIN)
    scene.hold(NEWER)
    scene.queue.send(bind_command(CDN, NEWER.id, "renewed-3-cn-hangzhou"))
    scene.wait(seconds=20)
    return scene


def intent_young_done() -> Scene:
    """An intent of 20 s whose write took effect; its message comes again."""
    scene = begun(WWW, CDN, done=True)
    for target in (WWW, CDN):
        scene.queue.send(renewal(target), AGAIN)
    scene.wait(seconds=20)
    return scene


def intent_old_done() -> Scene:
    """An intent older than its lease whose write took effect; one message is back, one lost."""
    scene = begun(WWW, CDN, done=True)
    scene.wait(minutes=15)
    scene.queue.send(renewal(WWW))
    return scene


def intent_old_not_done() -> Scene:
    """An intent older than its lease and nothing written; one message is back, one lost."""
    scene = begun(WWW, CDN, done=False)
    scene.wait(minutes=15)
    scene.queue.send(renewal(WWW))
    return scene


def intent_old_overtaken() -> Scene:
    """Intents older than their lease, done and not, and the message of a later certificate."""
    scene = begun(WWW, done=True)
    scene.targets.add(with_binding(CDN, OLD))
    scene.serve(CDN, OLD)
    scene.targets.trouble.before("bind", CrashError())
    scene.crash(lambda: scene.bind(CDN, NEW, "renewed-2-cn-hangzhou"))
    scene.wait(minutes=15)
    scene.hold(NEWER)
    for target in (WWW, CDN):
        scene.queue.send(bind_command(target, NEWER.id, "renewed-3-cn-hangzhou"))
    return scene


def intent_of_bucket_cdn_in_front() -> Scene:
    """Lost answers of writes at buckets, done and not, and CDN was put in front of both since."""
    scene = renewing(WWW, STATIC)
    scene.targets.trouble.after("bind", LOST)
    scene.bind(WWW, NEW, "renewed-2-cn-hangzhou")
    scene.targets.trouble.before("bind", LOST)
    scene.bind(STATIC, NEW, "renewed-2-cn-hangzhou")
    scene.hold(NEWER)
    for target in (WWW, STATIC):
        in_front = Target(TargetKind.CDN, target.domain)
        scene.targets.add(with_binding(in_front, OLD))
        scene.queue.send(bind_command(in_front, NEWER.id, "renewed-3-cn-hangzhou"))
    return scene


def intent_over_open_look() -> Scene:
    """Bound, its first look waits, and a function died before it bound the next one."""
    scene = renewing(WWW, CDN)
    for target in (WWW, CDN):
        scene.bind(target, NEW, "renewed-2-cn-hangzhou")
        scene.serve(target, NEW)
    scene.wait(seconds=20)
    scene.hold(NEWER)
    scene.targets.trouble.before("bind", CrashError())
    scene.crash(lambda: scene.bind(WWW, NEWER, "renewed-3-cn-hangzhou"))
    scene.targets.trouble.after("bind", CrashError())
    scene.crash(lambda: scene.bind(CDN, NEWER, "renewed-3-cn-hangzhou"))
    return scene


def answer_lost() -> Scene:
    """The answer to a write never came: done on OSS, not done on CDN; second tries wait."""
    scene = renewing(WWW, CDN)
    scene.targets.trouble.after("bind", LOST)
    scene.bind(WWW, NEW, "renewed-2-cn-hangzhou")
    scene.targets.trouble.before("bind", LOST)
    scene.bind(CDN, NEW, "renewed-2-cn-hangzhou")
    return scene


def bound_first_look_waits() -> Scene:
    """Bound a moment ago, the first look waits; on CDN nothing stood there before."""
    scene = renewing(WWW)
    scene.targets.add(BoundTarget(CDN, UNBOUND))
    for target in (WWW, CDN):
        scene.bind(target, NEW, "renewed-2-cn-hangzhou")
    return scene


def bound_look_3_waits() -> Scene:
    """One look too early, one good one, the third waits."""
    scene = renewing(WWW, CDN)
    for target in (WWW, CDN):
        scene.bind(target, NEW, "renewed-2-cn-hangzhou")
    scene.wait(seconds=60)
    scene.due()
    for target in (WWW, CDN):
        scene.serve(target, NEW)
    scene.wait(seconds=60)
    scene.due()
    return scene


def bound_nobody_looked() -> Scene:
    """Bound two hours ago, and the message of its first look was lost."""
    scene = renewing(WWW)
    scene.bind(WWW, NEW, "renewed-2-cn-hangzhou")
    scene.wait(hours=2)
    scene.queue.take_due()
    scene.serve(WWW, NEW)
    return scene


def verified() -> Scene:
    """Verified, on OSS, CDN and a wildcard domain of CDN."""
    return rotated(WWW, CDN, WILD)


def not_verified_behind() -> Scene:
    """One of two edges served the old one until the deadline; it comes right after that."""
    scene = renewing(WWW)
    scene.serve(WWW, OLD, SECOND)
    scene.bind(WWW, NEW, "renewed-2-cn-hangzhou")
    scene.serve(WWW, NEW)
    scene.run_queue()
    return scene


def not_verified_broken() -> Scene:
    """Edges serve the new leaf without its intermediate, and go on so."""
    scene = renewing(WWW, CDN)
    scene.edges_follow = False
    for target in (WWW, CDN):
        scene.bind(target, NEW, "renewed-2-cn-hangzhou")
        scene.serve(target, LACKING)
    scene.run_queue()
    return scene


def not_verified_other_hand() -> Scene:
    """Another hand bound something else before visitors were looked at."""
    scene = renewing(CDN)
    scene.bind(CDN, NEW, "renewed-2-cn-hangzhou")
    scene.targets.rebind_by_hand(CDN, PASTED)
    scene.serve(CDN, "stranger")
    scene.run_queue()
    return scene


def bound_after_not_verified() -> Scene:
    """What was not verified is no way back: `previous` is what stood before it."""
    scene = not_verified_broken()
    scene.edges_follow = True
    scene.hold(NEWER)
    for target in (WWW, CDN):
        scene.bind(target, NEWER, "renewed-3-cn-hangzhou")
    return scene


def held_after_rollback() -> Scene:
    """Rolled back: seen on OSS, to be seen on CDN; an event's message wants the new one again."""
    scene = rotated(WWW, CDN)
    scene.roll_back(WWW, "manual-1")
    scene.serve(WWW, OLD)
    scene.run_queue()
    scene.wait(minutes=5)
    scene.roll_back(CDN, "manual-2")
    for target in (WWW, CDN):
        scene.queue.send(bind_command(target, NEW.id, "issued-2-cn-hangzhou"))
    return scene


def rollback_begun() -> Scene:
    """A rollback died in the middle of its write, half an hour ago: done on OSS, not on CDN."""
    scene = rotated(WWW, CDN)
    scene.targets.trouble.after("bind", CrashError())
    scene.crash(lambda: scene.roll_back(WWW, "manual-1"))
    scene.targets.trouble.before("bind", CrashError())
    scene.crash(lambda: scene.roll_back(CDN, "manual-1"))
    scene.serve(WWW, OLD)
    scene.wait(minutes=30)
    return scene


def foreign_change_accepted() -> Scene:
    """A sweep found the old one, a pasted one and nothing where the new one was bound."""
    scene = rotated(WWW, CDN, STATIC)
    scene.targets.rebind_by_hand(WWW, bound_to(OLD))
    scene.serve(WWW, OLD)
    scene.targets.rebind_by_hand(CDN, PASTED)
    scene.serve(CDN, "stranger")
    scene.targets.rebind_by_hand(STATIC, UNBOUND)
    scene.recheck()
    return scene


def foreign_change_not_seen_yet() -> Scene:
    """A hand put the old one back, no sweep has come by, and an event's message waits: this build
    binds over the hand.
    """
    scene = rotated(WWW, CDN)
    scene.targets.rebind_by_hand(WWW, bound_to(OLD))
    scene.serve(WWW, OLD)
    scene.queue.send(bind_command(WWW, NEW.id, "issued-2-cn-hangzhou"))
    return scene


def held_to_a_day() -> Scene:
    """`held_to` is a day of CAS's list, for what a hand had bound was taken off by a hand: this
    build brings it back by a message, which knows the hour.
    """
    scene = rotated(WWW, CDN)
    scene.hold(NEWER)
    for target in (WWW, CDN):
        scene.targets.rebind_by_hand(target, bound_to(NEWER))
        scene.serve(target, NEWER)
    scene.recheck()
    scene.wait(hours=1)
    for target in (WWW, CDN):
        scene.targets.rebind_by_hand(target, bound_to(OLD))
        scene.serve(target, OLD)
    scene.recheck()
    scene.queue.send(bind_command(CDN, NEWER.id, "issued-3-cn-hangzhou"))
    return scene


def kept_and_refused() -> Scene:
    """Newest entries `kept` and `refused`, whose causes are handled."""
    scene = rotated(WWW, CDN)
    scene.bind(WWW, NEW, "issued-2-cn-hangzhou")
    scene.bind(CDN, OLD, "issued-1-cn-hangzhou")
    revoked = replace(NEWER, status=CertificateStatus.REVOKED)
    scene.inventory.add(revoked, CHAINS[str(revoked.id)])
    scene.bind(CDN, revoked, "renewed-3-cn-hangzhou")
    scene.queue.send(bind_command(CDN, revoked.id, "renewed-3-cn-hangzhou"))
    return scene


def plan_only_handled() -> Scene:
    """A sweep's message was kept as plan_only by CERTBIND_BIND=none, which has gone since: this
    build leaves the domains without HTTPS and says that all is well.
    """
    scene = Scene(*unbound(WWW, CDN))
    scene.hold(NEW)
    scene.recheck()
    scene.allow(scope=())
    scene.due()
    scene.allow(scope=None)
    return scene


def by_hand_waits() -> Scene:
    """A person's bind under CERTBIND_BIND=none was deferred; its second try waits."""
    scene = renewing(WWW, CDN, policy=Policy(scope=()))
    for target in (WWW, CDN):
        scene.targets.trouble.before("bind", LOST)
        asked = bind_command(target, NEW.id, "cli-1", by_hand=True)
        scene.handle(asked)
    return scene


def by_hand_first_try_waits() -> Scene:
    """A person's bind of what a rollback took off waits, not tried yet."""
    scene = rotated(WWW)
    scene.roll_back(WWW, "manual-1")
    scene.serve(WWW, OLD)
    scene.run_queue()
    scene.queue.send(bind_command(WWW, NEW.id, "cli-1", by_hand=True))
    return scene


def busy_third_try_waits() -> Scene:
    """The domain was being configured for two tries; it is online now and the third waits."""
    scene = renewing(CDN)
    scene.targets.add(BoundTarget(CDN, bound_to(OLD), TargetState.CONFIGURING))
    scene.bind(CDN, NEW, "renewed-2-cn-hangzhou")
    scene.wait(seconds=30)
    scene.due()
    scene.targets.add(BoundTarget(CDN, bound_to(OLD)))
    return scene


def look_superseded() -> Scene:
    """The looks of two bindings wait; the first is no longer the newest."""
    scene = renewing(WWW, CDN)
    scene.hold(NEWER)
    for held, cause in ((NEW, "renewed-2-cn-hangzhou"), (NEWER, "renewed-3-cn-hangzhou")):
        for target in (WWW, CDN):
            scene.bind(target, held, cause)
            scene.serve(target, held)
        scene.wait(seconds=20)
    return scene


def bucket_behind_cdn() -> Scene:
    """A plan that could not list CDN sent a message for the bucket behind it."""
    scene = rotated(CDN)
    scene.targets.add(BoundTarget(BEHIND, UNBOUND))
    scene.hold(NEWER)
    scene.targets.hide("cdn", "throttled")
    scene.handle(certificate_event(EventType.ISSUED, NEWER.id))
    scene.targets.show("cdn")
    return scene


def moved_to_its_bucket() -> Scene:
    """The ledger speaks of CDN, which is gone; the message is for the bucket that was behind."""
    scene = rotated(CDN)
    scene.targets.add(with_binding(BEHIND, OLD))
    scene.targets.remove(CDN)
    scene.serve(BEHIND, OLD)
    scene.hold(NEWER)
    scene.queue.send(bind_command(BEHIND, NEWER.id, "renewed-3-cn-hangzhou"))
    return scene


def nothing_known() -> Scene:
    """A first entry without a thing in its state: trouble came before anything was read."""
    scene = renewing(WWW, CDN)
    scene.inventory.trouble.before("certificate", SLOW)
    scene.bind(WWW, NEW, "renewed-2-cn-hangzhou")
    scene.inventory.trouble.before("certificate", DENIED)
    scene.bind(CDN, NEW, "renewed-2-cn-hangzhou")
    return scene


def replanned_and_failed() -> Scene:
    """A hand came between plan and write on OSS; CDN refused the write."""
    scene = renewing(WWW, CDN)
    scene.hold(NEWER)
    scene.targets.trouble.act_before(
        "bind", lambda: scene.targets.rebind_by_hand(WWW, bound_to(NEW))
    )
    scene.bind(WWW, NEWER, "renewed-3-cn-hangzhou")
    scene.targets.trouble.before("bind", DENIED)
    scene.bind(CDN, NEWER, "renewed-3-cn-hangzhou")
    return scene


def other_subjects() -> Scene:
    """Beside the domains: a refused event, a message that is none, a replay, a sweep's report."""
    scene = rotated(WWW)
    scene.watch()
    scene.handle(certificate_event(EventType.ISSUED, STRANGER.id))
    (delivery,) = parse(b"no event")
    HandleEvent(scene.ports, scene.rules)(delivery)
    letters = FakeDeadLetters(scene.clock)
    look = {"said_by": "somebody"}
    letters.put(
        json.dumps({**json.loads(render(renewal(WWW))), "data": look}).encode()
    )  # unreadable: it stays a letter
    letters.put(render(bind_command(WWW, NEW.id, "renewed-2-cn-hangzhou", 8)).encode())
    ReplayDeadLetters(letters, scene.queue, scene.journal, scene.clock)(None, asked_by="person")
    scene.recheck()
    return scene


SCENARIOS: tuple[Callable[[], Scene], ...] = (
    nothing_yet,
    issued_event_planned,
    expiry_event_queued,
    intent_young_not_done,
    intent_young_done,
    intent_old_done,
    intent_old_not_done,
    intent_old_overtaken,
    intent_of_bucket_cdn_in_front,
    intent_over_open_look,
    answer_lost,
    bound_first_look_waits,
    bound_look_3_waits,
    bound_nobody_looked,
    verified,
    not_verified_behind,
    not_verified_broken,
    not_verified_other_hand,
    bound_after_not_verified,
    held_after_rollback,
    rollback_begun,
    foreign_change_accepted,
    foreign_change_not_seen_yet,
    held_to_a_day,
    kept_and_refused,
    plan_only_handled,
    by_hand_waits,
    by_hand_first_try_waits,
    busy_third_try_waits,
    look_superseded,
    bucket_behind_cdn,
    moved_to_its_bucket,
    nothing_known,
    replanned_and_failed,
    other_subjects,
)
