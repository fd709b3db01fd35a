"""The name server, asked by dnspython's client and by dig."""

from __future__ import annotations

import random
import shutil
import socket
import struct
import subprocess
from pathlib import Path

import dns.edns
import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.query
import dns.resolver
import pytest

from localcloud.contracts import NameService
from localcloud.dns import DnsFaultKind, DnsServer
from tests.localcloud.conftest import OpenStore
from tests.localcloud.dns.conftest import Asker, FixedAddresses

CDN = ["127.32.0.1", "127.32.0.2", "127.32.0.3"]
OSS = ["127.31.1.1", "127.31.1.2"]


@pytest.mark.parametrize("tcp", [False, True])
def test_an_alias_is_followed_in_one_answer(asker: Asker, tcp: bool) -> None:
    asker.server.set_cname("www.shop.example", "www.shop.example.w.kunlunsl.com")
    answer = asker.ask("WWW.shop.example", tcp=tcp)
    assert [rrset.rdtype.name for rrset in answer.answer] == ["CNAME", "A"]
    assert answer.flags & dns.flags.AA
    assert asker.values("www.shop.example", tcp=tcp) == CDN
    assert answer.answer[0].ttl <= 10


def test_a_resolver_that_was_not_written_here_gets_the_addresses(server: DnsServer) -> None:
    server.set_cname("oss.shop.example", "bucket-1.oss-cn-hangzhou.aliyuncs.com")
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], server.port
    found = resolver.resolve("oss.shop.example", "A")
    assert sorted(address.to_text() for address in found) == OSS
    assert found.canonical_name == dns.name.from_text("bucket-1.oss-cn-hangzhou.aliyuncs.com")
    with pytest.raises(dns.resolver.NoAnswer):
        resolver.resolve("oss.shop.example", "AAAA")
    with pytest.raises(dns.resolver.NXDOMAIN):
        resolver.resolve("nothing.shop.example", "A")


@pytest.mark.parametrize(
    ("name", "addresses"),
    [
        ("b.oss-cn-hangzhou.aliyuncs.com", OSS),
        ("oss-cn-hangzhou.aliyuncs.com", OSS),
        ("b.oss-cn-hangzhou-internal.aliyuncs.com", OSS),
        ("b.oss-cn-beijing.aliyuncs.com", []),
        ("anything.at.all.w.kunlunsl.com", CDN),
        ("a.b.oss-cn-hangzhou.aliyuncs.com", []),
        ("ecs.aliyuncs.com", []),
    ],
)
def test_the_providers_names(asker: Asker, name: str, addresses: list[str]) -> None:
    assert asker.values(name) == addresses
    assert asker.rcode(name) == ("NOERROR" if addresses else "NXDOMAIN")


def test_what_does_not_exist_is_denied_with_the_zones_soa(asker: Asker) -> None:
    asker.server.set_a("www.shop.example", "127.0.0.1")
    for name, zone in (
        ("nope.shop.example", "shop.example."),
        ("nope.aliyuncs.com", "aliyuncs.com."),
        ("www.elsewhere.example", "."),
    ):
        answer = asker.ask(name)
        assert answer.rcode().name == "NXDOMAIN"
        assert answer.flags & dns.flags.AA
        assert [(r.name.to_text(), r.rdtype.name) for r in answer.authority] == [(zone, "SOA")]


def test_a_name_without_data_of_the_kind_exists_nevertheless(asker: Asker) -> None:
    asker.server.set_a("deep.down.shop.example", "127.0.0.1")
    for name, kind in (
        ("deep.down.shop.example", "AAAA"),
        ("down.shop.example", "A"),  # an empty non-terminal, RFC 4592 §2.2.2
        ("shop.example", "A"),
    ):
        answer = asker.ask(name, kind)
        assert (answer.rcode().name, answer.answer) == ("NOERROR", [])
        assert answer.authority[0].rdtype.name == "SOA"


def test_an_alias_to_a_name_that_does_not_exist_says_both(asker: Asker) -> None:
    asker.server.set_cname("www.shop.example", "gone.elsewhere.example")
    answer = asker.ask("www.shop.example")
    assert answer.rcode().name == "NXDOMAIN"
    assert answer.answer[0].rdtype.name == "CNAME"
    assert asker.values("www.shop.example", "CNAME") == ["gone.elsewhere.example."]


