"""Reports for the views: plain values, with whatever a name may hold."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from certbind.domain.model.identity import Domain, ProductName
from certbind.domain.model.target import Absent, BindingSource, ScanFailure, Target
from certbind.usecases.overview.report import (
    AccountReport,
    Attached,
    CertificateKind,
    CertificateRow,
    DomainHealth,
    DomainRow,
    Runs,
    SeenBy,
    Told,
    Visitors,
)
from tests.fakes.clock import NOON

LONG = ".".join(("a" * 50, *("b" * 49 for _ in range(4)), "cn"))
MARKUP = "<script>alert(1)</script>[bold red]x[/bold red] \x1b[31m&amp;`\"'\u202egnp"
DAY = timedelta(days=1)


def attached(name: str = "cert", days: float = 80, number: int = 12345678) -> Attached:
    return Attached(
        f"{number}-cn-hangzhou", name, BindingSource.CAS, NOON - 10 * DAY, NOON + days * DAY
    )


def row(domain: str, health: DomainHealth = DomainHealth.WELL, **more: Any) -> DomainRow:
    seen = Visitors("verified", NOON - DAY, SeenBy.LEDGER, "", "all 2 addresses serve it")
    values: dict[str, Any] = {
        "word": "already_bound",
        "certificate": attached(),
        "visitors": seen,
        "phase": "verified",
        "entry": 2,
        "recorded": NOON - DAY,
        "message": f"OSS bucket assets / {domain}: verified",
        "events": (
            Told(1, NOON - 2 * DAY, "bound", "", f"OSS bucket assets / {domain}: is bound", "x"),
            Told(2, NOON - DAY, "verified", "", f"OSS bucket assets / {domain}: verified", "x"),
        ),
    }
    target = Target(ProductName("oss"), Domain(domain), "assets", "cn-hangzhou")
    return DomainRow(target, health, **{**values, **more})


def troubled() -> AccountReport:
    """Of every health one, a name of each kind, and everything that may be missing."""
    domains = (
        row(
            "www.example.com",
            DomainHealth.OUTAGE,
            certificate=attached(MARKUP, days=-2),
            word="no_certificate",
            detail=f"none; {MARKUP}",
            findings=(("no_certificate", f"no_certificate: none; {MARKUP}"),),
            advice="renew",
            visitors=Visitors("broken", NOON, SeenBy.NOW, "expired", MARKUP, NOON - 2 * DAY),
        ),
        row(
            "static.example.com",
            DomainHealth.PERSON,
            act_by=NOON + 9 * DAY,
            advice="renew",
            word="already_bound",
            findings=(("expiring", "ends soon"),),
            certificate=attached(days=9),
        ),
        row(LONG, DomainHealth.UNREAD, error="permission_denied", advice="permission_denied",
            certificate=None, visitors=None, recorded=None, events=()),
        row("xn--fsqu00a.example", DomainHealth.WAITS, advice="binds_next",
            candidate="9-cn-hangzhou"),
        row("well.example.com"),
    )  # fmt: skip
    certificates = (
        CertificateRow(
            "12345678-cn-hangzhou", MARKUP, CertificateKind.ORDER, ("www.example.com",),
            "CA", "cas-1", NOON - DAY, NOON + DAY, serves=(Domain("www.example.com"),),
            superseded_by="9-cn-hangzhou", against=(MARKUP,),
        ),
        CertificateRow("", "", CertificateKind.UNKNOWN),
    )  # fmt: skip
    return AccountReport(
        NOON,
        domains,
        certificates,
        (ScanFailure(MARKUP, "permission_denied", f"it may not be read {MARKUP}"),),
        (Absent("x.example", "CERTBIND_BIND", "no domain has this name"),),
        ("CERTBIND_BUCKETS",),
        (Domain("gone.example.com"),),
        Runs(NOON - DAY, None, "permission_denied", ""),
    )


def many(number: int) -> AccountReport:
    """So many domains, one of ten in trouble."""
    healths = (DomainHealth.PERSON, *[DomainHealth.WELL] * 9)
    domains = tuple(row(f"d{n}.example.com", healths[n % 10], advice="" if n % 10 else "no_https")
                    for n in range(number))  # fmt: skip
    ordered = sorted(domains, key=lambda one: one.health is DomainHealth.WELL)
    return AccountReport(NOON, tuple(ordered))
