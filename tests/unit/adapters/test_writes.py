"""A write counts only when the service itself answered: a page of something on the way does not.

Each by a raw server on loopback, with the real SDKs.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from urllib.parse import urlsplit

import pytest

from certbind.adapters.accelerated.targets import AcceleratedTargets
from certbind.adapters.calls.retry import Deadline, Retry
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.adapters.cdn.dialect import DIALECT
from certbind.adapters.ledger.bucket import LedgerBucket
from certbind.adapters.ledger.journal import OssJournal
from certbind.adapters.ledger.keeper import OssLedgerKeeper
from certbind.adapters.mns.dead_letters import MnsDeadLetters
from certbind.adapters.mns.keeper import MnsQueues
from certbind.adapters.mns.queue import MnsQueue
from certbind.adapters.oss.domain import OssDomain
from certbind.adapters.ram.keeper import RamRoles
from certbind.config import Credentials
from certbind.domain.deployment.dead_letter import HeldMessage
from certbind.domain.deployment.resources import EVENTS
from certbind.domain.lifecycle.journal import EntryKind, Record, seal
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.target import UNBOUND, Target
from certbind.errors import UnavailableError
from certbind.events import ChangeHint
from tests.unit.adapters.scripted import oss_at
from tests.unit.adapters.servers import listening

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
ENTRY = seal("domain/a.example", None, NOON, Record(EntryKind.BOUND, "e"))
CERTIFICATE = CertificateId(7, "cn-hangzhou")
MAPPED = Target(ProductName("oss"), Domain("a.example"), "assets", "cn-hangzhou")
EDGE = Target(ProductName("cdn"), Domain("a.example"))
LETTER = HeldMessage("1", b"{}", NOON, "receipt")
KEYS = Credentials("key", "secret")
HTML = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>"
EMPTY = "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"
MOVED = "HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n"
JSON = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
INFO = (
    "<BucketInfo><Bucket><Name>b</Name><Location>oss-cn-hangzhou</Location><CreationDate>"
    "2026-11-24T12:00:00.000Z</CreationDate><StorageClass>Standard</StorageClass>"
    "<ExtranetEndpoint>x</ExtranetEndpoint><IntranetEndpoint>x</IntranetEndpoint><Owner><ID>1</ID>"
    "<DisplayName>1</DisplayName></Owner><AccessControlList><Grant>private</Grant>"
    "</AccessControlList></Bucket></BucketInfo>"
)
KEYS_PAGE = (
    "<ListBucketResult><Name>b</Name><Prefix></Prefix><MaxKeys>2</MaxKeys>"
    "<IsTruncated>false</IsTruncated><KeyCount>0</KeyCount></ListBucketResult>"
)


def once() -> Retry:
    return Retry(Deadline(60), attempts=1)


@pytest.fixture
def served() -> Iterator[dict[str, str]]:
    """`answer` for every write, and the port; what reads for a write first is answered well."""
    said = {"answer": HTML}

    def script(connection: socket.socket) -> None:
        while request := _whole(connection):
            line = request.split("\r\n")[0]
            said["asked"] = f"{said.get('asked', '')}{line}\n"
            connection.sendall((_read(line) or said["answer"]).encode())

    with listening(script) as port:
        said["port"] = str(port)
        yield said


def _whole(connection: socket.socket) -> str:
    """One request with its body, however many pieces it comes in: two answers to one would be
    taken for that to the next on a connection that is kept.
    """
    got = b""
    while b"\r\n\r\n" not in got:
        if not (piece := connection.recv(65536)):
            return ""
        got += piece
    head, _, body = got.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    while length is not None and len(body) < int(length[1]):
        body += connection.recv(65536)
    return head.decode()


def _read(line: str) -> str:
    body = ""
    if line.startswith("GET") and "bucketInfo" in urlsplit(line.split(" ")[1]).query:
        body = INFO
    elif line.startswith("GET") and "list-type" in line:
        body = KEYS_PAGE
    elif "DescribeDomainCertificateInfo" in line:
        body = '{"RequestId": "1", "CertInfos": {}}'
    head = f"HTTP/1.1 200 OK\r\nx-oss-request-id: 1\r\nContent-Length: {len(body)}\r\n\r\n"
    return head + body if body else ""


def url(said: dict[str, str]) -> str:
    return f"http://127.0.0.1:{said['port']}"


def queue(said: dict[str, str]) -> MnsQueue:
    return MnsQueue(url(said), "q", KEYS, once())


def queues(said: dict[str, str]) -> MnsQueues:
    return MnsQueues(url(said), KEYS, once())


def keeper(said: dict[str, str]) -> OssLedgerKeeper:
    return OssLedgerKeeper(oss_at(int(said["port"])), "ledger", "certbind/", once())


def roles(said: dict[str, str]) -> RamRoles:
    return RamRoles(OpenApi("ram", url(said), KEYS), once())


def bind_at_oss(said: dict[str, str]) -> object:
    api = oss_at(int(said["port"]))
    return OssDomain(api, api.bucket("assets"), MAPPED).put(CERTIFICATE, "6-cn-hangzhou")


def bind_at_cdn(said: dict[str, str]) -> object:
    targets = AcceleratedTargets(DIALECT, OpenApi("cdn", url(said), KEYS), once())
    return targets.bind(EDGE, CERTIFICATE, UNBOUND)


def append(said: dict[str, str]) -> object:
    OssJournal(oss_at(int(said["port"])), "ledger", "certbind/", once()).append(ENTRY)
    return None


def protect(said: dict[str, str]) -> object:
    ledger = LedgerBucket(oss_at(int(said["port"])), "ledger", "certbind/", once())
    return ledger.keeps_what_is_there()


WRITES: dict[str, Callable[[dict[str, str]], object]] = {
    "ledger append": append,
    "ledger protection": protect,
    "oss bind": bind_at_oss,
    "cdn bind": bind_at_cdn,
    "bucket create": lambda said: keeper(said).create(),
    "bucket private": lambda said: keeper(said).make_private(),
    "bucket closed": lambda said: keeper(said).block_public_access(),
    "bucket delete": lambda said: keeper(said).delete(),
    "queue send": lambda said: queue(said).send(ChangeHint("1", "x")),
    "queue create": lambda said: queues(said).create("q", EVENTS),
    "queue change": lambda said: queues(said).change("q", EVENTS),
    "queue delete": lambda said: queues(said).delete("q"),
    "letter delete": lambda said: MnsDeadLetters(queue(said), once()).delete(LETTER),
    "letter back": lambda said: MnsDeadLetters(queue(said), once()).put_back(LETTER),
    "role create": lambda said: roles(said).create_role("r", {}, "d"),
    "role trust": lambda said: roles(said).change_trust("r", {}, "d"),
    "role delete": lambda said: roles(said).delete_role("r"),
    "policy create": lambda said: roles(said).create_policy("p", {}, "d"),
    "policy change": lambda said: roles(said).change_policy("p", {}),
    "policy delete": lambda said: roles(said).delete_policy("p"),
    "attach": lambda said: roles(said).attach("r"),
    "detach": lambda said: roles(said).detach("r", "Custom", "p"),
}
ANSWERS = {"a page": HTML, "nothing": EMPTY, "a redirect": MOVED, "typed, but no id": JSON}


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("write", WRITES)
def test_a_write_that_the_service_did_not_answer_is_unavailable(
    served: dict[str, str], write: str, answer: str
) -> None:
    served["answer"] = ANSWERS[answer]
    with pytest.raises(UnavailableError):
        WRITES[write](served)


def test_an_object_without_its_etag_was_not_stored(served: dict[str, str]) -> None:
    served["answer"] = "HTTP/1.1 200 OK\r\nx-oss-request-id: 1\r\nContent-Length: 0\r\n\r\n"
    with pytest.raises(UnavailableError, match="no ETag"):
        append(served)
    served["answer"] = served["answer"].replace("x-oss", 'ETag: "1"\r\nx-oss')
    append(served)


def test_a_deletion_that_mns_answered_is_done(served: dict[str, str]) -> None:
    served["answer"] = EMPTY.replace("Content-Length", "x-mns-request-id: 1\r\nContent-Length")
    assert MnsDeadLetters(queue(served), once()).delete(LETTER)


@pytest.mark.parametrize("write", ["oss bind", "ledger append", "cdn bind", "queue send"])
def test_no_write_follows_where_it_is_redirected_to(served: dict[str, str], write: str) -> None:
    """It would be repeated as a GET, at whatever host the answer names."""
    served["answer"] = MOVED
    with pytest.raises(UnavailableError):
        WRITES[write](served)
    assert "/login" not in served["asked"]
