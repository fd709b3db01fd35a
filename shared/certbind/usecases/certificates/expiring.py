"""What is told of a certificate that nears its end, or was revoked, and is bound."""

from __future__ import annotations

from collections.abc import Sequence

from certbind.domain.decide.decision import Decision
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.target import ScanFailure
from certbind.events import CertificateEvent, EventType
from certbind.usecases.rotate.outcome import Outcome, Result

_NAMED = 10


def tell_ending(
    ending: Certificate,
    rebinding: Sequence[Decision],
    alone: Sequence[Decision],
    unread: Sequence[ScanFailure],
    event: CertificateEvent,
) -> Outcome:
    """rebinding: the domains that get a better one next; alone: those that do not, each with the
    word that says why.
    """
    domains = sorted({one.target.domain for one in alone})
    served = [*(one.target.domain for one in rebinding), *domains]
    details = {
        "domains": served,
        "rebinding": [one.target.domain for one in rebinding],
        "no_better": domains,
        "reasons": {one.target.domain: one.word for one in alone},
        "unread": [f"{one.where}: {one.message}" for one in unread],
    }
    more = f" {len(unread)} part(s) could not be read." if unread else ""
    what = _what(event)
    if not served:
        where = "nowhere that could be read" if unread else "nowhere"
        told = f"Certificate {ending.id} {what} and bound {where}.{more}"
        return Outcome(
            Result.NOTHING_TO_DO, str(ending.id), told, event_id=event.id, details=details
        )
    told = f"Certificate {ending.id} {_since(ending, event)}: a better one is bound next on "
    told += f"{len(rebinding)} domain(s)"
    if domains:
        shown = ", ".join(domains[:_NAMED])
        told += f"; none is there, or may be bound by itself, for {shown}"
    return Outcome(
        Result.PLANNED if rebinding else Result.REFUSED,
        str(ending.id),
        f"{told}.{more}",
        alone[0].word if alone else "",
        event.id,
        details,
    )


def _what(event: CertificateEvent) -> str:
    return "is revoked" if event.type is EventType.REVOKED else "is near its end"


def _since(ending: Certificate, event: CertificateEvent) -> str:
    if event.type is EventType.REVOKED:
        return "is revoked"
    return f"ends {ending.not_after:%Y-%m-%d} ({event.stage})"
