"""Targets with the world around them: the fake, and OSS and CDN of the local cloud."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import (
    UNBOUND,
    Binding,
    BindingSource,
    BoundTarget,
    Target,
    TargetState,
)
from certbind.errors import UnavailableError
from certbind.ports.targets import Targets, TargetSettings
from localcloud.faults import FaultKind, FaultRule
from localcloud.services.cdn import Origin
from localcloud.services.esa.zones import Site
from tests.contract.wired import Wired, issue
from tests.fakes import FakeSettings, FakeTargets

BUCKET = "assets"
REGION = "cn-shanghai"
ORIGIN = f"{BUCKET}.oss-{REGION}.aliyuncs.com"


class Subject(Protocol):
    """Targets of one kind."""

    kind: ProductName
    port: Targets
    settings: TargetSettings
    suffix: str

    def add(self, domain: str) -> Target:
        """Map or accelerate a domain, without a certificate."""

    def issue(self, *names: str) -> CertificateId:
        """A certificate in CAS."""

    def bind_by_hand(self, target: Target, certificate_id: CertificateId | None) -> None:
        """Past every guard."""

    def lose_next_answer(self) -> None:
        """The next write is done, and its answer lost."""

    def refuse_reads(self, target: Target) -> None:
        """The part of the account that holds the target may not be read from now on."""

    def start_configuring(self, target: Target) -> None:
        """CDN only: the domain takes no writes from now on."""


class FakeSubject:
    suffix = ".w.kunlunsl.com"

    def __init__(self, kind: ProductName) -> None:
        self.kind = kind
        self.fake = FakeTargets()
        self.port: Targets = self.fake
        self.fake_settings = FakeSettings(self.fake)
        self.settings: TargetSettings = self.fake_settings
        self._issued = 0

    def add(self, domain: str) -> Target:
        if self.kind == "oss":
            target = Target(self.kind, Domain(domain), BUCKET, REGION)
            self.fake.add(BoundTarget(target, UNBOUND, cname=ORIGIN))
        else:
            target = Target(self.kind, Domain(domain))
            self.fake.add(BoundTarget(target, UNBOUND, cname=domain + self.suffix))
        return target

    def issue(self, *names: str) -> CertificateId:
        self._issued += 1
        return CertificateId(self._issued, "cn-hangzhou")

    def bind_by_hand(self, target: Target, certificate_id: CertificateId | None) -> None:
        binding = UNBOUND
        if certificate_id:
            binding = Binding(BindingSource.CAS, certificate_id, str(certificate_id))
        self.fake.rebind_by_hand(target, binding)

    def lose_next_answer(self) -> None:
        lost = UnavailableError("lost", service=self.kind, action="bind")
        self.fake.trouble.after("bind", lost)

    def refuse_reads(self, target: Target) -> None:
        self.fake.hide(target.bucket or target.kind)

    def start_configuring(self, target: Target) -> None:
        self.fake.add(replace(self.fake.read(target), state=TargetState.CONFIGURING))


class CloudSubject:
    """What both products of the local cloud have in common."""

    kind: ProductName
    write: str
    read: str
    list_action: str
    suffix = ""

    def __init__(self, wired: Wired) -> None:
        self.cloud = wired.cloud
        self.port: Targets = wired.targets()
        self.settings: TargetSettings = wired.served()

    def issue(self, *names: str) -> CertificateId:
        return issue(self.cloud, *names)

    def lose_next_answer(self) -> None:
        self.fault(FaultKind.LOST_RESPONSE, self.write)

    def fault(self, kind: FaultKind, action: str, count: int | None = 1) -> None:
        self.cloud.kernel.faults.add(FaultRule(kind, self.kind, action, count=count))

    def refuse(self, action: str, code: str, resource: str = "", status: int = 403) -> None:
        self.cloud.kernel.faults.add(
            FaultRule(
                FaultKind.ERROR,
                self.kind,
                action,
                resource,
                count=None,
                status=status,
                code=code,
                message="You have no right to access this object.",
            )
        )

    def calls(self, action: str) -> int:
        return self.cloud.kernel.calls.counts().get(f"{self.kind}.{action}", 0)


class OssSubject(CloudSubject):
    kind = ProductName("oss")
    write = "PutCname"
    read = "ListCname"
    list_action = "ListCname"

    def __init__(self, wired: Wired) -> None:
        super().__init__(wired)
        self.cloud.oss.world.create_bucket(BUCKET, REGION)

    def add(self, domain: str) -> Target:
        self.cloud.oss.world.map_domain(BUCKET, domain)
        return Target(self.kind, Domain(domain), BUCKET, REGION)

    def bind_by_hand(self, target: Target, certificate_id: CertificateId | None) -> None:
        self.cloud.oss.world.bind(
            target.bucket, target.domain, str(certificate_id) if certificate_id else None
        )

    def refuse_reads(self, target: Target) -> None:
        self.refuse("ListCname", "AccessDenied", target.bucket)

    def start_configuring(self, target: Target) -> None:
        raise NotImplementedError


class AcceleratedSubject(CloudSubject):
    """CDN and its likes. The account has opened them all."""

    suffix = ".w.kunlunsl.com"
    list_action = "DescribeUserDomains"

    def __init__(self, wired: Wired) -> None:
        super().__init__(wired)
        self.model = self.cloud.accelerated[self.kind]
        self.model.configuring_seconds = 0  # who wants it says so: start_configuring
        self.cloud.standings.set_opened(self.kind, opened=True)

    def add(self, domain: str) -> Target:
        self.model.add_domain(domain, [Origin("oss", ORIGIN)])
        return Target(self.kind, Domain(domain))

    def bind_by_hand(self, target: Target, certificate_id: CertificateId | None) -> None:
        self.model.bind(target.domain, str(certificate_id) if certificate_id else None)

    def refuse_reads(self, target: Target) -> None:
        self.refuse(self.list_action, "Forbidden.RAM")

    def start_configuring(self, target: Target) -> None:
        self.model.set_status(target.domain, "configuring")


class CdnSubject(AcceleratedSubject):
    kind = ProductName("cdn")
    write = "SetCdnDomainSSLCertificate"
    read = "DescribeDomainCertificateInfo"


class DcdnSubject(AcceleratedSubject):
    kind = ProductName("dcdn")
    write = "SetDcdnDomainSSLCertificate"
    read = "DescribeDcdnDomainCertificateInfo"
    suffix = ".w.kunluncan.com"
    list_action = "DescribeDcdnUserDomains"


class VodSubject(AcceleratedSubject):
    kind = ProductName("vod")
    write = "SetVodDomainSSLCertificate"
    read = "DescribeVodDomainCertificateInfo"
    suffix = ".w.alikunlun.com"
    list_action = "DescribeVodUserDomains"


class EsaSubject(CloudSubject):
    """A site whose zone holds every name of the tests, with room for its certificates."""

    kind = ProductName("esa")
    write = "SetCertificate"
    read = "ListCertificatesByRecord"
    list_action = "ListSites"
    suffix = ".example.com.w.cdngslb.com"

    def __init__(self, wired: Wired) -> None:
        super().__init__(wired)
        self.model = self.cloud.esa
        self.site: Site | None = None

    def add(self, domain: str) -> Target:
        self.site = self.site or self.model.add_site("example.com", quota=20)
        self.model.add_record(self.site, domain)
        return Target(self.kind, Domain(domain))

    def bind_by_hand(self, target: Target, certificate_id: CertificateId | None) -> None:
        assert self.site is not None
        records = {one.name: one for one in self.model.records(self.site.number)}
        found = self.model.matching(records[target.domain])
        entry = found[0] if found else None
        if certificate_id is None:
            if entry is not None:
                self.model.remove(entry)
            return
        held = self.cloud.cas.get(str(certificate_id))
        assert held is not None
        self.model.put(self.site, "cas", held, entry)

    def refuse_reads(self, target: Target) -> None:
        self.refuse("ListSites", "Forbidden.RAM")

    def start_configuring(self, target: Target) -> None:
        raise NotImplementedError


AnySubject = OssSubject | AcceleratedSubject | EsaSubject
_SUBJECTS: tuple[type[AnySubject], ...] = (
    OssSubject,
    CdnSubject,
    DcdnSubject,
    VodSubject,
    EsaSubject,
)


def make_subject(kind: ProductName, wired: Wired) -> AnySubject:
    return next(one for one in _SUBJECTS if one.kind == kind)(wired)
