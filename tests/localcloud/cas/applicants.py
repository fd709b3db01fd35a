"""People who apply for certificates, through the SDKs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from localcloud.contracts import CHINA_SITE
from localcloud.services.cas import StoredCertificate
from localcloud.services.cas.applying.settling import Settling
from tests.localcloud.rpc.cloud import RpcCloud


@dataclass
class ZoneOfOne:
    """Records by name and kind."""

    records: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def resolve(self, name: str, kind: str) -> tuple[str, ...]:
        return self.records.get((name, kind), ())


@dataclass
class Applicants:
    cloud: RpcCloud
    ca: Settling
    zone: ZoneOfOne

    def held(self, *names: str, days: int = 90, line: str | None = None) -> StoredCertificate:
        """A certificate that was bought; `line` other than a V2.0 instance's: of an order."""
        made = self.cloud.issued(*names, days=days)
        return self.cloud.cas.add_issued(
            made.chain_pem, made.key_pem, site=CHINA_SITE, name=made.serial, instance_id=line
        )

    def call(self, action: str, **parameters: Any) -> Any:
        return self.cloud.common(action, at=CHINA_SITE, **parameters)

    def detail(self, instance: str) -> Any:
        return self.call("GetInstanceDetail", InstanceId=instance)

    def pass_time(self, **span: float) -> None:
        self.cloud.clock.advance(timedelta(**span))

    def publish(self, instance: str) -> None:
        """A person creates every record that the detail names."""
        for one in self.detail(instance)["DomainValidationList"]:
            name = f"{one['ValidationKey']}.{one['RootDomain']}"
            self.zone.records[name, one["ValidationType"]] = (one["ValidationValue"],)
