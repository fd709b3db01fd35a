"""The settings of every product as one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property

from certbind.domain.model.identity import ProductName
from certbind.domain.model.target import Binding, Target
from certbind.domain.serving.values import Fetchers, SettingChange, SettingsSeen
from certbind.errors import UnknownProductError
from certbind.ports import TargetSettings


class AllSettings:
    """Those of every target of the account (TargetSettings): each goes to its product."""

    def __init__(self, products: Callable[[], Mapping[ProductName, TargetSettings]]) -> None:
        """products: opened when the first is asked for."""
        self._open = products

    @cached_property
    def _products(self) -> Mapping[ProductName, TargetSettings]:
        return self._open()

    def read(self, target: Target) -> SettingsSeen:
        """See TargetSettings."""
        return self._of(target).read(target)

    def change(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """See TargetSettings."""
        return self._of(target).change(target, changes)

    def change_access(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """See TargetSettings."""
        return self._of(target).change_access(target, changes)

    def turn_off(self, target: Target, expects: Binding) -> str:
        """See TargetSettings."""
        return self._of(target).turn_off(target, expects)

    def fetchers(self, target: Target, names: Collection[str]) -> Fetchers:
        """See TargetSettings: of all products."""
        each = [one.fetchers(target, names) for one in self._products.values()]
        return Fetchers(
            tuple(fetcher for one in each for fetcher in one.found),
            tuple(limit for one in each for limit in one.limits),
        )

    def _of(self, target: Target) -> TargetSettings:
        product = self._products.get(target.kind)
        if product is None:
            known = ", ".join(sorted(self._products))
            raise UnknownProductError(
                f"certbind knows the settings of {known} alone",
                service=target.kind,
                action="settings",
                subject=str(target),
            )
        return product
