"""What a cloud product is to certbind: its folder exports one, and registry.py lists it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from certbind.adapters.calls.error_table import ErrorTable
from certbind.adapters.calls.retry import Retry
from certbind.config import Setting, Settings
from certbind.domain.deployment.permissions import Permissions
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId, ProductName
from certbind.domain.model.target import BoundTarget
from certbind.errors import NotFoundError
from certbind.ports.targets import Targets, TargetSettings
from certbind.values import dataclass, field

if TYPE_CHECKING:  # for `doctor` alone, and where a product counts places
    from certbind.adapters.calls.probe import Probe
    from certbind.domain.hygiene.quotas import Quota


@dataclass(frozen=True, slots=True)
class Led:
    """Where DNS leads a name: through these names, to these addresses. is_told: False where
    nobody could look.
    """

    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    is_told: bool = True


def _nobody_looks(_: str) -> Led:
    return Led(is_told=False)


def _nobody_knows(certificate: CertificateId) -> Certificate:
    raise NotFoundError(
        "nobody was named who knows it", service="cas", action="facts", subject=str(certificate)
    )


@dataclass(frozen=True, slots=True)
class Account:
    """What adapters are opened with: one invocation's settings, and how it repeats calls.

    certificate: what CAS says of one, and what never changes may be kept; CloudError. look_up:
    where DNS leads a name. Products ask where a target does not tell its own names.
    """

    settings: Settings
    retry: Retry
    certificate: Callable[[CertificateId], Certificate] = _nobody_knows
    look_up: Callable[[str], Led] = _nobody_looks


@dataclass(frozen=True, slots=True)
class Product:
    """One product that certificates are bound at.

    targets: what scans, finds, reads and binds there; every BoundTarget of it carries how DNS
    shows it and whether it stands in front of others. permissions: by method of Targets. probes:
    calls that show a permission and change nothing, with the product's own targets, for `doctor`.
    errors: its published codes. named: the names that settings limit the product to, () for all;
    named_by: the setting. settings: those of its own, which it reads from Settings.environ when it
    is opened; OSS's and CDN's are among the common ones. served: what reads and changes how its
    targets are served besides their certificates, where certbind knows; served_permissions: by
    method of TargetSettings. quotas: what reads the places that certificates fill there, where it
    counts some; quota_permissions: by method of Quotas.
    """

    name: ProductName
    targets: Callable[[Account], Targets]
    permissions: Permissions
    probes: Callable[[Account, tuple[BoundTarget, ...]], Iterable[Probe]]
    errors: ErrorTable
    named: Callable[[Settings], tuple[str, ...]] = lambda _: ()
    named_by: str = ""
    settings: tuple[Setting, ...] = ()
    served: Callable[[Account], TargetSettings] | None = None
    served_permissions: Permissions = field(default_factory=dict)
    quotas: Callable[[Account], Callable[[], tuple[Quota, ...]]] | None = None
    quota_permissions: Permissions = field(default_factory=dict)
