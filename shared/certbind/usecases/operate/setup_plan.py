"""What to make, to mend or to leave so that the account holds a deployment; and the way back.

Pure: what is wanted and what is there, to steps in the order in which they are taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from certbind.domain.deployment.resources import (
    TRUST,
    BucketSeen,
    Deployment,
    PolicySeen,
    QueueAttributes,
    RoleSeen,
    WantedRole,
)
from certbind.values import dataclass


class Change(Enum):
    """What becomes of a thing; stable."""

    CREATE = "create"
    CHANGE = "change"
    KEEP = "keep"
    DIFFERS = "differs"  # left alone: it is not as setup would make it, and may be another's
    UNFIT = "unfit"  # cannot serve: nothing at all is done
    BY_HAND = "by_hand"  # nothing here can do it or check it
    DELETE = "delete"


class Thing(Enum):
    """Kinds of things."""

    QUEUE = "queue"
    BUCKET = "ledger bucket"
    BUCKET_ACL = "ACL of the ledger bucket"
    PUBLIC_ACCESS = "public access block of the ledger bucket"
    POLICY = "policy"
    ROLE = "role"
    TRUST = "trust policy of the role"
    ATTACHMENT = "policy attached to the role"
    LOG_PROJECT = "log project"
    EVENT_RULE = "EventBridge rule"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing. told: what differs, or why."""

    change: Change
    thing: Thing
    name: str
    told: str = ""

    @property
    def is_work(self) -> bool:
        """Whether something is done."""
        return self.change in (Change.CREATE, Change.CHANGE, Change.DELETE)

    def __str__(self) -> str:
        """`create queue certbind-events`."""
        return f"{self.change.value} {self.thing.value} {self.name}"

    def to_json(self) -> dict[str, str]:
        """For `--json`."""
        return {
            "change": self.change.value,
            "thing": self.thing.value,
            "name": self.name,
            "told": self.told,
        }


@dataclass(frozen=True, slots=True)
class Observed:
    """What is there, by name; None: nothing is. full: queues that hold messages. other_key: of an
    object in the ledger's bucket that is none of the ledger's, where that was looked for.
    """

    queues: Mapping[str, QueueAttributes | None]
    bucket: BucketSeen | None
    roles: Mapping[str, RoleSeen | None]
    policies: Mapping[str, PolicySeen | None]
    full: frozenset[str] = frozenset()
    other_key: str = ""


def plan_setup(wanted: Deployment, seen: Observed, *, adopt: bool = False) -> tuple[Step, ...]:
    """adopt: what is there and differs is changed, where that can be done."""
    return (
        *_queues(wanted, seen, adopt=adopt),
        *_bucket(wanted, seen.bucket, adopt=adopt),
        *(step for role in wanted.roles for step in _role(wanted, role, seen, adopt=adopt)),
        *_by_hand(wanted),
    )


def _queues(wanted: Deployment, seen: Observed, *, adopt: bool) -> Iterator[Step]:
    for name, attributes in wanted.queues:
        there = seen.queues[name]
        if there is None:
            yield Step(Change.CREATE, Thing.QUEUE, name)
            continue
        told = "; ".join(there.differences(attributes))
        change = (Change.CHANGE if adopt else Change.DIFFERS) if told else Change.KEEP
        yield Step(change, Thing.QUEUE, name, told)


def _bucket(wanted: Deployment, there: BucketSeen | None, *, adopt: bool) -> Iterator[Step]:
    name = wanted.scope.ledger_bucket
    if there is None:
        yield Step(Change.CREATE, Thing.BUCKET, name, "private, without versioning")
        yield Step(Change.CREATE, Thing.PUBLIC_ACCESS, name)
        return
    why_not = _unfit(wanted, there)
    if why_not:
        yield Step(Change.UNFIT, Thing.BUCKET, name, why_not)
        return
    yield Step(Change.KEEP, Thing.BUCKET, name)
    if there.acl != "private":
        change = Change.CHANGE if adopt else Change.DIFFERS
        yield Step(change, Thing.BUCKET_ACL, name, f"{there.acl}, not private")
        if not adopt:
            return  # who reads it in public would be shut out
    if not there.blocks_public_access:
        yield Step(Change.CREATE, Thing.PUBLIC_ACCESS, name)


