"""The report for Prometheus, in its text exposition format 0.0.4, as node_exporter's textfile
collector reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from certbind.usecases.overview.report import AccountReport, DomainHealth, DomainRow

_Sample = tuple[Mapping[str, str], float]


def metrics_text(report: AccountReport) -> str:
    """Timestamps are seconds since 1970; what is not known has no sample."""
    return "".join(line for family in _families(report) for line in _lines(*family))


def _families(report: AccountReport) -> Iterator[tuple[str, str, Iterable[_Sample]]]:
    rows = report.domains
    yield (
        "certbind_certificate_expiry_timestamp_seconds",
        "End of what is attached, of its path where that is known.",
        [
            (_of(r), _seconds(r.certificate.ends))
            for r in rows
            if r.certificate and r.certificate.ends
        ],
    )
    yield (
        "certbind_domain_health",
        "1 for the health that the domain has, 0 for the others.",
        [
            ({**_of(row), "health": one.value}, float(row.health is one))
            for row in rows
            for one in DomainHealth
        ],
    )
    yield (
        "certbind_visitors_seen_timestamp_seconds",
        "When somebody looked at what visitors get.",
        [(_of(row), _seconds(row.visitors.at)) for row in rows if row.visitors],
    )
    yield "certbind_unread_parts", "Parts that were not read.", [({}, float(len(report.unread)))]
    yield (
        "certbind_last_sweep_timestamp_seconds",
        "When recheck reported last.",
        [({}, _seconds(report.runs.swept))] if report.runs.swept else [],
    )
    yield (
        "certbind_function_fails",
        "Whether the calls of a timer's function end with an error.",
        [
            ({"function": "recheck"}, float(bool(report.runs.recheck_fails))),
            ({"function": "watch"}, float(bool(report.runs.watch_fails))),
        ],
    )
    yield (
        "certbind_report_timestamp_seconds",
        "When this was written.",
        [({}, _seconds(report.at))],
    )


def _of(row: DomainRow) -> dict[str, str]:
    return {"domain": row.domain, "product": row.target.kind, "bucket": row.target.bucket}


def _seconds(moment: datetime) -> float:
    return moment.timestamp()


def _lines(name: str, told: str, samples: Iterable[_Sample]) -> Iterator[str]:
    yield f"# HELP {name} {told}\n"
    yield f"# TYPE {name} gauge\n"
    for labels, value in samples:
        pairs = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items() if text)
        yield f"{name}{{{pairs}}} {value:.0f}\n" if pairs else f"{name} {value:.0f}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
