"""From a query to its answer (RFC 1034 §4.3.2; RFC 2308 for what does not exist)."""

from __future__ import annotations

import ipaddress

import dns.edns
import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.opcode
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rdtypes.ANY.TXT
import dns.rrset

from localcloud.dns.faults import DnsFaultKind, DnsFaults
from localcloud.dns.resolution import Resolution, Resolver
from localcloud.dns.subnets import Subnet

TTL = 5
"""Seconds. Small, because the world's clock may jump and a client's cache does not."""
UDP_LIMIT = 1232
"""Octets; what survives every network without fragments."""
_PLAIN_UDP = 512
_HEADER = 12
_SERVER = "ns1.localcloud.invalid."
_SOA = f"{_SERVER} hostmaster.localcloud.invalid. 1 3600 600 86400 {TTL}"


class Answers:
    """What the server says; knows no sockets."""

    def __init__(self, resolver: Resolver, faults: DnsFaults) -> None:
        self._resolver = resolver
        self._faults = faults

    def answer(self, wire: bytes, *, udp: bool) -> bytes | None:
        """The answer's wire form; None when there is to be none."""
        try:
            query = dns.message.from_wire(wire)
        except (dns.exception.DNSException, ValueError):
            return _malformed(wire)
        if query.flags & dns.flags.QR:
            return None  # answering answers makes two servers talk for ever
        rcode = _refusal(query)
        if rcode is not None:
            return _failed(query, rcode).to_wire()
        fault = self._faults.take(_asked(query), _record(query))
        if fault is DnsFaultKind.FORMERR and query.edns >= 0:
            return _malformed(wire)
        if fault is DnsFaultKind.TIMEOUT:
            return None
        return _fitted(query, self._response(query, fault), udp=udp)

    def _response(self, query: dns.message.Message, fault: DnsFaultKind | None) -> _Message:
        if fault is DnsFaultKind.SERVFAIL:
            return _failed(query, dns.rcode.SERVFAIL)
        name, kind = _asked(query), _record(query)
        if fault is DnsFaultKind.NXDOMAIN:
            found = Resolution((), name, None)
        else:
            client = None if fault is DnsFaultKind.NO_SUBNET else _subnet(query)
            found = self._resolver.resolve(name, kind, client)
        if found.endless:
            return _failed(query, dns.rcode.SERVFAIL)
        response = _response_to(query)
        if fault is not DnsFaultKind.NO_SUBNET:
            _echo_subnet(query, response, found.scope)
        for owner, target in found.aliases:
            response.answer.append(_rrset(owner, "CNAME", [target]))
        answers = self._answers(found, kind)
        response.answer.extend(answers)
        if found.data is None and not answers:
            response.set_rcode(dns.rcode.NXDOMAIN)
        if not answers:
            response.authority.append(_rrset(self._resolver.zone_of(found.owner), "SOA", [_SOA]))
        return response

    def _answers(self, found: Resolution, kind: str) -> list[dns.rrset.RRset]:
        data = dict(found.data or {})
        if found.owner == self._resolver.zone_of(found.owner):
            servers = [f"{one}." for one in self._resolver.name_servers(found.owner)]
            data |= {"SOA": [_SOA], "NS": servers or [_SERVER]}
        wanted = data if kind == "ANY" else {kind: data[kind]} if kind in data else {}
        return [_rrset(found.owner, each, values) for each, values in wanted.items()]


_Message = dns.message.Message


def _asked(query: _Message) -> str:
    return query.question[0].name.to_text(omit_final_dot=True).lower()


def _record(query: _Message) -> str:
    return dns.rdatatype.to_text(query.question[0].rdtype)


def _ecs(query: _Message) -> dns.edns.ECSOption | None:
    return next((one for one in query.options if isinstance(one, dns.edns.ECSOption)), None)


def _subnet(query: _Message) -> Subnet | None:
    """The network that the client asks for; None: none, or that it wants no such answer."""
    option = _ecs(query)
    if option is None or not option.srclen:
        return None
    return ipaddress.ip_network(f"{option.address}/{option.srclen}", strict=False)


def _echo_subnet(query: _Message, response: _Message, scope: int) -> None:
    """RFC 7871 §7.2.1: what was asked, with for whom the answer is."""
    option = _ecs(query)
    if option is not None:
        echoed = dns.edns.ECSOption(option.address, option.srclen, scope)
        response.use_edns(0, 0, UDP_LIMIT, options=[echoed])


def _refusal(query: _Message) -> dns.rcode.Rcode | None:
    """What is not answered at all, with the code that says so."""
    if query.edns > 0:
        return dns.rcode.BADVERS
    if query.opcode() != dns.opcode.QUERY:
        return dns.rcode.NOTIMP
    if len(query.question) != 1:
        return dns.rcode.FORMERR
    if query.question[0].rdclass != dns.rdataclass.IN:
        return dns.rcode.REFUSED
    return None


def _response_to(query: _Message) -> _Message:
    """RA is set because the answer is whole: aliases are followed as a resolver would."""
    response = dns.message.make_response(query, recursion_available=True, our_payload=UDP_LIMIT)
    response.flags |= dns.flags.AA
    return response


def _failed(query: _Message, rcode: dns.rcode.Rcode) -> _Message:
    response = _response_to(query)
    response.flags &= ~dns.flags.AA
    response.set_rcode(rcode)
    return response


def _fitted(query: _Message, response: _Message, *, udp: bool) -> bytes:
    """The wire form; what does not fit into a datagram is left out and TC set (RFC 2181 §9)."""
    if not udp:
        return response.to_wire()
    limit = _PLAIN_UDP if query.edns < 0 else max(_PLAIN_UDP, min(query.payload, UDP_LIMIT))
    try:
        return response.to_wire(max_size=limit)
    except dns.exception.TooBig:
        short = _response_to(query)
        short.flags |= dns.flags.TC
        short.set_rcode(response.rcode())
        return short.to_wire(max_size=limit)


def _malformed(wire: bytes) -> bytes | None:
    """FORMERR when there is at least a header of a query to answer to."""
    if len(wire) < _HEADER or wire[2] & 0x80:
        return None
    response = dns.message.Message(id=int.from_bytes(wire[:2], "big"))
    response.flags = dns.flags.from_text("QR")
    response.set_rcode(dns.rcode.FORMERR)
    return response.to_wire()


def _rrset(owner: str, kind: str, values: list[str]) -> dns.rrset.RRset:
    name = dns.name.from_text(owner + ".")
    if kind != "TXT":
        absolute = [f"{v.rstrip('.')}." if kind == "CNAME" else v for v in values]
        return dns.rrset.from_text(name, TTL, "IN", kind, *absolute)
    texts = [
        dns.rdtypes.ANY.TXT.TXT(dns.rdataclass.IN, dns.rdatatype.TXT, [value.encode()])
        for value in values
    ]
    return dns.rrset.from_rdata(name, TTL, *texts)
