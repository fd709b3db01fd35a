"""Records as a CA looks for them, from the local cloud's name server."""

from __future__ import annotations

from certbind.adapters.edge.records import DnsRecords
from certbind.config import DnsServer
from localcloud.dns import DnsServer as NameServer
from localcloud.dns.faults import DnsFaultKind
from localcloud.store import Store
from tests.localcloud.rpc.cloud import RecordingEdges


def test_records_are_told_nothing_is_told_and_silence_is_neither() -> None:
    with Store(None) as store:
        server = NameServer(store, RecordingEdges())
        server.start()
        try:
            looks = DnsRecords(DnsServer("127.0.0.1", server.port), seconds=2)
            server.set_txt("_dnsauth.shop.example", "one", "two")
            server.set_cname("_x.shop.example", "Target.example.net")
            found = looks.values("_dnsauth.shop.example", "TXT")
            assert sorted(found or ()) == ["one", "two"]
            assert looks.values("_x.shop.example", "CNAME") == ("target.example.net",)
            assert looks.values("_dnsauth.shop.example", "CNAME") == ()
            assert looks.values("_none.shop.example", "TXT") == ()
            assert looks.values("shop.example", "NS") == ("ns1.localcloud.invalid",)
            server.set_cname("_y.other.example", "shop.example")
            assert looks.values("_y.other.example", "NS") == (), "of the alias's target alone"
            server.set_fault("_dnsauth.shop.example", DnsFaultKind.SERVFAIL)
            assert looks.values("_dnsauth.shop.example", "TXT") is None
            assert looks.values("a" * 70, "TXT") is None
        finally:
            server.stop()
