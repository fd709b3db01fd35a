"""A DNS server that lies, or answers half: nothing is raised, and nothing follows for the site."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest

from certbind.adapters.edge.dns_resolver import DnsResolver
from certbind.adapters.edge.lookup import Lookup
from certbind.config import DnsServer
from certbind.domain.trust.observation import Family, Resolution

NAME = "www.example.com"
Answer = Callable[[dns.message.Message], bytes]


@contextmanager
def answering(answer: Answer) -> Iterator[DnsResolver]:
    """Every question is answered so."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))

        def serve() -> None:
            with suppress(OSError):
                while True:
                    data, asker = server.recvfrom(4096)
                    if not data:
                        return
                    server.sendto(answer(dns.message.from_wire(data)), asker)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        port = server.getsockname()[1]
        yield DnsResolver(DnsServer("127.0.0.1", port), seconds=0.4)
        server.sendto(b"", ("127.0.0.1", port))
        thread.join(5)


def told(asked: dns.message.Message, *records: tuple[str, str, str]) -> dns.message.Message:
    """Of whatever name and kind."""
    made = dns.message.make_response(asked)
    for name, kind, value in records:
        made.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", kind, value))
    return made


def kind_of(asked: dns.message.Message) -> str:
    return dns.rdatatype.to_text(asked.question[0].rdtype)


def of_another_question(asked: dns.message.Message) -> bytes:
    other = dns.message.make_query("bank.example.net.", "A", id=asked.id)
    return told(other, (NAME, "A", "192.0.2.66")).to_wire()


def of_another_number(asked: dns.message.Message) -> bytes:
    made = told(asked, (NAME, "A", "192.0.2.66"))
    made.id ^= 1
    return made.to_wire()


def a_loop(asked: dns.message.Message) -> bytes:
    return told(asked, (NAME, "CNAME", "a.test."), ("a.test", "CNAME", f"{NAME}.")).to_wire()


def cut_off(asked: dns.message.Message) -> bytes:
    """It says that there is more by TCP, where nobody listens."""
    made = told(asked)
    made.flags |= dns.flags.TC
    return made.to_wire()


def refused(asked: dns.message.Message) -> bytes:
    made = told(asked)
    made.set_rcode(dns.rcode.REFUSED)
    return made.to_wire()


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: b"rubbish",
        lambda asked: told(asked).to_wire()[:20],
        of_another_question,
        of_another_number,
        a_loop,
        cut_off,
        refused,
    ],
    ids=["rubbish", "half a message", "question", "number", "loop", "cut off", "refused"],
)
def test_what_is_no_answer_to_the_question_is_a_failed_look_up(
    answer: Answer, capfd: pytest.CaptureFixture[str]
) -> None:
    with answering(answer) as resolver:
        assert resolver.resolve(NAME) == Lookup(Resolution.TEMPORARY)
    assert capfd.readouterr() == ("", "")


def test_a_plain_answer_costs_no_more_than_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library takes half a millisecond for each of four a domain."""

    def answer(asked: dns.message.Message) -> bytes:
        value = "192.0.2.1" if kind_of(asked) == "A" else "2001:db8::1"
        return told(asked, (NAME, kind_of(asked), value)).to_wire()

    monkeypatch.setattr("dns.resolver.Resolver", None)
    with answering(answer) as resolver:
        assert resolver.resolve(NAME).addresses == ("192.0.2.1", "2001:db8::1")


def test_records_of_other_names_are_no_part_of_the_answer() -> None:
    def answer(asked: dns.message.Message) -> bytes:
        value = "192.0.2.66" if kind_of(asked) == "A" else "2001:db8::66"
        return told(asked, ("bank.example.net", kind_of(asked), value)).to_wire()

    with answering(answer) as resolver:
        assert resolver.resolve(NAME).addresses == ()


def test_half_an_answer_is_told_as_half() -> None:
    def answer(asked: dns.message.Message) -> bytes:
        return told(asked, (NAME, "A", "192.0.2.1")).to_wire() if kind_of(asked) == "A" else b"x"

    with answering(answer) as resolver:
        assert resolver.resolve(NAME) == Lookup(
            Resolution.RESOLVED, ("192.0.2.1",), unanswered=(Family.IPV6,)
        )


def test_a_name_that_is_denied_for_one_kind_and_told_for_the_other_is_there() -> None:
    def answer(asked: dns.message.Message) -> bytes:
        if kind_of(asked) == "A":
            return told(asked, (NAME, "A", "192.0.2.1")).to_wire()
        made = told(asked)
        made.set_rcode(dns.rcode.NXDOMAIN)
        return made.to_wire()

    with answering(answer) as resolver:
        found = resolver.resolve(NAME)
    assert (found.resolution, found.addresses) == (Resolution.RESOLVED, ("192.0.2.1",))
