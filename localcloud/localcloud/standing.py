"""Whether the account has opened a product, and whether it owes money: every call meets it.

Each service says in its `standing` module which of its calls are refused then, and how.
"""

from __future__ import annotations

from enum import Enum

from localcloud.store import Store

_ARREARS = "arrears"


class Standing(Enum):
    """How the account stands with one product."""

    GOOD = "good"
    ARREARS = "arrears"  # a bill is unpaid
    NOT_OPENED = "not opened"


class Standings:
    """Kept over restarts. Arrears are the account's, a product that is not opened is one of
    `PRODUCTS`.
    """

    PRODUCTS = ("oss", "cas", "cdn", "ram", "dcdn", "vod")
    """Those of which it is known, or a switch, what an account gets that never opened them."""

    OPENED_LATER = ("dcdn", "vod")
    """Those that a new account has not opened."""

    def __init__(self, store: Store) -> None:
        self._kept = store.table("standing")

    def of(self, product: str) -> Standing:
        """NOT_OPENED before ARREARS: who never opened it owes nothing for it."""
        if product in self._kept or self._is_still_closed(product):
            return Standing.NOT_OPENED
        return Standing.ARREARS if self.in_arrears else Standing.GOOD

    @property
    def in_arrears(self) -> bool:
        """Whether a bill is unpaid."""
        return _ARREARS in self._kept

    def set_arrears(self, *, unpaid: bool) -> None:
        """A bill falls due unpaid, or is paid."""
        self._set(_ARREARS, present=unpaid)

    def set_opened(self, product: str, *, opened: bool) -> None:
        """ValueError for a product of which nothing is known."""
        if product not in self.PRODUCTS:
            known = ", ".join(self.PRODUCTS)
            raise ValueError(f"nothing is known of {product!r} never opened; there are {known}")
        self._set(product, present=not opened)
        if product in self.OPENED_LATER:
            self._set(_opened(product), present=opened)

    def _is_still_closed(self, product: str) -> bool:
        return product in self.OPENED_LATER and _opened(product) not in self._kept

    def _set(self, name: str, *, present: bool) -> None:
        if present:
            self._kept[name] = {}
        else:
            self._kept.pop(name, None)


def _opened(product: str) -> str:
    return f"{product} opened"