def test_wildcards_stand_in_for_names_that_do_not_exist(asker: Asker) -> None:
    """RFC 4592 §2.2.1, with its cases on our names."""
    server = asker.server
    server.set_a("*.img.shop.example", "127.0.0.1")
    server.set_a("exact.img.shop.example", "127.0.0.2")
    server.set_a("child.of.img.shop.example", "127.0.0.3")
    server.set_txt("text.img.shop.example", "here")
    assert asker.values("a.img.shop.example") == ["127.0.0.1"]
    assert asker.values("two.labels.img.shop.example") == ["127.0.0.1"]
    assert asker.values("exact.img.shop.example") == ["127.0.0.2"]
    assert asker.values("text.img.shop.example") == []
    assert asker.rcode("text.img.shop.example") == "NOERROR"
    assert asker.rcode("of.img.shop.example") == "NOERROR"
    assert asker.values("of.img.shop.example") == []
    assert asker.rcode("other.of.img.shop.example") == "NXDOMAIN"
    assert asker.rcode("below.exact.img.shop.example") == "NXDOMAIN"
    assert asker.values("img.shop.example") == []
    assert asker.values("*.img.shop.example") == ["127.0.0.1"]


def test_addresses_and_alias_replace_each_other(asker: Asker) -> None:
    server = asker.server
    server.set_cname("www.shop.example", "x.w.kunlunsl.com")
    server.set_a("www.shop.example", "127.0.0.7", "::1", "127.0.0.8")
    assert asker.values("www.shop.example") == ["127.0.0.7", "127.0.0.8"]
    assert asker.values("www.shop.example", "AAAA") == ["::1"]
    server.set_a("www.shop.example", "127.0.0.9")
    assert asker.values("www.shop.example", "AAAA") == []
    server.set_cname("www.shop.example", "x.w.kunlunsl.com")
    assert asker.values("www.shop.example") == CDN
    server.remove("www.shop.example")
    assert asker.rcode("www.shop.example") == "NXDOMAIN"


def test_txt_strings_come_back_as_they_were_set(asker: Asker) -> None:
    service: NameService = asker.server
    token = 'say "hello" \\ é ; $'
    asker.server.set_txt("_dnsauth.img.shop.example", token, "b" * 255)
    assert service.txt("_dnsauth.img.shop.example") == (token, "b" * 255)
    answer = asker.ask("_dnsauth.img.shop.example", "TXT").answer[0]
    assert {b"".join(data.strings) for data in answer} == {token.encode(), b"b" * 255}
    assert service.txt("nothing.shop.example") == ()
    with pytest.raises(ValueError, match="255"):
        asker.server.set_txt("x.shop.example", "b" * 256)


def test_an_alias_stands_alone_and_bad_addresses_are_refused(server: DnsServer) -> None:
    server.set_txt("a.shop.example", "x")
    with pytest.raises(ValueError, match="alias"):
        server.set_cname("a.shop.example", "b.shop.example")
    with pytest.raises(ValueError, match=r"300\.1\.1\.1"):
        server.set_a("b.shop.example", "300.1.1.1")
    assert set(server.records()) == {"a.shop.example"}


def test_names_beyond_ascii_are_kept_as_a_labels(asker: Asker) -> None:
    asker.server.set_cname("Bücher.example", "bücher.example.w.kunlunsl.com")
    assert asker.values("xn--bcher-kva.example") == CDN
    assert asker.server.resolve("BÜCHER.example") == tuple(CDN)


def test_aliases_in_a_ring_are_a_server_failure(asker: Asker) -> None:
    asker.server.set_cname("a.shop.example", "b.shop.example")
    asker.server.set_cname("b.shop.example", "a.shop.example")
    assert asker.rcode("a.shop.example") == "SERVFAIL"
    assert asker.server.resolve("a.shop.example") == ()


def test_what_does_not_fit_into_a_datagram_is_had_over_tcp(asker: Asker) -> None:
    texts = [str(number) * 200 for number in range(9)]
    asker.server.set_txt("big.shop.example", *texts)
    query = dns.message.make_query("big.shop.example", "TXT")
    short = dns.query.udp(query, "127.0.0.1", 3, port=asker.server.port)
    assert short.flags & dns.flags.TC
    assert short.answer == []
    whole, over_tcp = dns.query.udp_with_fallback(query, "127.0.0.1", 3, port=asker.server.port)
    assert over_tcp
    assert len(whole.answer[0]) == 9


def test_a_client_that_takes_more_than_networks_carry_whole_gets_tc(asker: Asker) -> None:
    asker.server.set_txt("big.shop.example", *(str(number) * 200 for number in range(7)))
    query = dns.message.make_query("big.shop.example", "TXT", use_edns=0, payload=4096)
    answer = dns.query.udp(query, "127.0.0.1", 3, port=asker.server.port)
    assert answer.flags & dns.flags.TC


