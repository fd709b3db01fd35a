"""Questions and plain answers of DNS as bytes, held against those that dnspython writes."""

from __future__ import annotations

import random

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest

from certbind.adapters.edge.dns.message import answer, question
from certbind.adapters.edge.lookup import Lookup
from certbind.domain.trust.observation import Family, Resolution

NAME = "www.example.com"
ASKED = question(0x1234, NAME, Family.IPV4)
EDGE = ((NAME, "CNAME", "a.edge.test."), ("a.edge.test", "CNAME", "B.Edge.test."))
ADDRESSES = ("b.edge.test", "A", "192.0.2.2", "192.0.2.1")


def told(*records: tuple[str, ...], asked: bytes = ASKED) -> dns.message.Message:
    made = dns.message.make_response(dns.message.from_wire(asked))
    for name, kind, *values in records:
        made.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", kind, *values))
    soa = "ns.example.com. admin.example.com. 1 2 3 4 5"
    made.authority.append(dns.rrset.from_text("example.com.", 60, "IN", "SOA", soa))
    return made


def read(made: dns.message.Message) -> Lookup | None:
    return answer(made.to_wire(), ASKED, Family.IPV4)


@pytest.mark.parametrize(("family", "kind"), [(Family.IPV4, "A"), (Family.IPV6, "AAAA")])
def test_a_question_is_the_library_s_own(family: Family, kind: str) -> None:
    theirs = dns.message.make_query(f"{NAME}.", kind, id=7)
    assert question(7, NAME, family) == theirs.to_wire()


@pytest.mark.parametrize(
    "name", ["", "a..example", "WWW.example.com", f"{'a' * 64}.com", "ä.com", "a.b." * 63 + "com"]
)
def test_what_is_no_plain_name_is_not_asked_for(name: str) -> None:
    with pytest.raises(ValueError):
        question(7, name, Family.IPV4)


def test_addresses_and_the_names_before_them() -> None:
    found = read(told(*EDGE, ADDRESSES, ("other.test", "A", "192.0.2.66")))
    assert found is not None
    assert sorted(found.addresses) == ["192.0.2.1", "192.0.2.2"], "the library shuffles them"
    assert found.cname_chain == ("a.edge.test", "b.edge.test")


def test_addresses_of_six_bytes_and_ten_more() -> None:
    asked = question(1, NAME, Family.IPV6)
    made = told((NAME, "AAAA", "2001:DB8::1"), (NAME, "A", "192.0.2.1"), asked=asked)
    found = answer(made.to_wire(), asked, Family.IPV6)
    assert found == Lookup(Resolution.RESOLVED, ("2001:db8::1",))


def test_a_name_without_such_an_address_and_a_name_that_is_none() -> None:
    assert read(told(*EDGE[:1])) == Lookup(Resolution.RESOLVED, (), ("a.edge.test",))
    made = told()
    made.set_rcode(dns.rcode.NXDOMAIN)
    assert read(made) == Lookup(Resolution.NXDOMAIN)


def of_another_number() -> dns.message.Message:
    made = told(ADDRESSES)
    made.id ^= 1
    return made


def cut_off() -> dns.message.Message:
    made = told(ADDRESSES)
    made.flags |= dns.flags.TC
    return made


def a_question_again() -> dns.message.Message:
    made = told(ADDRESSES)
    made.flags &= ~dns.flags.QR
    return made


def refused() -> dns.message.Message:
    made = told(ADDRESSES)
    made.set_rcode(dns.rcode.REFUSED)
    return made


def of_chaos() -> dns.message.Message:
    made = told()
    made.answer.append(dns.rrset.from_text(f"{NAME}.", 60, "CH", "TXT", "x"))
    return made


@pytest.mark.parametrize(
    "made",
    [
        of_another_number(),
        told(ADDRESSES, asked=question(0x1234, "bank.example.com", Family.IPV4)),
        told(ADDRESSES, asked=question(0x1234, NAME, Family.IPV6)),
        cut_off(),
        a_question_again(),
        refused(),
        of_chaos(),
        told((NAME, "CNAME", "odd\\032name.test.")),
        told((NAME, "CNAME", "a.test."), ("a.test", "CNAME", f"{NAME}.")),
        told(*((f"{n or NAME}", "CNAME", f"{n + 1}.") for n in range(17))),
    ],
    ids=[
        *("number", "question", "kind", "cut off", "question again", "refused", "class"),
        *("odd name", "loop", "too many aliases"),
    ],
)
def test_of_whatever_else_nothing_is_made_out(made: dns.message.Message) -> None:
    assert read(made) is None


@pytest.mark.parametrize("pointer", [len(ASKED), len(ASKED) + 8, 0xFFF])
def test_a_pointer_leads_back_and_no_way_round(pointer: int) -> None:
    header = ASKED[:2] + b"\x80\x00\x00\x01\x00\x01\x00\x00\x00\x00"
    owner = (0xC000 | pointer).to_bytes(2, "big")
    record = b"\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\xc0\x00\x02\x01"
    assert answer(header + ASKED[12:] + owner + record, ASKED, Family.IPV4) is None
    right = answer(header + ASKED[12:] + b"\xc0\x0c" + record, ASKED, Family.IPV4)
    assert right == Lookup(Resolution.RESOLVED, ("192.0.2.1",))


def test_a_record_that_says_it_is_longer_than_the_message_is_none() -> None:
    header = ASKED[:2] + b"\x80\x00\x00\x01\x00\x01\x00\x00\x00\x00"
    alias = b"\xc0\x0c\x00\x05\x00\x01\x00\x00\x00\x3c\x00%c\x01a\x00"
    assert answer(header + ASKED[12:] + alias % 4, ASKED, Family.IPV4) is None
    assert answer(header + ASKED[12:] + alias % 3, ASKED, Family.IPV4) is not None


def test_half_a_message_and_a_damaged_one_raise_nothing() -> None:
    whole = told(*EDGE, ADDRESSES).to_wire()
    found = answer(whole, ASKED, Family.IPV4)
    assert {answer(whole[:end], ASKED, Family.IPV4) for end in range(len(whole))} == {None, found}
    drawn = random.Random(20261130)  # noqa: S311 - the same in every run
    for _ in range(3000):
        damaged = bytearray(whole)
        damaged[drawn.randrange(12, len(whole))] = drawn.randrange(256)
        answer(bytes(damaged), ASKED, Family.IPV4)
