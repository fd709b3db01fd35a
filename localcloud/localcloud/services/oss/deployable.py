"""OSS as CAS's deployment jobs reach it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from localcloud.contracts import Stand
from localcloud.services.oss.world import OssWorld


@dataclass(frozen=True, slots=True)
class OssDeployable:
    """Implements contracts.Deployable."""

    world: OssWorld

    def stands(self) -> Iterable[Stand]:
        """One a bound domain."""
        return [
            Stand(
                "OSS",
                one.domain,
                one.bucket,
                one.region,
                one.certificate_id,
                one.modified,
                bool(one.certificate_id),
            )
            for one in self.world.cnames()
        ]

    def attach(self, stand: Stand, identifier: str) -> None:
        """LookupError for a domain that is bound there no more."""
        self.world.bind(stand.instance, stand.domain, identifier)
