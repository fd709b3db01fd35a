"""All promises together (tests/simulation/promises)."""

from __future__ import annotations

from tests.simulation.promises.bindings import Bindings
from tests.simulation.promises.book import Broken
from tests.simulation.promises.ledger import Ledger
from tests.simulation.promises.orders import Orders
from tests.simulation.promises.records import ValidationRecords
from tests.simulation.promises.renewals import Renewals
from tests.simulation.promises.runs import Runs

__all__ = ["Broken", "Watcher"]


class Watcher(Bindings, Ledger, Orders, Runs, Renewals, ValidationRecords):
    """Sees every effect, and remembers the first promise that was broken."""
