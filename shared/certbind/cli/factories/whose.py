"""CAS's own word for what is served, wired; `verify` needs no more of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certbind.config import Settings
from certbind.usecases.certificates.whose import Whose

if TYPE_CHECKING:
    from certbind.ports.certificates import CertificateInventory
    from certbind.wiring.required_settings import Environment

_PATIENCE = 10.0
"""Seconds: what is told beside a look keeps nobody waiting for long."""


def make_whose(environment: Environment) -> Whose:
    """Where there is an account."""

    def opened() -> CertificateInventory:
        Settings.from_env(environment)  # nothing is imported for an account that is not there
        from certbind.wiring.commands.material import account  # noqa: PLC0415

        return account(environment, _PATIENCE).inventory()

    return Whose(opened)
