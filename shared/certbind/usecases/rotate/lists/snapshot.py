"""What `watch` saw of CAS's list last, as its entry carries it: the list that every step reads.

Lists are read once by a timer and passed on, never once a domain: CAS answers ten calls a second.
A certificate that is chosen from a snapshot is asked for exactly before it is bound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import chain
from typing import Any

from certbind.domain.lifecycle.journal import ChainBreak, Entry
from certbind.domain.model.certificate import Certificate, CertificateStatus, KeyAlgorithm
from certbind.domain.model.identity import CertificateId, Sha1, Sha256
from certbind.errors import LedgerUnreadableError
from certbind.ports.ledger import Journal

SUBJECT = "watch/certificates"

Seen = Mapping[str, Mapping[str, Any]]
"""Certificate id → names, instance, not_after, stage announced, facts."""


def seen_in(entry: Entry) -> Seen:
    """What the last run saw; LedgerUnreadableError when the entry holds no snapshot."""
    seen = entry.record.state.get("certificates")
    if isinstance(seen, Mapping) and all(_is_seen(one) for one in seen.values()):
        return seen
    raise LedgerUnreadableError(
        f"Entry {entry.sequence} holds no snapshot of CAS's list.", subject=entry.subject
    )


def last_seen(journal: Journal, newest: Entry | ChainBreak | None) -> tuple[Seen | None, int]:
    """What the newest sound snapshot saw, and its number; (None, 0) where there is none."""
    if newest is None:
        return None, 0
    sound = (newest,) if isinstance(newest, Entry) else ()
    for entry in chain(sound, _older(journal, newest)):
        with suppress(LedgerUnreadableError):
            return seen_in(entry), entry.sequence
    return None, 0


def _older(journal: Journal, newest: Entry | ChainBreak) -> Iterator[Entry]:
    """Read only where the newest one will not do."""
    yield from (one for one in journal.sound(SUBJECT) if one.sequence < newest.sequence)


def certificates_in(entry: Entry | ChainBreak | None) -> tuple[Certificate, ...] | None:
    """The list of a snapshot; None where there is none, or certbind 0.1 wrote it."""
    if not isinstance(entry, Entry):
        return None
    try:
        seen = seen_in(entry)
        return tuple(_certificate(CertificateId.parse(key), one) for key, one in seen.items())
    except (KeyError, TypeError, ValueError, LedgerUnreadableError):
        return None


def facts_of(certificate: Certificate) -> dict[str, Any]:
    """What a list told of a certificate, besides what the snapshot had before."""
    return {
        "not_before": certificate.not_before.isoformat(),
        "dates_are_exact": certificate.dates_are_exact,
        "sha1": certificate.sha1,
        "sha256": certificate.sha256,
        "serial": certificate.serial,
        "issuer": certificate.issuer,
        "name": certificate.name,
        "algorithm": certificate.algorithm.value,
        "uploaded": certificate.uploaded,
        "is_test": certificate.is_test,
        "has_private_key": certificate.has_private_key,
    }


def _certificate(id_: CertificateId, seen: Mapping[str, Any]) -> Certificate:
    facts = seen["facts"]
    sha256 = facts["sha256"]
    return Certificate(
        id=id_,
        names=tuple(str(name) for name in seen["names"]),
        not_before=datetime.fromisoformat(facts["not_before"]),
        not_after=datetime.fromisoformat(seen["not_after"]),
        sha1=Sha1(facts["sha1"]),
        sha256=None if sha256 is None else Sha256(sha256),
        serial=facts["serial"],
        issuer=facts["issuer"],
        name=facts["name"],
        instance_id=seen["instance"],
        algorithm=KeyAlgorithm(facts["algorithm"]),
        status=CertificateStatus.ISSUED,
        uploaded=bool(facts["uploaded"]),
        is_test=bool(facts.get("is_test", False)),
        has_private_key=facts["has_private_key"],
        dates_are_exact=bool(facts["dates_are_exact"]),
    )


def _is_seen(one: object) -> bool:
    if not isinstance(one, Mapping) or not isinstance(one.get("names"), list):
        return False
    return all(isinstance(one.get(name), str) for name in ("instance", "not_after", "stage"))
