"""What a decision is read from, and the rules that every use case is given."""

from __future__ import annotations

from certbind.domain.lifecycle.pause import Times
from certbind.domain.model.policy import Policy
from certbind.domain.situation.certificates import Sites
from certbind.domain.trust.chain import TrustAnchors
from certbind.ports.certificates import CertificateInventory, Hosting, Quotas
from certbind.ports.clock import Clock
from certbind.ports.deployments import CloudResources, Deployments
from certbind.ports.dns import RecordLookup
from certbind.ports.ledger import Journal, KeptReports
from certbind.ports.targets import Targets, TargetSettings
from certbind.ports.visitors import CrlSource, TlsProbe
from certbind.usecases.rotate.reads.jobs import JobsKept
from certbind.usecases.rotate.reads.settings import SettingsAround, SettingsKept
from certbind.usecases.rotate.rollouts import RolloutsKept
from certbind.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a situation is gathered from. probe: None where nobody looks at visitors.

    rollouts: what this instance read of them lately. crls: None where a chain
    is not asked for what its CAs revoked before it is bound.
    hosting: CAS, asked who renews what nobody let certbind order; None where nobody asks.
    deployments: None where nobody keeps out of the way of CAS's own jobs. jobs: what this instance
    read of them lately. kept: files beside the ledger that save calls; None: there are none.
    records: DNS, for a domain that several edges have; None where nobody looks it up. resources:
    None where nobody asks where else certificates stand; products: those that certbind binds at,
    as CAS writes them. quotas: None where nobody asks what certificates fill. settings: how
    targets are served besides; None where they are not compared before and after a binding.
    settings_kept: what this instance read of them lately.
    """

    clock: Clock
    inventory: CertificateInventory
    targets: Targets
    journal: Journal
    probe: TlsProbe | None = None
    rollouts: RolloutsKept = field(default_factory=RolloutsKept, compare=False)
    crls: CrlSource | None = None
    hosting: Hosting | None = None
    deployments: Deployments | None = None
    jobs: JobsKept = field(default_factory=JobsKept, compare=False)
    kept: KeptReports | None = None
    records: RecordLookup | None = None
    resources: CloudResources | None = None
    products: frozenset[str] = frozenset()
    quotas: Quotas | None = None
    settings: TargetSettings | None = None
    settings_kept: SettingsKept = field(default_factory=SettingsKept, compare=False)

    @property
    def around(self) -> SettingsAround:
        """For one binding."""
        return SettingsAround(self.settings, self.clock, self.settings_kept)


@dataclass(frozen=True, slots=True)
class Rules:
    """What is configured.

    anchors: the roots that visitors' browsers trust.
    sites: the sites of CAS that are read, and those that are not.
    """

    policy: Policy
    anchors: TrustAnchors
    times: Times = field(default_factory=Times)
    sites: Sites = field(default_factory=Sites)
