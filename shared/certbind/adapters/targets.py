"""OSS and CDN as one."""

from __future__ import annotations

from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.target import Binding, BoundTarget, Target, TargetKind, TargetScan
from certbind.ports import Targets


class AllTargets:
    """Every target of the account (Targets): each goes to its product."""

    def __init__(self, oss: Targets, cdn: Targets) -> None:
        self._by_kind = {TargetKind.OSS: oss, TargetKind.CDN: cdn}

    def scan(self) -> TargetScan:
        """See Targets."""
        return _joined(*(targets.scan() for targets in self._by_kind.values()))

    def find(self, domain: Domain) -> TargetScan:
        """See Targets."""
        return _joined(*(targets.find(domain) for targets in self._by_kind.values()))

    def read(self, target: Target) -> BoundTarget:
        """See Targets."""
        return self._by_kind[target.kind].read(target)

    def bind(self, target: Target, certificate_id: CertificateId, expects: Binding) -> str:
        """See Targets."""
        return self._by_kind[target.kind].bind(target, certificate_id, expects)


def _joined(*scans: TargetScan) -> TargetScan:
    return TargetScan(
        tuple(bound for scan in scans for bound in scan.targets),
        tuple(failure for scan in scans for failure in scan.failures),
    )
