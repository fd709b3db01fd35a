"""The settings of every product as one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from certbind.domain.model.identity import ProductName
from certbind.domain.model.target import Binding, Target
from certbind.domain.serving.values import Fetchers, SettingChange, SettingsSeen
from certbind.errors import UnknownProductError
from certbind.ports.targets import TargetSettings


class AllSettings:
    """Those of every target of the account (TargetSettings): each goes to its product."""

    def __init__(
        self,
        names: Collection[ProductName],
        open_one: Callable[[ProductName], TargetSettings | None],
    ) -> None:
        """names: of the products. open_one: its settings, when they are first asked for; None:
        certbind knows none.
        """
        self._names = names
        self._open = open_one
        self._opened: dict[ProductName, TargetSettings | None] = {}

    def read(self, target: Target) -> SettingsSeen:
        """See TargetSettings."""
        return self._of(target).read(target)

    def change(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """See TargetSettings."""
        return self._of(target).change(target, changes)

    def change_access(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """See TargetSettings."""
        return self._of(target).change_access(target, changes)

    def change_serving(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """See TargetSettings."""
        return self._of(target).change_serving(target, changes)

    def turn_off(self, target: Target, expects: Binding) -> str:
        """See TargetSettings."""
        return self._of(target).turn_off(target, expects)

    def fetchers(self, target: Target, names: Collection[str]) -> Fetchers:
        """See TargetSettings: of all products."""
        each = [one.fetchers(target, names) for one in self._all().values()]
        return Fetchers(
            tuple(fetcher for one in each for fetcher in one.found),
            tuple(limit for one in each for limit in one.limits),
        )

    def _of(self, target: Target) -> TargetSettings:
        product = self._at(target.kind)
        if product is None:
            known = ", ".join(sorted(self._all()))
            raise UnknownProductError(
                f"certbind knows the settings of {known} alone",
                service=target.kind,
                action="settings",
                subject=str(target),
            )
        return product

    def _all(self) -> Mapping[ProductName, TargetSettings]:
        opened = {name: self._at(name) for name in self._names}
        return {name: one for name, one in opened.items() if one is not None}

    def _at(self, name: ProductName) -> TargetSettings | None:
        if name not in self._opened and name in self._names:
            self._opened[name] = self._open(name)
        return self._opened.get(name)
