"""What a person cleans up with, wired; no function needs it."""

from __future__ import annotations

from collections.abc import Iterable

from certbind import bootstrap
from certbind.usecases.hygiene.prune import Prune
from certbind.wiring.commands.hygiene import known_products, open_deletions
from certbind.wiring.invocation import Wiring
from certbind.wiring.required_settings import Environment, settings_to_read


def make_prune(environment: Environment, seconds_left: float, unused: Iterable[str] = ()) -> Prune:
    """The account whole, the ledger, and CAS's deleting call."""
    sources, rules = bootstrap.connect_to_read(environment, seconds_left)
    wiring = Wiring(settings_to_read(environment), seconds_left)
    deletions = open_deletions(wiring)
    return Prune(sources, rules, deletions, known_products(), frozenset(unused))
