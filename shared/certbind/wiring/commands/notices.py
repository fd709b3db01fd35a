"""Whom the command tells: what a function tells, and what apprise knows besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec

from certbind.adapters.notice.by_apprise import AppriseNotifier
from certbind.config import NoticeSettings
from certbind.config.addresses import ADDRESSES, read_addresses, service_of
from certbind.errors import ConfigError
from certbind.ports.notices import Notifier
from certbind.wiring.notices import notifiers
from certbind.wiring.required_settings import Environment


def receivers(environment: Environment, settings: NoticeSettings) -> tuple[Notifier, ...]:
    """ConfigError for an address that is none, and where apprise is not installed."""
    addresses = read_addresses(environment)
    if addresses and find_spec("apprise") is None:
        raise ConfigError({ADDRESSES: "needs apprise: pip install 'apprise>=2.3'"})
    return (*notifiers(settings), *_by_apprise(addresses))


def _by_apprise(addresses: tuple[str, ...]) -> Iterator[Notifier]:
    """Numbered within each service, in the order of the setting."""
    known: Counter[str] = Counter()
    for address in addresses:
        known[service_of(address)] += 1
        yield AppriseNotifier(address, known[service_of(address)])
