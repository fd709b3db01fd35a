"""The events that certbind acts on, and their CloudEvents form.

Our own events are CloudEvents 1.0 in JSON; `id` is made from the content, so that the same fact
told twice has the same id. They carry ids and fingerprints, never a certificate or a key; an id of
somebody else's that may be more than an id is known by its digest from the reading on.
Reading the platform's envelopes is envelopes.py.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from certbind.domain.model.identity import (
    BUCKET_NAME,
    REGION,
    CertificateId,
    Domain,
    parse_product,
)
from certbind.domain.model.target import Target
from certbind.domain.trust.names import InvalidNameError, parse_reference
from certbind.errors import EventError
from certbind.fields import describe, parse_time, read_count, read_name, read_text
from certbind.values import dataclass, replace

SOURCE = "certbind"
_LINE = re.compile(r"[A-Za-z0-9_-]{1,64}")


class EventType(Enum):
    """`type` of the CloudEvent."""

    ISSUED = "certificate.issued"
    RENEWED = "certificate.renewed"
    EXPIRY_APPROACHING = "certificate.expiry_approaching"
    REVOKED = "certificate.revoked"
    CHANGE_HINT = "certbind.change_hint"
    STEP = "certbind.step"
    LINE = "certbind.line"
    BIND = "certbind.bind"  # of certbind 0.1, read still
    VERIFY = "certbind.verify"  # of certbind 0.1, read still


@dataclass(frozen=True, slots=True)
class CertificateEvent:
    """CAS holds a certificate that is new, renewed (`replaces`), near its end (`stage`), or
    revoked. beyond: the last domain that a message before this one has seen to; "" for none.
    """

    id: str
    type: EventType
    certificate: CertificateId
    replaces: CertificateId | None = None
    stage: str = ""
    beyond: str = ""


@dataclass(frozen=True, slots=True)
class ChangeHint:
    """Something was written in CAS; which certificate is not said: look at the list. deploys: a
    deployment job was made or started: look where it binds.
    """

    id: str
    said_by: str
    deploys: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """Look at one target and do what should be done there now. It decides nothing.

    cause: id of what brought it about. after: number of the domain's newest entry when it was
    sent; the entry that promised this message, where one did.
    candidate: a certificate to be read though the list may lack it yet.
    by_hand: a person wants `candidate` there. look: look at visitors whether or not it is due.
    scanned_at: when the whole account was read, and nothing stood in front of the target.
    """

    id: str
    target: Target
    cause: str
    after: int = 0
    candidate: CertificateId | None = None
    by_hand: bool = False
    look: bool = False
    scanned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LineStep:
    """Look at how the line of a certificate is renewed, and do what should be done there now. It
    decides nothing.

    cause: id of what brought it about. line: the name of the line's journal, "" where nobody has
    read yet which it is. after: number of its newest entry when this was sent.
    """

    id: str
    certificate: CertificateId
    cause: str
    line: str = ""
    after: int = 0


Event = CertificateEvent | ChangeHint | Step | LineStep


def certificate_event(
    kind: EventType,
    certificate: CertificateId,
    *,
    replaces: CertificateId | None = None,
    stage: str = "",
) -> CertificateEvent:
    """The event of one fact; equal facts have equal ids."""
    parts = (kind.value.rpartition(".")[2], str(certificate), stage)
    return CertificateEvent(
        "-".join(filter(None, parts)).replace("_", "-"), kind, certificate, replaces, stage
    )


def going_on(event: CertificateEvent, beyond: Domain) -> CertificateEvent:
    """The rest of an event for more domains than one message sees to; the same rest has the same
    id.
    """
    first = event.id.partition(_REST)[0]
    return replace(event, id=f"{first}{_REST}{_short_digest(first, beyond)}", beyond=beyond)


_REST = "-beyond-"


def step(
    target: Target,
    cause: str,
    after: int,
    *,
    candidate: CertificateId | None = None,
    by_hand: bool = False,
    look: bool = False,
    scanned_at: datetime | None = None,
) -> Step:
    """The message for one target; after the same entry the same cause gives the same id."""
    digest = _short_digest(target.kind, target.domain, target.bucket, cause, str(candidate))
    return Step(
        f"step-{digest}-{after}", target, cause, after, candidate, by_hand, look, scanned_at
    )


def line_step(
    certificate: CertificateId, cause: str, *, line: str = "", after: int = 0
) -> LineStep:
    """The message for one line; after the same entry the same cause gives the same id."""
    digest = _short_digest(str(certificate), cause, line)
    return LineStep(f"line-{digest}-{after}", certificate, cause, line, after)


def render(event: Event) -> str:
    """The CloudEvent of an event, as it is put into the queue."""
    kind, subject, data = _content(event)
    return json.dumps(
        {
            "specversion": "1.0",
            "id": event.id,
            "source": SOURCE,
            "type": kind.value,
            "subject": subject,
            "datacontenttype": "application/json",
            "data": data,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def type_of(event: Event) -> EventType:
    """`type` of its CloudEvent."""
    return _content(event)[0]


def from_cloud_event(raw: Mapping[str, Any]) -> Event:
    """An event of ours from its CloudEvent; EventError names the field that is wrong.

    Unknown fields are ignored, so that an older certbind reads what a newer one wrote. An error
    never repeats a value: what was sent here by mistake may be a secret.
    """
    try:
        kind = EventType(raw.get("type"))
    except ValueError:
        raise EventError(
            f"type ({describe(raw.get('type'))}) is not one that certbind handles "
            f"({', '.join(member.value for member in EventType)})."
        ) from None
    event_id = read_name(raw, "id")
    data = raw.get("data")
    if not event_id:
        raise EventError(f"{kind.value}: id is empty.")
    if not isinstance(data, Mapping):
        raise EventError(f"{kind.value}: data is {describe(data)}, an object is expected.")
    return _READERS[kind](kind, event_id, data)


def _content(event: Event) -> tuple[EventType, str, dict[str, Any]]:
    if isinstance(event, CertificateEvent):
        told = {"stage": event.stage, "beyond": event.beyond}
        if event.replaces:
            told["replaces"] = str(event.replaces)
        data: dict[str, Any] = {"certificate": str(event.certificate)}
        data |= {name: one for name, one in told.items() if one}
        return event.type, str(event.certificate), data
    if isinstance(event, ChangeHint):
        more = {"deploys": True} if event.deploys else {}
        return EventType.CHANGE_HINT, "", {"said_by": event.said_by, **more}
    if isinstance(event, LineStep):
        about = str(event.certificate)
        data = {"certificate": about, "cause": event.cause, "line": event.line}
        return EventType.LINE, about, {**data, "after": event.after}
    target = {
        "kind": event.target.kind,
        "domain": event.target.domain,
        "bucket": event.target.bucket,
        "region": event.target.region,
    }
    data = {"target": target, "cause": event.cause, "after": event.after}
    if event.candidate is not None:
        data["candidate"] = str(event.candidate)
    data |= {name: True for name in _FLAGS if getattr(event, name)}
    if event.scanned_at is not None:
        data["scanned_at"] = event.scanned_at.isoformat()
    return EventType.STEP, event.target.domain, data


_FLAGS = ("by_hand", "look")


def _read_certificate_event(
    kind: EventType, event_id: str, data: Mapping[str, Any]
) -> CertificateEvent:
    replaces = data.get("replaces")
    return CertificateEvent(
        event_id,
        kind,
        _certificate(data, "certificate"),
        _certificate(data, "replaces") if replaces is not None else None,
        read_name(data, "stage", ""),
        _beyond(data),
    )


def _beyond(data: Mapping[str, Any]) -> str:
    named = read_text(data, "beyond", "")
    try:
        return parse_reference(named) if named else ""
    except InvalidNameError:
        raise EventError(f"data.beyond ({describe(named)}) is no name.") from None


def _read_change_hint(_: EventType, event_id: str, data: Mapping[str, Any]) -> ChangeHint:
    deploys = data.get("deploys") is True
    return ChangeHint(event_id, read_name(data, "said_by", "unknown"), deploys)


def _read_step(_: EventType, event_id: str, data: Mapping[str, Any]) -> Step:
    candidate = data.get("candidate")
    return Step(
        event_id,
        _target(data),
        read_name(data, "cause", event_id),
        read_count(data, "after", 0),
        _certificate(data, "candidate") if candidate is not None else None,
        data.get("by_hand", False) is True,
        data.get("look", False) is True,
        _moment(data, "scanned_at") if data.get("scanned_at") is not None else None,
    )


def _read_line(_: EventType, event_id: str, data: Mapping[str, Any]) -> LineStep:
    line = read_text(data, "line", "")
    if line and not _LINE.fullmatch(line):
        raise EventError(f"data.line ({describe(line)}) is no name of a line's journal.")
    return LineStep(
        event_id,
        _certificate(data, "certificate"),
        read_name(data, "cause", event_id),
        line,
        read_count(data, "after", 0),
    )


def _read_bind(_: EventType, event_id: str, data: Mapping[str, Any]) -> Step:
    """A bind command of certbind 0.1: its certificate is looked at, as any other is."""
    return Step(
        event_id,
        _target(data),
        read_name(data, "cause", event_id),
        candidate=_certificate(data, "certificate"),
        by_hand=data.get("by_hand", False) is True,
    )


def _read_verify(_: EventType, event_id: str, data: Mapping[str, Any]) -> Step:
    """A verify command of certbind 0.1: how far the looks are stands in the ledger."""
    return Step(event_id, _target(data), read_name(data, "cause", event_id))


def _moment(data: Mapping[str, Any], field: str) -> datetime:
    try:
        return parse_time(read_text(data, field))
    except ValueError as error:
        raise EventError(f"data.{field} is {error}.") from None


_READERS: Mapping[EventType, Callable[[EventType, str, Mapping[str, Any]], Event]] = {
    EventType.ISSUED: _read_certificate_event,
    EventType.RENEWED: _read_certificate_event,
    EventType.EXPIRY_APPROACHING: _read_certificate_event,
    EventType.REVOKED: _read_certificate_event,
    EventType.CHANGE_HINT: _read_change_hint,
    EventType.STEP: _read_step,
    EventType.LINE: _read_line,
    EventType.BIND: _read_bind,
    EventType.VERIFY: _read_verify,
}


def _certificate(data: Mapping[str, Any], field: str) -> CertificateId:
    try:
        return CertificateId.parse(read_text(data, field))
    except ValueError:
        raise EventError(
            f"data.{field} is no certificate id ({describe(data[field])}); "
            "<number>-<region> is expected."
        ) from None


def _target(data: Mapping[str, Any]) -> Target:
    raw = data.get("target")
    if not isinstance(raw, Mapping):
        raise EventError("data.target is missing: an object with kind and domain is expected.")
    try:
        domain: Domain = parse_reference(read_text(raw, "domain"))
    except InvalidNameError:
        raise EventError(f"data.target.domain ({describe(raw['domain'])}) is no name.") from None
    try:
        kind = parse_product(read_text(raw, "kind"))
    except ValueError as error:
        raise EventError(f"data.target.kind ({describe(raw['kind'])}) is {error}.") from None
    return Target(kind, domain, _named(raw, "bucket", BUCKET_NAME), _named(raw, "region", REGION))


def _named(target: Mapping[str, Any], field: str, form: re.Pattern[str]) -> str:
    """Empty, or held to its form: it becomes part of the name of a host that signed calls go to.
    Whether the product can do without it, the product says when it is read.
    """
    value = read_text(target, field, "")
    if value and not form.fullmatch(value):
        raise EventError(f"data.target.{field} ({describe(value)}) is no {field}'s name.")
    return value


def _short_digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]
