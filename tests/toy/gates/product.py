"""Gates as a product."""

from __future__ import annotations

from collections.abc import Iterator

from certbind.adapters.calls.error_table import ErrorTable, Row
from certbind.adapters.calls.probe import Probe
from certbind.adapters.calls.product import Account, Product
from certbind.config import Setting, Settings
from certbind.config.policy import parse_domain
from certbind.config.reader import Reader
from certbind.domain.model.target import BoundTarget
from certbind.errors import BusyError
from tests.toy.gates.targets import CLOUD, NAME, PERMISSIONS, GateTargets


def _probes(account: Account, targets: tuple[BoundTarget, ...]) -> Iterator[Probe]:
    del account
    where = f"{len(targets)} gates"
    yield Probe("gate:ListGates", where, "", GateTargets(CLOUD).scan)
    yield Probe("gate:BindGate", where, "nothing harmless shows it", None)


def _named(settings: Settings) -> tuple[str, ...]:
    reader = Reader(settings.environ)
    names = reader.items("GATE_NAMES", parse_domain)
    reader.finish()
    return names


PRODUCT = Product(
    NAME,
    lambda _: GateTargets(CLOUD),
    PERMISSIONS,
    _probes,
    ErrorTable((Row(BusyError, ("GateStuck",)),)),
    named=_named,
    named_by="GATE_NAMES",
    settings=(Setting("GATE_NAMES", "", "Gates that are looked at; all when empty."),),
)
