"""What certificates fill, in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from certbind.domain.hygiene.quotas import Quota
from certbind.domain.model.identity import ProductName
from tests.fakes.trouble import Trouble


@dataclass
class FakeQuotas:
    """See Quotas. asked: for which products, each time."""

    counted: dict[ProductName, list[Quota]] = field(default_factory=dict)
    trouble: Trouble = field(default_factory=Trouble)
    asked: list[Collection[ProductName] | None] = field(default_factory=list)

    def held(self, products: Collection[ProductName] | None = None) -> tuple[Quota, ...]:
        """See Quotas."""
        self.asked.append(products)
        with self.trouble.around("held"):
            return tuple(
                quota
                for name, some in self.counted.items()
                if products is None or name in products
                for quota in some
            )
