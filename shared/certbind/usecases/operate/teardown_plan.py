"""The way back of setup: what it made is deleted, what it did not make stays. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from certbind.domain.deployment.resources import Deployment
from certbind.usecases.operate.setup_plan import Change, Observed, Step, Thing

_NOT_OURS = "setup did not make it"


def plan_teardown(made: Deployment, seen: Observed, *, ledger: bool = False) -> tuple[Step, ...]:
    """ledger: the bucket goes too, with the record of everything that was ever bound; refused
    before anything is deleted when others use the bucket.
    """
    return (*_roles(made, seen), *_queues(made, seen), *_bucket(made, seen, ledger=ledger))


def _roles(made: Deployment, seen: Observed) -> Iterator[Step]:
    """A role lets go of its policies before either is deleted: RAM insists."""
    for name in (role.name for role in made.roles):
        role, policy = seen.roles[name], seen.policies[name]
        if role is not None and role.description != made.description:
            yield Step(Change.KEEP, Thing.ROLE, name, _NOT_OURS)
        elif role is not None:
            if role.attached:
                told = ", ".join(policy_name for _, policy_name in role.attached)
                yield Step(Change.DELETE, Thing.ATTACHMENT, name, told)
            yield Step(Change.DELETE, Thing.ROLE, name)
        if policy is not None:
            is_ours = policy.description == made.description
            change = Change.DELETE if is_ours else Change.KEEP
            yield Step(change, Thing.POLICY, name, "" if is_ours else _NOT_OURS)


def _queues(made: Deployment, seen: Observed) -> Iterator[Step]:
    """MNS keeps no mark, so a queue counts as made by setup when it is just as setup makes it."""
    for name, attributes in reversed(made.queues):
        there = seen.queues[name]
        if there is None:
            continue
        differences = there.differences(attributes)
        if differences:
            told = f"not as setup makes it ({'; '.join(differences)})"
            yield Step(Change.KEEP, Thing.QUEUE, name, told)
        else:
            told = "it holds messages, which go with it" if name in seen.full else ""
            yield Step(Change.DELETE, Thing.QUEUE, name, told)


def _bucket(made: Deployment, seen: Observed, *, ledger: bool) -> Iterator[Step]:
    if seen.bucket is None:
        return
    name = made.scope.ledger_bucket
    if ledger and seen.other_key:
        told = (
            f"it holds {seen.other_key}, which is none of the ledger's: move away what is "
            "another's, or leave out --ledger and delete the entries by hand"
        )
        yield Step(Change.UNFIT, Thing.BUCKET, name, told)
    elif ledger:
        told = "the history of every domain, and with it every way back"
        yield Step(Change.DELETE, Thing.BUCKET, name, told)
    else:
        yield Step(Change.KEEP, Thing.BUCKET, name, "a ledger goes only when --ledger says so")
