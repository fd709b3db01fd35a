"""The settings: environment variables, read once."""

from certbind.config.notices import NoticeSettings
from certbind.config.settings import (
    CAS_SITES,
    CasList,
    Credentials,
    CrlUse,
    DnsServer,
    Endpoints,
    ProbeSettings,
    Settings,
)
from certbind.config.table import SETTINGS, Setting

__all__ = [
    "CAS_SITES",
    "SETTINGS",
    "CasList",
    "Credentials",
    "CrlUse",
    "DnsServer",
    "Endpoints",
    "NoticeSettings",
    "ProbeSettings",
    "Setting",
    "Settings",
]
