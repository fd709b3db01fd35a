"""The environment read as settings, as far as what is made of them takes."""

from __future__ import annotations

from collections.abc import Mapping

from certbind.config import Settings

Environment = Mapping[str, str]


def settings_to_read(environment: Environment) -> Settings:
    """The package, then the settings and the ledger's bucket. Called before anything of another
    package is imported: in the wrong package the import itself would fail, and say less.
    """
    return _required(environment, "CERTBIND_LEDGER_BUCKET")


def settings_to_send(environment: Environment) -> Settings:
    """As `settings_to_read`, and the queue, for what puts messages on it."""
    return _required(environment, "CERTBIND_LEDGER_BUCKET", "MNS_ENDPOINT")


def _required(environment: Environment, *names: str) -> Settings:
    from certbind.adapters.machine.provenance import check_provenance  # noqa: PLC0415

    check_provenance()
    settings = Settings.from_env(environment)
    settings.require(*names)
    return settings
