"""The targets of every product as one."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping

from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import Binding, BoundTarget, Target, TargetScan
from certbind.errors import (
    NotOpenedError,
    OutOfScopeError,
    PermissionDeniedError,
    UnknownProductError,
)
from certbind.ports.targets import Targets
from certbind.values import dataclass, field, replace

_NAMED_BY = "CERTBIND_PRODUCTS"
_QUIET_SECONDS = 3600.0


@dataclass
class Unopened:
    """The products that an account has not opened, as it answered; asked again after an hour. An
    instance of a function keeps it, so that a product that nobody uses costs it one call.
    """

    monotonic: Callable[[], float] = time.monotonic
    _told: dict[tuple[str, ProductName], float] = field(default_factory=dict)

    def add(self, account: str, product: ProductName) -> None:
        """It has just said so."""
        self._told[account, product] = self.monotonic()

    def has(self, account: str, product: ProductName) -> bool:
        """Whether it said so lately."""
        told = self._told.get((account, product))
        return told is not None and self.monotonic() - told < _QUIET_SECONDS


class AllTargets:
    """Every target of the account (Targets): each goes to its product. What an account has not
    opened holds nothing.
    """

    def __init__(
        self,
        products: Mapping[ProductName, Callable[[], Targets]],
        optional: Collection[ProductName] = (),
        account: str = "",
        unopened: Unopened | None = None,
        left_out: Collection[ProductName] = (),
    ) -> None:
        """products: each opened when it is first asked for. optional: those that no setting names,
        and that count only where they answer: one that denies its list is out of sight, as one
        that is not named. account: tells the accounts of `unopened` apart. left_out: products that
        settings do not name.
        """
        self._products = products
        self._opened: dict[ProductName, Targets] = {}
        self._optional = optional
        self._account = account
        self._unopened = unopened or Unopened()
        self._left_out = left_out

    def scan(self) -> TargetScan:
        """See Targets."""
        return self._joined(lambda targets: targets.scan())

    def find(self, domain: Domain) -> TargetScan:
        """See Targets."""
        return self._joined(lambda targets: targets.find(domain))

    def in_front(self, target: Target) -> TargetScan:
        """See Targets; asks the products that stand in front of others, each at its own cost."""
        return self._joined(lambda targets: targets.in_front(target), besides=target.kind)

    def read(self, target: Target) -> BoundTarget:
        """See Targets."""
        return self._of(target).read(target)

    def bind(
        self,
        target: Target,
        certificate_id: CertificateId,
        expects: Binding,
        *,
        just_read: bool = False,
    ) -> str:
        """See Targets."""
        return self._of(target).bind(target, certificate_id, expects, just_read=just_read)

    def take_off(self, target: Target, old: Binding, keeps: Binding) -> str:
        """See Targets."""
        return self._of(target).take_off(target, old, keeps)

    def _joined(
        self, ask: Callable[[Targets], TargetScan], besides: ProductName | None = None
    ) -> TargetScan:
        asked = (
            name
            for name in self._products
            if name != besides and not self._unopened.has(self._account, name)
        )
        scan = TargetScan.joined(self._answer(name, ask) for name in asked)
        return replace(scan, limits=(*scan.limits, _NAMED_BY)) if self._left_out else scan

    def _answer(self, name: ProductName, ask: Callable[[Targets], TargetScan]) -> TargetScan:
        try:
            scan = ask(self._open(name))
        except NotOpenedError:
            self._unopened.add(self._account, name)
            return TargetScan(())
        denied = PermissionDeniedError.code
        is_denied = bool(scan.failures) and {one.code for one in scan.failures} == {denied}
        if name in self._optional and is_denied and not scan.targets:
            return TargetScan((), limits=(_NAMED_BY,))
        return scan

    def _of(self, target: Target) -> Targets:
        if target.kind not in self._products and target.kind in self._left_out:
            raise OutOfScopeError(
                f"{_NAMED_BY} does not name its product",
                service=target.kind,
                action="targets",
                subject=str(target),
            )
        if target.kind not in self._products:
            known = ", ".join(sorted(self._products))
            raise UnknownProductError(
                f"this certbind knows no product of this name; it knows {known}",
                service=target.kind,
                action="targets",
                subject=str(target),
            )
        return self._open(target.kind)

    def _open(self, name: ProductName) -> Targets:
        """Sixteen domains are read side by side: opening one twice does no harm."""
        if name not in self._opened:
            self._opened[name] = self._products[name]()
        return self._opened[name]
