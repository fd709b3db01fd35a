"""What settings name, held against what is there: a misspelt name is not nothing to do."""

from __future__ import annotations

from collections.abc import Iterator

from certbind.domain.model.identity import CertificateId
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import Absent, TargetScan
from certbind.domain.situation.certificates import Certificates


def absent_names(
    policy: Policy, scan: TargetScan, certificates: Certificates | None
) -> tuple[Absent, ...]:
    """Every name in a setting that was looked for and is not there, what the scan found included.

    Only what was read whole is said: a domain where no part of the account was unread, a
    certificate or an issuer where CAS's list was read (certificates: None where it was not).
    """
    found = [*scan.absent]
    if not scan.failures:
        found += _domains(policy, scan)
    if certificates is not None:
        found += _certificates(policy, certificates)
    return tuple(found)


def _domains(policy: Policy, scan: TargetScan) -> Iterator[Absent]:
    there = {bound.target.domain for bound in scan.targets}
    sight = f", as far as {', '.join(scan.limits)} lets it be seen" if scan.limits else ""
    told = f"no product of the account has a domain of this name{sight}"
    for domain in policy.scope or ():
        if domain not in there:
            yield Absent(domain, "CERTBIND_BIND", told)
    for domain, _ in policy.pins:
        if domain not in there:
            yield Absent(domain, "CERTBIND_PINS", told)


def _certificates(policy: Policy, certificates: Certificates) -> Iterator[Absent]:
    for _, pin in policy.pins:
        if certificates.best_known(pin) is None:
            yield Absent(str(pin), "CERTBIND_PINS", _why_no_pin(pin, certificates))
    issuers = [one.issuer.casefold() for one in certificates.listed.certificates()]
    for wanted in policy.preferred_issuers:
        if not any(wanted.casefold() in issuer for issuer in issuers):
            told = "no certificate in CAS is of this issuer"
            yield Absent(wanted, "CERTBIND_PREFERRED_ISSUERS", told)


def _why_no_pin(pin: CertificateId, certificates: Certificates) -> str:
    if pin.region in certificates.sites.not_read:
        return f"CAS of {pin.region} is not read (CERTBIND_SITE)"
    return "CAS does not list this certificate: it was deleted, or has ended"
