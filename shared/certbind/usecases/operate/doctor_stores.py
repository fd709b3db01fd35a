"""Judging the queues, the ledger's bucket and the trigger between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from certbind.config import Settings
from certbind.domain.deployment.surroundings import BucketFacts, QueueFacts, TriggerFacts
from certbind.usecases.operate.doctor import Check, not_probed, ok, wrong

LONGEST_INVOCATION = 300
"""Seconds that EventBridge waits for a function: a message that is still worked on must not be
shown again before (Function Compute, "advanced features of triggers")."""

SHORTEST_RETENTION = 86_400
"""Seconds; a follow-up may wait for hours, and a weekend must not lose a dead letter."""

LEAST_MESSAGE = 16_384
"""Bytes; an event with two long names stays far below."""

_SETUP = "`certbind setup` makes it as it should be."


def judge_queue(name: str, facts: QueueFacts) -> list[Check]:
    """The queue that the functions are triggered by."""
    faults = list(_queue_faults(facts))
    if facts.visibility < LONGEST_INVOCATION:
        faults.append(
            f"its visibility time is {facts.visibility} s, shorter than an invocation may last "
            f"({LONGEST_INVOCATION} s)"
        )
    return _judged(name, facts, faults)


def judge_dead_letter_queue(name: str, facts: QueueFacts) -> list[Check]:
    """The queue for what could not be handled."""
    return _judged(name, facts, list(_queue_faults(facts)))


def judge_waiting(waiting: int, longest_count: int) -> Check:
    """Whether a dead letter lies there. waiting: counted up to `longest_count`."""
    if not waiting:
        return ok("dead letters", "none")
    more = " or more" if waiting >= longest_count else ""
    return wrong(
        "dead letters",
        f"{waiting}{more} {'lies' if waiting == 1 else 'lie'} there",
        "`certbind dead-letters list` shows them; mend the cause, then replay them.",
    )


def judge_bucket(facts: BucketFacts, settings: Settings) -> list[Check]:
    """The ledger's bucket: private, never versioned, in the region of the functions."""
    name = "ledger bucket"
    checks = []
    if facts.versioning:
        checks.append(
            wrong(
                name,
                f"{facts.name}: its versioning is {facts.versioning}: there OSS ignores "
                "x-oss-forbid-overwrite, and entries could be overwritten",
                "Choose a bucket that never had versioning (it cannot be taken back).",
            )
        )
    if facts.acl != "private":
        found = f"{facts.name}: its ACL is {facts.acl}"
        checks.append(wrong(name, found, "Set its ACL to private."))
    if facts.region != settings.region:
        checks.append(
            wrong(
                name,
                f"{facts.name} is in {facts.region}, the functions are in {settings.region}",
                "Use a bucket of the functions' region.",
            )
        )
    return checks or [ok(name, f"{facts.name}: private, without versioning, in {facts.region}")]


def judge_create_only(*, kept: bool, deleted: bool, key: str) -> Check:
    """Whether a second create of the same key was refused."""
    name = "ledger protection"
    after = "deleted it again" if deleted else "it stays there, since it could not be deleted"
    if kept:
        return ok(name, f"wrote {key} create-only twice: the second was refused; {after}")
    return wrong(
        name,
        f"wrote {key} create-only twice: the second OVERWROTE the first; {after}",
        "Use a bucket that never had versioning; nothing is safe in this one.",
    )


def judge_triggers(triggers: Sequence[TriggerFacts] | None, settings: Settings) -> list[Check]:
    """s.yaml wires the queue that the settings name. None: there is no such file here."""
    if triggers is None:
        return [not_probed("trigger", "no s.yaml in this folder")]
    if not triggers:
        return [
            wrong("trigger", "s.yaml has no queue trigger", "Compare it with the one shipped.")
        ]
    faults = [fault for one in triggers for fault in _trigger_faults(one, settings)]
    if faults:
        return [wrong("trigger", found, remedy) for found, remedy in faults]
    names = ", ".join(one.function for one in triggers)
    return [ok("trigger", f"s.yaml: {names} reads queue {settings.queue}")]


def _queue_faults(facts: QueueFacts) -> Iterator[str]:
    if facts.delay:
        yield f"it delays every message by {facts.delay} s"
    if facts.retention < SHORTEST_RETENTION:
        yield f"it drops messages after {facts.retention} s, less than a day"
    if facts.longest_message < LEAST_MESSAGE:
        yield f"it takes messages up to {facts.longest_message} bytes only"


def _judged(name: str, facts: QueueFacts, faults: list[str]) -> list[Check]:
    if faults:
        return [wrong(name, f"{facts.name}: {fault}", _SETUP) for fault in faults]
    return [
        ok(
            name,
            f"{facts.name}: visibility {facts.visibility} s, kept {facts.retention // 3600} h",
        )
    ]


def _trigger_faults(one: TriggerFacts, settings: Settings) -> Iterator[tuple[str, str]]:
    pairs = (
        ("reads queue", one.queue, settings.queue, "CERTBIND_QUEUE"),
        ("reads a queue of", one.region, settings.region, "CERTBIND_REGION"),
        (
            "has the dead-letter queue",
            one.dead_letter_queue or "(none)",
            settings.dead_letter_queue,
            "CERTBIND_DEAD_LETTER_QUEUE",
        ),
    )
    for words, written, wanted, setting in pairs:
        if written != wanted:
            yield (
                f"s.yaml: {one.function} {words} {written}, the settings say {wanted}",
                f"Make s.yaml and {setting} agree, then deploy.",
            )
    if one.errors_tolerance.upper() != "ALL":
        found = (
            f"s.yaml: {one.function} has errorsTolerance {one.errors_tolerance or 'NONE'}: one "
            "bad message stops the stream"
        )
        yield found, "Set runOptions.errorsTolerance to ALL."