@pytest.mark.parametrize(("payload", "fits"), [(None, False), (1232, True), (4096, True)])
def test_edns_says_how_much_fits(asker: Asker, payload: int | None, fits: bool) -> None:
    asker.server.set_txt("mid.shop.example", "a" * 250, "b" * 250, "c" * 250)
    edns = -1 if payload is None else 0
    query = dns.message.make_query("mid.shop.example", "TXT", use_edns=edns, payload=payload)
    answer = dns.query.udp(query, "127.0.0.1", 3, port=asker.server.port)
    assert bool(answer.flags & dns.flags.TC) is not fits
    assert answer.edns == edns


def test_what_is_no_query_of_ours_is_refused_by_code(server: DnsServer) -> None:
    def code(query: dns.message.Message) -> str:
        return dns.query.udp(query, "127.0.0.1", 3, port=server.port).rcode().name

    chaos = dns.message.make_query("version.bind", "TXT", "CH")
    status = dns.message.make_query("www.shop.example", "A")
    status.set_opcode(dns.opcode.STATUS)
    future = dns.message.make_query("www.shop.example", "A", use_edns=3)
    double = dns.message.make_query("www.shop.example", "A")
    double.question *= 2
    assert [code(q) for q in (chaos, status, future)] == ["REFUSED", "NOTIMP", "BADVERS"]
    wire = _exchange(server, double.to_wire())
    assert dns.message.from_wire(wire).rcode().name == "FORMERR"


def _exchange(server: DnsServer, wire: bytes) -> bytes:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(3)
        sock.sendto(wire, ("127.0.0.1", server.port))
        return sock.recv(65535)


def test_a_malformed_query_is_told_so(server: DnsServer) -> None:
    answer = _exchange(server, b"\xab\xcd\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x3fshort")
    assert answer[:2] == b"\xab\xcd"
    assert answer[3] & 0x0F == 1  # FORMERR


def test_random_packets_do_not_kill_the_server(
    asker: Asker, caplog: pytest.LogCaptureFixture
) -> None:
    asker.server.set_a("www.shop.example", "127.0.0.1")
    seed = random.Random(7)  # noqa: S311 - not for secrets
    good = dns.message.make_query("www.shop.example", "A", use_edns=0).to_wire()
    for _ in range(2000):
        wire = bytearray(good if seed.random() < 0.7 else seed.randbytes(seed.randrange(80)))
        for _ in range(seed.randrange(6)):
            if wire:
                wire[seed.randrange(len(wire))] = seed.randrange(256)
        asker.server._answers.answer(bytes(wire), udp=True)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        for junk in (b"", b"\x00", b"\xff" * 30, good[:-1], good[:12]):
            sock.sendto(junk, ("127.0.0.1", asker.server.port))
    for junk in (b"", b"\x00", struct.pack("!H", 500) + b"short", struct.pack("!H", 3) + b"abc"):
        with socket.create_connection(("127.0.0.1", asker.server.port), 3) as sock:
            sock.sendall(junk)
    assert asker.values("www.shop.example", tcp=True) == ["127.0.0.1"]
    assert asker.values("www.shop.example") == ["127.0.0.1"]
    assert "fault in the local cloud" not in caplog.text


def test_several_queries_can_share_a_connection(asker: Asker) -> None:
    asker.server.set_a("www.shop.example", "127.0.0.1")
    query = dns.message.make_query("www.shop.example", "A")
    with socket.create_connection(("127.0.0.1", asker.server.port), 3) as sock:
        for _ in range(3):
            answer = dns.query.tcp(query, "127.0.0.1", 3, sock=sock)
            assert answer.answer[0][0].to_text() == "127.0.0.1"


def test_faults_strike_by_name_as_often_as_told(asker: Asker) -> None:
    server = asker.server
    server.set_a("www.shop.example", "127.0.0.1")
    server.set_a("other.shop.example", "127.0.0.2")
    server.set_fault("www.shop.example", DnsFaultKind.SERVFAIL, 1)
    assert asker.rcode("www.shop.example") == "SERVFAIL"
    assert asker.rcode("www.shop.example") == "NOERROR"
    server.set_fault("WWW.shop.example", DnsFaultKind.NXDOMAIN)
    assert [asker.rcode("www.shop.example") for _ in range(3)] == ["NXDOMAIN"] * 3
    assert asker.rcode("other.shop.example") == "NOERROR"
    server.set_fault("*", DnsFaultKind.TIMEOUT, 1)
    query = dns.message.make_query("other.shop.example", "A")
    with pytest.raises(dns.exception.Timeout):
        dns.query.udp(query, "127.0.0.1", 0.2, port=server.port)
    server.clear_faults()
    assert asker.values("www.shop.example") == ["127.0.0.1"]


