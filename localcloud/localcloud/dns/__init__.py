"""The DNS of the local world: the account's zones and the provider's names."""

from localcloud.dns.faults import DnsFaultKind
from localcloud.dns.server import DnsServer

__all__ = ["DnsFaultKind", "DnsServer"]
