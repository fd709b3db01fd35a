"""What a person asks of a function by manual invoke."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar

from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.serving.functions import Measure
from certbind.domain.trust.names import InvalidNameError, parse_reference
from certbind.errors import EventError
from certbind.fields import describe, parse_time
from certbind.redaction import is_repeatable
from certbind.values import dataclass

_T = TypeVar("_T")

MAX_REQUEST = 16 * 1024
"""Bytes; a request names a domain, a certificate or a time."""

MOST_NAMED = 50
MOST_HSTS_DAYS = 730


@dataclass(frozen=True, slots=True)
class _Kind:
    """Of request. example: in the folder events/, what a small one looks like."""

    name: str
    example: str

    @property
    def hint(self) -> str:
        return f"Compare it with events/{self.name}-*.json: {self.example}."


ROLLBACK = _Kind("rollback", '{"domain": "www.example.com", "dry_run": true}')
HARDENING = _Kind("harden", '{"domains": ["www.example.com"], "dry_run": true}')
EMERGENCY = _Kind("emergency", '{"action": "failover", "domain": "www.example.com"}')
_SUBJECTS = ("domain", "certificate", "since")
_FIELDS = frozenset({*_SUBJECTS, "to", "dry_run", "force"})
_SAFE_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")


@dataclass(frozen=True, slots=True)
class RollbackRequest:
    """Undo for one domain, one certificate, or everything that was bound `since` a moment.

    Exactly one of the three is set. to: restore this certificate instead of the last good one;
    never with `since`. dry_run: tell what would be done. force: also to something worse.
    request_id: stands in the ledger as who asked.
    """

    domain: Domain | None = None
    certificate: CertificateId | None = None
    since: datetime | None = None
    to: CertificateId | None = None
    dry_run: bool = True
    force: bool = False
    request_id: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be meant, for the CLI as for the function; EventError."""
        given = sum(getattr(self, name) is not None for name in _SUBJECTS)
        if given != 1:
            raise _wrong(f"{given} of domain, certificate and since are set; name exactly one.")
        if self.to is not None and self.since is not None:
            raise _wrong("to goes with a domain or a certificate, not with since.")
        if self.to is not None and self.to == self.certificate:
            raise _wrong("to is the certificate that is to be taken back.")


def parse_rollback(payload: bytes, request_id: str = "") -> RollbackRequest:
    """A request from the JSON object of a manual invoke; EventError says which field is wrong.

    Fields: domain, certificate, since (RFC 3339 with a zone), to, dry_run (true unless false is
    said), force. An unknown field is refused: a misspelt dry_run must never pass for none.
    request_id: the invocation's; without one, the same request gets the same id.
    """
    raw = _known(payload, ROLLBACK, {*_FIELDS})
    return RollbackRequest(
        domain=_read(raw, "domain", parse_reference, "a domain name"),
        certificate=_read(raw, "certificate", CertificateId.parse, "<number>-<region>"),
        since=_read(raw, "since", parse_time, "a time with a zone, such as 2026-11-20T07:00:00Z"),
        to=_read(raw, "to", CertificateId.parse, "<number>-<region>"),
        dry_run=_flag(raw, "dry_run", default=True),
        force=_flag(raw, "force", default=False),
        request_id=request_id or f"rollback-{hashlib.sha256(payload).hexdigest()[:20]}",
    )


