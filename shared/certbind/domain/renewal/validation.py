"""Whether the records that a CA waits for are there, and what a person has to create."""

from __future__ import annotations

from certbind.domain.decide.decision import Tone
from certbind.domain.model.reasons import Reason
from certbind.domain.renewal.order import ValidationRecord
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A wanted record, and what DNS answered at its name: () nothing, None nobody could look."""

    record: ValidationRecord
    values: tuple[str, ...] | None

    @property
    def is_there(self) -> bool:
        """Whether one of the values is the wanted one."""
        wanted = self.record.value.rstrip(".").lower()
        return any(value.rstrip(".").lower() == wanted for value in self.values or ())


@dataclass(frozen=True, slots=True)
class Judged:
    """The word on all of them. told: a clause that names the exact record."""

    word: str
    told: str
    tone: Tone


def judge_records(
    records: tuple[ValidationRecord, ...], found: tuple[Found, ...] | None
) -> Judged | None:
    """None where there is nothing to look at yet. A record with another value counts before one
    that is missing: it has to be changed, not added.
    """
    return _judge(found) if records and found is not None else None


def judge_record(found: Found) -> Judged:
    """The word on a single one."""
    return _judge((found,))


def _judge(found: tuple[Found, ...]) -> Judged:
    wrong = [one for one in found if one.values and not one.is_there]
    missing = [one for one in found if one.values == ()]
    files = [one for one in found if one.record.kind == "FILE"]
    if wrong:
        return _person(Reason.VALIDATION_CONFLICT, "; ".join(map(_changed, wrong)))
    if missing:
        return _person(Reason.VALIDATION_MISSING, "; ".join(map(_created, missing)))
    if files:
        return _person(Reason.VALIDATION_MISSING, "; ".join(map(_served, files)))
    unseen = [one for one in found if one.values is None]
    if unseen:
        told = "; ".join(f"nobody could look for {one.record}" for one in unseen)
        return Judged(Reason.RENEWING.value, f"the CA waits for records; {told}", Tone.WAITS)
    told = "the records that the CA waits for are there; it looks again by itself"
    return Judged(Reason.RENEWING.value, told, Tone.WAITS)


def _person(reason: Reason, told: str) -> Judged:
    return Judged(reason.value, told, Tone.PERSON)


def _created(one: Found) -> str:
    record = one.record
    where = f" (host record {record.host} of {record.root})" if record.host else ""
    return f"the CA waits for {record}{where}; nothing is there: create it"


def _changed(one: Found) -> str:
    there = ", ".join(one.values or ())
    return (
        f"the CA waits for {one.record}; {there} is there: set the value that the CA waits for "
        "(an old validation's value is of no use any more)"
    )


def _served(one: Found) -> str:
    record = one.record
    return f"the CA waits for a file at {record.name} that holds {record.value}: serve it"
