"""The products that certificates are bound at; each is imported when it is first asked for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from certbind.adapters import registry
from certbind.errors import NotOpenedError, UnusedError
from certbind.wiring import instance

if TYPE_CHECKING:  # what one function needs, another must not import
    from certbind.adapters.calls.product import Account
    from certbind.domain.model.identity import ProductName
    from certbind.domain.model.target import TargetScan
    from certbind.ports.targets import Targets, TargetSettings

_ALWAYS = ("oss", "cdn")
"""Products of which a denied list is told, whether or not a setting names them."""


def open_targets(account: Account) -> Targets:
    """At every product that settings name; without any, at those that the account answers of. OSS
    and CDN are always asked for.
    """
    from certbind.adapters.targets import AllTargets  # noqa: PLC0415

    wanted = account.settings.products
    opening = {name: partial(_targets_at, name, account) for name in registry.names(wanted)}
    optional = () if wanted else tuple(name for name in opening if name not in _ALWAYS)
    key = account.settings.credentials.access_key_id
    left_out = [name for name in registry.PRODUCTS if name not in opening]
    return AllTargets(opening, optional, key, instance.unopened(), left_out)


def open_served(account: Account) -> TargetSettings:
    """How targets are served, at the products whose settings are known; also at those that
    settings leave out, for they may fetch from a bucket.
    """
    from certbind.adapters.settings import AllSettings  # noqa: PLC0415

    def opened(name: ProductName) -> TargetSettings | None:
        served = registry.load(name).served
        return None if served is None else served(account)

    return AllSettings(registry.names(), opened)


def named_targets(account: Account) -> TargetScan:
    """Of those products alone of which settings name something: to see what is absent."""
    from certbind.adapters.targets import AllTargets  # noqa: PLC0415

    products = registry.load_all(account.settings.products)
    named = [one for one in products if one.named(account.settings)]
    return AllTargets({one.name: partial(one.targets, account) for one in named}).scan()


def unopened(account: Account) -> tuple[ProductName, ...]:
    """The products that the account has not opened, as it says itself; each is asked once. None is
    named by settings: those are used all the same. Nor is one that does not say so.
    """
    if account.settings.products:
        return ()
    asked = (name for name in registry.names() if name not in _ALWAYS)
    return tuple(name for name in asked if _is_unopened(name, account))


def _is_unopened(name: ProductName, account: Account) -> bool:
    try:
        _targets_at(name, account).scan()
    except NotOpenedError as error:
        return not isinstance(error, UnusedError)
    return False


def _targets_at(name: ProductName, account: Account) -> Targets:
    return registry.load(name).targets(account)