def _unfit(wanted: Deployment, there: BucketSeen) -> str:
    if there.versioning:
        return (
            f"its versioning is {there.versioning}, and x-oss-forbid-overwrite, which keeps "
            "entries from being overwritten, does nothing there, now or ever: name another bucket "
            "with CERTBIND_LEDGER_BUCKET"
        )
    if there.region != wanted.scope.region:
        return (
            f"it is in {there.region}, and the functions are in {wanted.scope.region}: name "
            "another bucket with CERTBIND_LEDGER_BUCKET"
        )
    return ""


def _role(wanted: Deployment, role: WantedRole, seen: Observed, *, adopt: bool) -> Iterator[Step]:
    yield _policy(wanted, role, seen.policies[role.name], adopt=adopt)
    there = seen.roles[role.name]
    if there is None:
        yield Step(Change.CREATE, Thing.ROLE, role.name)
        yield Step(Change.CREATE, Thing.ATTACHMENT, role.name)
        return
    if there.description != wanted.description and not adopt:
        told = "a role of this name is there that setup did not make"
        yield Step(Change.DIFFERS, Thing.ROLE, role.name, told)
        return
    yield Step(Change.KEEP, Thing.ROLE, role.name)
    if not _same(there.trust, TRUST) or there.description != wanted.description:
        told = "Function Compute, and nobody else, may take it on"
        yield Step(Change.CHANGE, Thing.TRUST, role.name, told)
    if ("Custom", role.name) not in there.attached:
        yield Step(Change.CREATE, Thing.ATTACHMENT, role.name)
    others = [name for kind, name in there.attached if (kind, name) != ("Custom", role.name)]
    if others:
        told = f"it holds {', '.join(others)} besides, more than the function needs"
        yield Step(Change.DIFFERS, Thing.ATTACHMENT, role.name, told)


def _policy(
    wanted: Deployment, role: WantedRole, there: PolicySeen | None, *, adopt: bool
) -> Step:
    if there is None:
        return Step(Change.CREATE, Thing.POLICY, role.name)
    if _same(there.document, role.document):
        return Step(Change.KEEP, Thing.POLICY, role.name)
    if there.description != wanted.description and not adopt:
        told = "a policy of this name is there that setup did not make"
        return Step(Change.DIFFERS, Thing.POLICY, role.name, told)
    told = _changed_actions(there.document, role.document)
    return Step(Change.CHANGE, Thing.POLICY, role.name, told)


def _changed_actions(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    had, has = _actions(before), _actions(after)
    parts = (
        f"more: {', '.join(sorted(has - had))}" if has - had else "",
        f"less: {', '.join(sorted(had - has))}" if had - has else "",
    )
    return "; ".join(filter(None, parts)) or "the same actions on other things"


def _actions(document: Mapping[str, Any]) -> set[str]:
    found: set[str] = set()
    for statement in document.get("Statement", ()):
        given = statement.get("Action", ())
        found |= {given} if isinstance(given, str) else set(given)
    return found


def _same(one: Any, other: Any) -> bool:
    """As JSON, a list of one being the same as the one."""
    return bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value] if len(value) != 1 else _plain(value[0])
    return value


def _by_hand(wanted: Deployment) -> Iterator[Step]:
    scope = wanted.scope
    told = f"with a log store {scope.log_store}: in the SLS console, before `s deploy`"
    yield Step(Change.BY_HAND, Thing.LOG_PROJECT, scope.log_project, told)
    told = (
        "optional: new certificates are seen at once, not by the timer; "
        "`certbind setup --print-event-rule` prints what CreateRule takes"
    )
    yield Step(Change.BY_HAND, Thing.EVENT_RULE, f"{wanted.prefix}-certificates", told)