@dataclass(frozen=True, slots=True)
class HardenRequest:
    """Harden how these domains are served, or undo what certbind changed of that.

    measures: those alone; None: all that can be taken back at once. hsts_days: how long browsers
    are to keep to HTTPS; goes with `hsts` alone, which needs it.
    """

    domains: tuple[Domain, ...]
    measures: frozenset[Measure] | None = None
    hsts_days: int = 0
    undo: bool = False
    dry_run: bool = True
    request_id: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be meant, for the CLI as for the function; EventError."""
        if not self.domains:
            raise _wrong("it names no domains.", HARDENING)
        if self.undo and (self.measures is not None or self.hsts_days):
            raise _wrong("undo puts back all that was changed; it takes no measures.", HARDENING)
        asks_hsts = self.measures is not None and Measure.HSTS in self.measures
        if asks_hsts != (self.hsts_days > 0) or self.hsts_days > MOST_HSTS_DAYS:
            told = f"hsts and hsts_days (1 to {MOST_HSTS_DAYS}) go together."
            raise _wrong(told, HARDENING)


class EmergencyAction(Enum):
    """What a person can do in an emergency, besides a rollback."""

    FAILOVER = "failover"  # to the backup certificate of another CA
    DOWNGRADE = "downgrade"  # to plain HTTP
    RESTORE = "restore"  # from there back to HTTPS


@dataclass(frozen=True, slots=True)
class EmergencyRequest:
    """force: also to a backup that is worse, as a rollback takes it."""

    action: EmergencyAction
    domain: Domain
    dry_run: bool = True
    force: bool = False
    request_id: str = ""


def parse_harden(payload: bytes, request_id: str = "") -> HardenRequest:
    """As parse_rollback. Fields: domains (a list), measures (a list), hsts_days, undo, dry_run."""
    raw = _known(payload, HARDENING, {"domains", "measures", "hsts_days", "undo", "dry_run"})
    days = raw.get("hsts_days", 0)
    if not isinstance(days, int) or isinstance(days, bool):
        raise _wrong(f"hsts_days is {describe(days)}; a whole number is expected.", HARDENING)
    domains = _each(raw, "domains", parse_reference, "domain names")
    measures = _each(raw, "measures", Measure, "measures such as tls")
    return HardenRequest(
        domains or (),
        None if measures is None else frozenset(measures),
        days,
        _flag(raw, "undo", default=False, kind=HARDENING),
        _flag(raw, "dry_run", default=True, kind=HARDENING),
        request_id or f"harden-{hashlib.sha256(payload).hexdigest()[:20]}",
    )


def parse_emergency(payload: bytes, request_id: str = "") -> EmergencyRequest:
    """As parse_rollback. Fields: action, domain, dry_run, force."""
    raw = _known(payload, EMERGENCY, {"action", "domain", "dry_run", "force"})
    known = ", ".join(one.value for one in EmergencyAction)
    action = _read(raw, "action", EmergencyAction, f"one of {known}", EMERGENCY)
    domain = _read(raw, "domain", parse_reference, "a domain name", EMERGENCY)
    if action is None or domain is None:
        raise _wrong("action and domain are both needed.", EMERGENCY)
    return EmergencyRequest(
        action,
        domain,
        _flag(raw, "dry_run", default=True, kind=EMERGENCY),
        _flag(raw, "force", default=False, kind=EMERGENCY),
        request_id or f"emergency-{hashlib.sha256(payload).hexdigest()[:20]}",
    )


def _known(payload: bytes, kind: _Kind, fields: set[str]) -> Mapping[str, Any]:
    raw = _object(payload, kind)
    unknown = sorted(raw.keys() - fields)
    if unknown:
        told = f"unknown: {_names(unknown)}. Known are {', '.join(sorted(fields))}."
        raise _wrong(told, kind)
    return raw


def _each(
    raw: Mapping[str, Any], field: str, reader: Callable[[str], _T], what: str
) -> tuple[_T, ...] | None:
    values = raw.get(field)
    if values is None:
        return None
    if not isinstance(values, list) or len(values) > MOST_NAMED:
        told = f"{field} is {describe(values)}; a list of at most {MOST_NAMED} is expected."
        raise _wrong(told, HARDENING)
    read = (_read({field: value}, field, reader, what, HARDENING) for value in values)
    return tuple(one for one in read if one is not None)


def _object(payload: bytes, kind: _Kind) -> Mapping[str, Any]:
    if len(payload) > MAX_REQUEST:
        raise _wrong(f"{len(payload)} bytes, at most {MAX_REQUEST} are read.", kind)
    try:
        raw = json.loads(payload.decode("utf-8-sig"), object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        raise _wrong(f"{len(payload)} bytes that are no JSON object.", kind) from None
    if not isinstance(raw, Mapping):
        raise _wrong(f"{describe(raw)}, an object is expected.", kind)
    return raw


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two values for one field: which one the person means is not for us to guess."""
    twice = sorted(n for n, count in Counter(name for name, _ in pairs).items() if count > 1)
    if twice:
        raise _wrong(f"given twice: {_names(twice)}.")
    return dict(pairs)


def _read(
    raw: Mapping[str, Any],
    field: str,
    reader: Callable[[str], _T],
    what: str,
    kind: _Kind | None = None,
) -> _T | None:
    value = raw.get(field)
    if value is None:
        return None
    try:
        if isinstance(value, str):
            return reader(value)
    except (ValueError, InvalidNameError):
        pass
    raise _wrong(f"{field} is {describe(value)}; {what} is expected.", kind)


def _flag(raw: Mapping[str, Any], field: str, *, default: bool, kind: _Kind | None = None) -> bool:
    value = raw.get(field, default)
    if not isinstance(value, bool):
        raise _wrong(
            f"{field} is {describe(value)}; true or false without quotes is expected.", kind
        )
    return value


def _names(fields: list[str]) -> str:
    shown = [
        name if _SAFE_FIELD.fullmatch(name) and is_repeatable(name) else "a field"
        for name in fields[:5]
    ]
    return ", ".join(shown) + (" and more" if len(fields) > len(shown) else "")


def _wrong(fault: str, kind: _Kind | None = None) -> EventError:
    kind = kind or ROLLBACK
    return EventError(f"The {kind.name} request cannot be used: {fault}", hint=kind.hint)
