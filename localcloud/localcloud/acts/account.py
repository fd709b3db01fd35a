"""The account itself: unpaid bills, and products that were never opened."""

from __future__ import annotations

from localcloud.standing import Standings
from localcloud.world import LocalCloud


class Account:
    """Acts on how the account stands with the provider."""

    def __init__(self, world: LocalCloud) -> None:
        self._standings = world.standings

    def show(self) -> dict[str, str]:
        """Each product's standing."""
        return {product: self._standings.of(product).value for product in Standings.PRODUCTS}

    def arrears(self) -> dict[str, str]:
        """A bill is overdue: OSS and CDN refuse their calls; CAS by a switch."""
        self._standings.set_arrears(unpaid=True)
        return self.show()

    def pay(self) -> dict[str, str]:
        """No bill is overdue any more."""
        self._standings.set_arrears(unpaid=False)
        return self.show()

    def close(self, product: str) -> dict[str, str]:
        """As if the account had never opened the product; what it holds there stays."""
        self._standings.set_opened(product, opened=False)
        return self.show()

    def open(self, product: str) -> dict[str, str]:
        """The product is open to the account."""
        self._standings.set_opened(product, opened=True)
        return self.show()
