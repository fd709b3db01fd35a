"""A product of the family, as certbind knows products."""

from __future__ import annotations

from collections.abc import Iterator

from certbind.adapters.balancers.dialect import Dialect
from certbind.adapters.balancers.lists import Region
from certbind.adapters.balancers.probes import probes_of
from certbind.adapters.balancers.targets import BalancerTargets
from certbind.adapters.calls.error_table import ErrorTable
from certbind.adapters.calls.probe import Probe
from certbind.adapters.calls.product import Account, Product
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.config import Setting, Settings
from certbind.config.reader import Reader
from certbind.domain.model.identity import REGION
from certbind.domain.model.target import BoundTarget

REGIONS = "CERTBIND_REGIONS"


def balancers(dialect: Dialect, errors: ErrorTable) -> Product:
    """Of ALB or NLB."""
    setting = Setting(
        f"{dialect.title}_ENDPOINT",
        "",
        f"{dialect.title} in every region, with scheme; when empty, the one of each region.",
    )

    def opened(account: Account, name: str) -> Region:
        reader = Reader(account.settings.environ)
        endpoint = reader.endpoint(setting.name, dialect.endpoint(name))
        reader.finish()
        api = OpenApi(dialect.name, endpoint, account.settings.credentials, name, errors)
        return Region(dialect, name, api, account.retry)

    def targets(account: Account) -> BalancerTargets:
        def regions() -> tuple[str, ...]:
            return named(account.settings) or opened(account, _first(account)).regions()

        return BalancerTargets(dialect, account, regions, lambda name: opened(account, name))

    def probes(account: Account, found: tuple[BoundTarget, ...]) -> Iterator[Probe]:
        return probes_of(opened(account, _region(account, found)), found)

    return Product(dialect.name, targets, dialect.permissions, probes, errors, settings=(setting,))


def named(settings: Settings) -> tuple[str, ...]:
    """The regions that a setting names; () for those of the account that answer."""
    reader = Reader(settings.environ)
    found = reader.items(REGIONS, _parse_region)
    reader.finish()
    return tuple(dict.fromkeys(found))


def _parse_region(text: str) -> str:
    if not REGION.fullmatch(text):
        raise ValueError("no region's name, as in cn-hangzhou")
    return text


def _first(account: Account) -> str:
    """Where the account is asked for the product's regions: its site's own."""
    return account.settings.endpoints.cas[0][0]


def _region(account: Account, found: tuple[BoundTarget, ...]) -> str:
    seen = (one.target.region for one in found)
    return next(seen, (*named(account.settings), _first(account))[0])
