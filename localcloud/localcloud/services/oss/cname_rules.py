"""What PutCname does with a certificate configuration: the table, as a pure function."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from localcloud.services.oss import errors
from localcloud.services.oss.errors import OssRefusal
from localcloud.switches import Switches


@dataclass(frozen=True, slots=True)
class CertificateChange:
    """CertificateConfiguration as it was sent. `previous`: None when the element is absent."""

    identifier: str = ""
    chain_pem: str = field(default="", repr=False)
    key_pem: str = field(default="", repr=False)
    previous: str | None = None
    force: bool = False
    detach: bool = False

    @property
    def is_inline(self) -> bool:
        """Certificate and key are in the request."""
        return bool(self.chain_pem or self.key_pem)


class Step(Enum):
    """What becomes of the certificate."""

    KEEP = "keep"
    ATTACH = "attach"
    DETACH = "detach"


def step_of(
    change: CertificateChange | None, current: str, domain: str, switches: Switches
) -> Step:
    """KEEP, ATTACH or DETACH, or the conflict (EC 0018-00000209) that leaves all as it is.

    `current`: the certificate now attached, "" for none. `PreviousCertId` is compared on the
    server unless `Force` is true (PutCname page). The uncertain rows are switches.
    """
    if change is None:
        return Step.KEEP
    if change.detach:
        return _detach(change, current, domain, switches)
    if change.force:
        return Step.ATTACH
    if change.previous:
        if change.previous != current:
            raise _conflict(domain, switches)
        return Step.ATTACH
    return _without_guard(change, current, domain, switches)


def _detach(change: CertificateChange, current: str, domain: str, switches: Switches) -> Step:
    compares = switches["oss.detach_compares"] == "yes" and not change.force
    if compares and change.previous and change.previous != current:
        raise _conflict(domain, switches)
    return Step.DETACH


def _without_guard(
    change: CertificateChange, current: str, domain: str, switches: Switches
) -> Step:
    """Neither Force nor PreviousCertId."""
    if current and change.identifier == current:
        switch = "oss.attach_the_same"
    else:
        switch = "oss.attach_over_existing" if current else "oss.first_attach"
    if switches[switch] == "refuse":
        raise _conflict(domain, switches)
    return Step.ATTACH


def _conflict(domain: str, switches: Switches) -> OssRefusal:
    return errors.cname_conflict(domain, int(switches["oss.conflict_status"]))
