"""The settings: environment variables, read once."""

from certbind.config.settings import (
    CHINA,
    INTERNATIONAL,
    CasList,
    Credentials,
    DnsServer,
    Endpoints,
    ProbeSettings,
    Settings,
)
from certbind.config.table import SETTINGS, Setting

__all__ = [
    "CHINA",
    "INTERNATIONAL",
    "SETTINGS",
    "CasList",
    "Credentials",
    "DnsServer",
    "Endpoints",
    "ProbeSettings",
    "Setting",
    "Settings",
]