def test_records_survive_a_restart(tmp_path: Path, open_store: OpenStore) -> None:
    path = tmp_path / "state.db"
    first = DnsServer(open_store(path), FixedAddresses())
    first.set_cname("*.img.shop.example", "img.w.kunlunsl.com")
    first.set_txt("_dnsauth.shop.example", "token")
    first.add_zone("long.shop.example")
    first.stop()
    again = DnsServer(open_store(path), FixedAddresses())
    again.start()
    asker = Asker(again)
    assert asker.values("a.img.shop.example") == CDN
    assert again.txt("_dnsauth.shop.example") == ("token",)
    assert asker.ask("no.long.shop.example").authority[0].name.to_text() == "long.shop.example."
    again.stop()


def test_dig_gets_it(server: DnsServer) -> None:
    if shutil.which("dig") is None:
        pytest.skip("needs dig: apt-get install bind9-dnsutils")
    server.set_cname("www.shop.example", "www.shop.example.w.kunlunsl.com")
    command = ["dig", "@127.0.0.1", "-p", str(server.port), "www.shop.example"]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "status: NOERROR" in result.stdout
    assert "WARNING" not in result.stdout
    assert all(address in result.stdout for address in CDN)


def test_two_servers_live_side_by_side_and_a_port_is_taken_once(open_store: OpenStore) -> None:
    first, second = (DnsServer(open_store(None), FixedAddresses()) for _ in range(2))
    assert first.port != second.port
    with pytest.raises(OSError, match="taken"):
        DnsServer(open_store(None), FixedAddresses(), port=first.port)
    first.stop()
    second.stop()


def asked_for(
    asker: Asker, name: str, subnet: str, *, kind: str = "A"
) -> tuple[list[str], int | None]:
    """Addresses, and the scope of the answer; None where it names none."""
    address, _, length = subnet.partition("/")
    option = dns.edns.ECSOption(address, int(length))
    query = dns.message.make_query(name, kind, use_edns=0, options=[option])
    answer = dns.query.udp(query, "127.0.0.1", 3, port=asker.server.port)
    found = [d.to_text() for rrset in answer.answer if rrset.rdtype.name == kind for d in rrset]
    scopes = [one.scopelen for one in answer.options if isinstance(one, dns.edns.ECSOption)]
    return sorted(found), scopes[0] if scopes else None


def test_clients_of_a_subnet_get_their_own_addresses(asker: Asker) -> None:
    name, edge = "www.shop.example", "www.shop.example.w.kunlunsl.com"
    asker.server.set_cname(name, edge)
    asker.server.subnets.set(edge, "203.0.113.0/24", ["127.0.0.7", "2001:db8::7"])
    asker.server.subnets.set(edge, "203.0.113.128/25", ["127.0.0.8"])
    assert asked_for(asker, name, "203.0.113.0/25") == (["127.0.0.7"], 24)
    assert asked_for(asker, name, "203.0.113.0/25", kind="AAAA") == (["2001:db8::7"], 24)
    assert asked_for(asker, name, "203.0.113.192/26") == (["127.0.0.8"], 25)
    assert asked_for(asker, name, "198.51.100.0/24") == (CDN, 0)
    assert asked_for(asker, name, "203.0.0.0/16") == (CDN, 0)  # wider than any answer
    assert asked_for(asker, name, "2001:db8::/56") == (CDN, 0)
    assert asker.values(name) == CDN
    assert asker.server.subnets.remove(edge)
    assert asked_for(asker, name, "203.0.113.0/25") == (CDN, 0)


def test_a_server_without_edns_answers_what_is_asked_without_it(asker: Asker) -> None:
    asker.server.set_a("www.shop.example", "127.0.0.1")
    asker.server.set_fault("www.shop.example", DnsFaultKind.FORMERR)
    query = dns.message.make_query("www.shop.example", "A", use_edns=0)
    answer = dns.query.udp(query, "127.0.0.1", 3, port=asker.server.port)
    assert (answer.rcode().name, answer.edns) == ("FORMERR", -1)
    assert asker.values("www.shop.example") == ["127.0.0.1"]


def test_a_server_may_not_look_at_the_subnet(asker: Asker) -> None:
    asker.server.set_a("www.shop.example", "127.0.0.1")
    asker.server.subnets.set("www.shop.example", "203.0.113.0/24", ["127.0.0.7"])
    asker.server.set_fault("www.shop.example", DnsFaultKind.NO_SUBNET)
    assert asked_for(asker, "www.shop.example", "203.0.113.0/24") == (["127.0.0.1"], None)
