"""What a person asks of a function by manual invoke."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.trust.names import InvalidNameError, parse_reference
from certbind.errors import EventError
from certbind.fields import describe, parse_time
from certbind.redaction import is_repeatable

_T = TypeVar("_T")

MAX_REQUEST = 16 * 1024
"""Bytes; a request names a domain, a certificate or a time."""

_HINT = 'Compare it with events/rollback-*.json: {"domain": "www.example.com", "dry_run": true}.'
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
    raw = _object(payload)
    unknown = sorted(raw.keys() - _FIELDS)
    if unknown:
        raise _wrong(f"unknown: {_names(unknown)}. Known are {', '.join(sorted(_FIELDS))}.")
    return RollbackRequest(
        domain=_read(raw, "domain", parse_reference, "a domain name"),
        certificate=_read(raw, "certificate", CertificateId.parse, "<number>-<region>"),
        since=_read(raw, "since", parse_time, "a time with a zone, such as 2026-11-20T07:00:00Z"),
        to=_read(raw, "to", CertificateId.parse, "<number>-<region>"),
        dry_run=_flag(raw, "dry_run", default=True),
        force=_flag(raw, "force", default=False),
        request_id=request_id or f"rollback-{hashlib.sha256(payload).hexdigest()[:20]}",
    )


def _object(payload: bytes) -> Mapping[str, Any]:
    if len(payload) > MAX_REQUEST:
        raise _wrong(f"{len(payload)} bytes, at most {MAX_REQUEST} are read.")
    try:
        raw = json.loads(payload.decode("utf-8-sig"), object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        raise _wrong(f"{len(payload)} bytes that are no JSON object.") from None
    if not isinstance(raw, Mapping):
        raise _wrong(f"{describe(raw)}, an object is expected.")
    return raw


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two values for one field: which one the person means is not for us to guess."""
    twice = sorted(n for n, count in Counter(name for name, _ in pairs).items() if count > 1)
    if twice:
        raise _wrong(f"given twice: {_names(twice)}.")
    return dict(pairs)


def _read(raw: Mapping[str, Any], field: str, reader: Callable[[str], _T], what: str) -> _T | None:
    value = raw.get(field)
    if value is None:
        return None
    try:
        if isinstance(value, str):
            return reader(value)
    except (ValueError, InvalidNameError):
        pass
    raise _wrong(f"{field} is {describe(value)}; {what} is expected.")


def _flag(raw: Mapping[str, Any], field: str, *, default: bool) -> bool:
    value = raw.get(field, default)
    if not isinstance(value, bool):
        raise _wrong(f"{field} is {describe(value)}; true or false without quotes is expected.")
    return value


def _names(fields: list[str]) -> str:
    shown = [
        name if _SAFE_FIELD.fullmatch(name) and is_repeatable(name) else "a field"
        for name in fields[:5]
    ]
    return ", ".join(shown) + (" and more" if len(fields) > len(shown) else "")


def _wrong(fault: str) -> EventError:
    return EventError(f"The rollback request cannot be used: {fault}", hint=_HINT)
