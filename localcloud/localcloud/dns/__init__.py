"""The DNS of the local world: the account's zones and the provider's names."""

from localcloud.dns.faults import DnsFault, DnsFaultKind
from localcloud.dns.server import DnsServer

__all__ = ["DnsFault", "DnsFaultKind", "DnsServer"]
