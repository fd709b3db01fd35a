"""An explanation as JSON: docs/schemas/explain.v1.json. Its sentences are in the language asked
for; codes are the same in both.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from certbind.domain.model.identity import Domain
from certbind.domain.words import Language
from certbind.usecases.explain.explain_domain import Explained
from certbind.usecases.explain.explanation import Address, Cause, Course, Explanation, Option
from certbind.views.explanation.text import sections
from certbind.views.report_json import place_json, status_json
from certbind.views.telling import next_step

Json = dict[str, Any]
VERSION = 1


def explain_json(domain: Domain, found: Explained, language: Language = "en") -> Json:
    """What of a row `status DOMAIN` tells as well has the same names and values."""
    report = status_json(found.report)
    rows = status_json(found.report, [one.row for one in found.explanations])["domains"]
    return {
        "version": VERSION,
        "at": report["at"],
        "domain": domain,
        "language": language,
        "looked": report["looked"],
        "places": [
            {**_of_status(row), **_explanation(one, language)}
            for one, row in zip(found.explanations, rows, strict=True)
        ],
        "unread": report["unread"],
        "absent": report["absent"],
        "limits": report["limits"],
    }


def _of_status(row: Json) -> Json:
    return {name: row[name] for name in _OF_STATUS}


_OF_STATUS = ("target", "health", "act_by", "certificate", "visitors", "error")


def _explanation(one: Explanation, language: Language) -> Json:
    place, dns, recent = one.place, one.dns, one.recent
    step = next_step(one.row, language, whole=True)
    return {
        "causes": _causes(one.causes),
        "elsewhere": [place_json(place, one.at) for place in one.elsewhere],
        "next": {"word": one.row.advice, "step": step} if one.row.advice else None,
        "place": {
            "belongs": place.belongs.value,
            "others": [str(other) for other in place.others],
            "state": place.state.value if place.state is not None else None,
            "why_offline": place.why_offline,
            "cname": place.expected or None,
        },
        "certificates": {
            "read": one.options.unread is None,
            "shown": [_option(some) for some in one.options.shown],
            "rest": [{"word": code, "number": number} for code, number in one.options.rest],
            "sites_not_read": list(one.options.sites_not_read),
        },
        "dns": {
            "direction": dns.direction.value,
            "chain": list(dns.chain),
            "detail": dns.detail,
        },
        "addresses": {
            "at": _time(one.seen.at),
            "each": [_address(some) for some in one.seen.addresses],
        },
        "recent": None
        if recent is None
        else {"change": recent.young.value, "since": _time(recent.since)},
        "course": None if one.course is None else _course(one.course),
        "page": [
            {"heading": part.heading, "text": [some.text for some in part.paragraphs]}
            for part in sections(one, language)
        ],
    }


def _causes(some: Iterable[Cause]) -> list[Json]:
    return [{"word": one.code, "detail": one.detail} for one in some]


def _option(one: Option) -> Json:
    return {
        "id": one.id,
        "name": one.name,
        "names": list(one.names),
        "ends": _time(one.ends),
        "ends_is_day": one.ends_is_day,
        "fit": one.fit.value,
        "near": one.is_near,
        "against": _causes(one.against),
    }


def _address(one: Address) -> Json:
    return {
        "address": one.address,
        "got": one.got.value,
        "faults": _causes(one.faults),
        "browser": one.browser,
        "names": list(one.names),
        "ends": _time(one.ends),
    }


def _course(one: Course) -> Json:
    return {
        "does": one.does.value,
        "reasons": _causes(one.reasons),
        "candidate": one.candidate or None,
        "again": _time(one.again),
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
