"""The targets of every product as one."""

from __future__ import annotations

from collections.abc import Mapping

from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import Binding, BoundTarget, Target, TargetScan
from certbind.errors import UnknownProductError
from certbind.ports import Targets


class AllTargets:
    """Every target of the account (Targets): each goes to its product."""

    def __init__(self, products: Mapping[ProductName, Targets]) -> None:
        self._products = products

    def scan(self) -> TargetScan:
        """See Targets."""
        return TargetScan.joined(targets.scan() for targets in self._products.values())

    def find(self, domain: Domain) -> TargetScan:
        """See Targets."""
        return TargetScan.joined(targets.find(domain) for targets in self._products.values())

    def in_front(self, target: Target) -> TargetScan:
        """See Targets; asks the products that stand in front of others, each at its own cost."""
        others = (p for name, p in self._products.items() if name != target.kind)
        return TargetScan.joined(product.in_front(target) for product in others)

    def read(self, target: Target) -> BoundTarget:
        """See Targets."""
        return self._of(target).read(target)

    def bind(self, target: Target, certificate_id: CertificateId, expects: Binding) -> str:
        """See Targets."""
        return self._of(target).bind(target, certificate_id, expects)

    def _of(self, target: Target) -> Targets:
        product = self._products.get(target.kind)
        if product is None:
            known = ", ".join(sorted(self._products))
            raise UnknownProductError(
                f"this certbind knows no product of this name; it knows {known}",
                service=target.kind,
                action="targets",
                subject=str(target),
            )
        return product
