"""The report as JSON, in the form of docs/schemas/. A change that readers would notice is another
version, beside the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from certbind.domain.hygiene.elsewhere import Elsewhere, Radar
from certbind.domain.hygiene.quotas import Forecast
from certbind.domain.model.identity import Domain
from certbind.domain.trust.names import shown
from certbind.usecases.overview.kept import VERSION
from certbind.usecases.overview.report import (
    AccountReport,
    Attached,
    CertificateRow,
    DomainRow,
    Runs,
    Told,
    Visitors,
    days_left,
)
from certbind.views.telling import next_step

Json = dict[str, Any]


def status_json(report: AccountReport, rows: Sequence[DomainRow] | None = None) -> Json:
    """docs/schemas/status.v1.json. rows: those that were asked for; None: all."""
    rows = report.domains if rows is None else rows
    return {
        "version": VERSION,
        "at": _time(report.at),
        "looked": report.looked,
        "counts": {health.value: number for health, number in report.counts.items()},
        "runs": _runs(report.runs),
        "domains": [_domain(row, report.at) for row in rows],
        "gone": list(report.gone),
        "elsewhere": _radar(report.radar, report.at),
        **_unread(report),
    }


def certificates_json(report: AccountReport) -> Json:
    """docs/schemas/certificates.v1.json."""
    return {
        "version": VERSION,
        "at": _time(report.at),
        "certificates": _certificates(report),
        "quotas": [_quota(one) for one in report.quotas],
        **_unread(report),
    }


def _quota(one: Forecast) -> Json:
    return {
        "where": one.quota.where.rstrip(","),
        "used": one.quota.used,
        "most": one.quota.most,
        "short": one.short.value if one.short is not None else None,
        "wanting": list(one.wanting),
        "idle": [str(entry) for entry in one.idle],
        "a_month": round(one.a_month, 1),
        "full_on": _time(one.full_on) if one.full_on is not None else None,
    }


def kept_json(report: AccountReport) -> Json:
    """What is kept beside the page: both, with what happened lately."""
    rows = zip(status_json(report)["domains"], report.domains, strict=True)
    domains = [{**told, "events": [_event(e) for e in row.events]} for told, row in rows]
    return {
        **status_json(report),
        "domains": domains,
        "certificates": _certificates(report),
    }


def _unread(report: AccountReport) -> Json:
    return {
        "unread": [
            {"where": one.where, "code": one.code, "message": one.message} for one in report.unread
        ],
        "absent": [
            {"name": one.where, "setting": one.setting, "message": one.message}
            for one in report.absent
        ],
        "limits": list(report.limits),
    }


def _runs(runs: Runs) -> Json:
    return {
        "known": runs.is_known,
        "recheck": {"at": _time(runs.swept), "fails": runs.recheck_fails or None},
        "watch": {"changed_at": _time(runs.watched), "fails": runs.watch_fails or None},
    }


def _radar(radar: Radar | None, now: datetime) -> Json | None:
    if radar is None:
        return None
    return {
        "newest": _time(radar.newest),
        "contradicted": radar.contradicted,
        "places": [place_json(one, now) for one in radar.places],
    }


def place_json(one: Elsewhere, now: datetime) -> Json:
    """One place of another product."""
    where = one.resource
    return {
        "resource": where.id,
        "site": where.site,
        "product": where.product,
        "domain": where.domain,
        "instance": where.instance or None,
        "certificate": str(where.certificate),
        "ends": _time(one.ends),
        "days_left": days_left(one.ends, now) if one.ends is not None else None,
        "word": one.handled.value,
    }


def _domain(row: DomainRow, now: datetime) -> Json:
    target = row.target
    return {
        "domain": row.domain,
        "unicode": _letters(row.domain),
        "target": str(target),
        "product": target.kind,
        "bucket": target.bucket or None,
        "also": [str(one) for one in row.also],
        "health": row.health.value,
        "act_by": _time(row.act_by),
        "word": row.word,
        "detail": row.detail,
        "findings": [{"finding": kind, "detail": told} for kind, told in row.findings],
        "next": {"word": row.advice, "step": next_step(row, whole=True)} if row.advice else None,
        "candidate": row.candidate or None,
        "certificate": _attached(row.certificate, now),
        "visitors": _visitors(row.visitors),
        "phase": row.phase or None,
        "last_failure": row.last_failure or None,
        "entry": row.entry,
        "recorded": _time(row.recorded),
        "message": row.message,
        "error": row.error or None,
    }


def _attached(one: Attached | None, now: datetime) -> Json | None:
    if one is None:
        return None
    return {
        "id": one.id or None,
        "name": one.name,
        "source": one.source.value,
        "begins": _time(one.begins),
        "ends": _time(one.ends),
        "ends_by": _ends_by(is_path=one.ends_is_path, is_day=one.ends_is_day),
        "days_left": days_left(one.ends, now) if one.ends is not None else None,
    }


def _visitors(seen: Visitors | None) -> Json | None:
    if seen is None:
        return None
    return {
        "seen": seen.seen,
        "at": _time(seen.at),
        "by": seen.by.value,
        "reason": seen.reason,
        "text": seen.text,
        "ends": _time(seen.ends),
    }


def _event(one: Told) -> Json:
    return {
        "number": one.number,
        "at": _time(one.at),
        "kind": one.kind,
        "reason": one.reason,
        "message": one.message,
        "asked_by": one.asked_by,
        "rolled_back": one.is_back,
    }


def _certificates(report: AccountReport) -> list[Json] | None:
    if report.certificates is None:
        return None
    return [_certificate(one, report.at) for one in report.certificates]


def _certificate(one: CertificateRow, now: datetime) -> Json:
    return {
        "id": one.id or None,
        "name": one.name,
        "kind": one.kind.value,
        "names": list(one.names),
        "issuer": one.issuer,
        "instance": one.instance or None,
        "begins": _time(one.begins),
        "ends": _time(one.ends),
        "ends_by": _ends_by(is_path=one.ends_is_path, is_day=one.ends_is_day),
        "days_left": days_left(one.ends, now) if one.ends is not None else None,
        "serves": list(one.serves),
        "could_serve": list(one.could_serve),
        "superseded_by": one.superseded_by or None,
        "against": list(one.against),
    }


def _ends_by(*, is_path: bool, is_day: bool) -> str:
    """What the end is known from: the path's, the leaf's, or a list's day."""
    if is_path:
        return "path"
    return "day" if is_day else "leaf"


def _letters(domain: Domain) -> str | None:
    found = shown(domain)
    return found if found != domain else None


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
