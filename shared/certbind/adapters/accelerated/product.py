"""A product of the family, as certbind knows products."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from certbind.adapters.accelerated.dialect import Dialect
from certbind.adapters.accelerated.settings import (
    AcceleratedSettings,
    Functions,
    permissions_of,
    settings_probes,
)
from certbind.adapters.accelerated.targets import AcceleratedTargets
from certbind.adapters.calls.error_table import ErrorTable
from certbind.adapters.calls.probe import Probe, probe_by_call
from certbind.adapters.calls.product import Account, Product
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.config import Setting, Settings
from certbind.config.policy import parse_domain
from certbind.config.reader import Reader
from certbind.domain.model.target import BoundTarget
from certbind.values import replace


def accelerated(
    dialect: Dialect,
    errors: ErrorTable,
    endpoint: Callable[[Settings], str],
    named: Callable[[Settings], tuple[str, ...]],
    settings: tuple[Setting, ...] = (),
) -> Product:
    """endpoint, named: read from settings; settings: those that are not among the common ones."""

    def api_of(account: Account) -> OpenApi:
        of = account.settings
        return OpenApi(dialect.name, endpoint(of), of.credentials, errors=errors)

    def targets(account: Account) -> AcceleratedTargets:
        return AcceleratedTargets(
            dialect, api_of(account), account.retry, only=named(account.settings)
        )

    return Product(
        dialect.name,
        targets,
        dialect.permissions,
        lambda account, found: _probes(dialect, api_of(account), found),
        errors,
        named=named,
        named_by=dialect.named_by,
        settings=settings,
    )


def with_own_settings(
    dialect: Dialect, errors: ErrorTable, endpoint: str, functions: Functions
) -> Product:
    """Whose settings are not among the common ones; `endpoint`: the real one."""
    title, setting = dialect.title, f"{dialect.title}_ENDPOINT"
    may = " and that the roles may change" if dialect.allows_per_domain else ""
    limits = f"{title} domains that are looked at{may}; all when empty."

    def endpoint_of(settings: Settings) -> str:
        reader = Reader(settings.environ)
        found = reader.endpoint(setting, endpoint)
        reader.finish()
        return found

    def named(settings: Settings) -> tuple[str, ...]:
        reader = Reader(settings.environ)
        found = reader.items(dialect.named_by, parse_domain)
        reader.finish()
        return found

    rows = (
        Setting(setting, endpoint, f"{title}, with scheme."),
        Setting(dialect.named_by, "", limits),
    )
    base = accelerated(dialect, errors, endpoint_of, named, rows)

    def api_of(account: Account) -> OpenApi:
        of = account.settings
        return OpenApi(dialect.name, endpoint_of(of), of.credentials, errors=errors)

    def served(account: Account) -> AcceleratedSettings:
        only = named(account.settings)
        return AcceleratedSettings(dialect, functions, api_of(account), account.retry, only)

    def probes(account: Account, found: tuple[BoundTarget, ...]) -> Iterator[Probe]:
        yield from base.probes(account, found)
        yield from settings_probes(dialect, functions, api_of(account), found)

    permissions = permissions_of(dialect, functions)
    return replace(base, probes=probes, served=served, served_permissions=permissions)


def _probes(dialect: Dialect, api: OpenApi, targets: tuple[BoundTarget, ...]) -> Iterator[Probe]:
    """Per domain with the first one, since policies may name domains."""
    actions, title = dialect.actions, dialect.title
    for action in filter(None, (actions.domains, actions.https)):
        yield probe_by_call(api, dialect.request(action), {"PageSize": 1}, title)
    if targets:
        domain = targets[0].target.domain
        info = dialect.request(actions.info)
        yield probe_by_call(api, info, {"DomainName": domain}, f"{title} {domain}")
    else:
        unseen = f"no {title} domain was seen"
        yield Probe(f"{dialect.name}:{actions.info}", title, unseen, None)
    yield Probe(
        f"{dialect.name}:{actions.bind}",
        title,
        "no request of it is certain to be refused before it changes something",
        None,
    )
