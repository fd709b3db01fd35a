"""The quotas of every product as one (Quotas)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from certbind.domain.hygiene.quotas import Quota
from certbind.domain.model.identity import ProductName
from certbind.errors import NotOpenedError


class AllQuotas:
    """opening: the products that count some, each opened when it is asked for."""

    def __init__(
        self, opening: Mapping[ProductName, Callable[[], Callable[[], tuple[Quota, ...]]]]
    ) -> None:
        self._opening = opening

    def held(self, products: Collection[ProductName] | None = None) -> tuple[Quota, ...]:
        """See Quotas. What is not opened holds nothing."""
        asked = (one for one in self._opening if products is None or one in products)
        return tuple(quota for name in asked for quota in self._of(name))

    def _of(self, name: ProductName) -> tuple[Quota, ...]:
        try:
            return self._opening[name]()()
        except NotOpenedError:
            return ()
