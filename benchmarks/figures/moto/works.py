"""The same kinds of calls at the local cloud, by the SDKs, and at moto, by plain HTTP: it looks at
no signature, and whoever asks is not counted.
"""

from __future__ import annotations

import base64
import http.client
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import oss2
from aliyunsdkcas.request.v20200407.ListUserCertificateOrderRequest import (
    ListUserCertificateOrderRequest,
)
from aliyunsdkcas.request.v20200407.UploadUserCertificateRequest import (
    UploadUserCertificateRequest,
)
from aliyunsdkcore.client import AcsClient
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from mns.account import Account
from mns.queue import Message, QueueMeta

from tests.fakes.certificates import Authority, Spec, pem_of

Work = Callable[[int], object]
"""One call, or what belongs together; its number is another one each time."""

Works = Mapping[str, Mapping[str, Work]]
"""By service."""

OBJECTS, MESSAGES, CERTIFICATES = "OSS and S3", "MNS and SQS", "CAS and ACM"
BODY = b"x" * 1024
LISTED = 100
HELD = 50
"""Certificates that a list shows; more are there by then."""


class Certificates:
    """One chain for each call: a service may refuse a certificate that it has."""

    def __init__(self) -> None:
        now = datetime.now(timezone.utc)
        ca = Spec(now - timedelta(days=100), now + timedelta(days=900), is_ca=True, purposes=None)
        self._leaf = Spec(now - timedelta(days=1), now + timedelta(days=60))
        self._authority = Authority.root(spec=ca)

    def __call__(self, number: int) -> tuple[str, str, str]:
        """Leaf, chain and key, as PEM."""
        made = self._authority.leaf(f"d{number}.bench.example", spec=self._leaf)
        key = made.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return made.pem, pem_of(self._authority), key.decode()


def of_local_cloud(told: Mapping[str, str]) -> Works:
    """told: its endpoints and credentials."""
    key, secret = told["ALIBABA_CLOUD_ACCESS_KEY_ID"], told["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]
    bucket = oss2.Bucket(oss2.Auth(key, secret), told["OSS_ENDPOINT"], "bench-works")
    bucket.create_bucket()
    queue = Account(told["MNS_ENDPOINT"], key, secret).get_queue("bench-works")
    queue.create(QueueMeta())
    client, made = AcsClient(key, secret, "cn-hangzhou"), Certificates()

    def received(_: int) -> None:
        queue.delete_message(queue.receive_message().receipt_handle)

    def uploaded(number: int) -> None:
        leaf, chain, private = made(number)
        request = UploadUserCertificateRequest()
        request.set_Name(f"bench-{number}")
        request.set_Cert(leaf + chain)
        request.set_Key(private)
        _act(client, told["CAS_ENDPOINT"], request)

    def listed(_: int) -> None:
        request = ListUserCertificateOrderRequest()
        request.set_OrderType("UPLOAD")
        request.set_ShowSize(HELD)
        _act(client, told["CAS_ENDPOINT"], request)

    return {
        OBJECTS: {
            "put": lambda number: bucket.put_object(f"k{number:06}", BODY),
            "read": lambda number: bucket.get_object(f"k{number:06}").read(),
            f"{LISTED} listed": lambda _: bucket.list_objects(max_keys=LISTED),
        },
        MESSAGES: {
            "sent": lambda _: queue.send_message(Message("hello")),
            "received and deleted": received,
        },
        CERTIFICATES: {"uploaded": uploaded, f"{HELD} listed": listed},
    }


def _act(client: AcsClient, endpoint: str, request: object) -> None:
    scheme, _, place = endpoint.partition("://")
    request.set_protocol_type(scheme)  # type: ignore[attr-defined]  # the SDK has no types
    request.set_endpoint(place)  # type: ignore[attr-defined]
    request.set_method("POST")  # type: ignore[attr-defined]
    client.do_action_with_exception(request)


def of_moto(place: str) -> Works:
    """place: host and port."""
    asked = Asked(place)
    asked.plain("PUT", "/bench-works")
    url = asked.act("sqs", "AmazonSQS.CreateQueue", {"QueueName": "bench-works"})["QueueUrl"]
    made = Certificates()

    def received(_: int) -> None:
        (one,) = asked.act("sqs", "AmazonSQS.ReceiveMessage", {"QueueUrl": url})["Messages"]
        taken = {"QueueUrl": url, "ReceiptHandle": one["ReceiptHandle"]}
        asked.act("sqs", "AmazonSQS.DeleteMessage", taken)

    def uploaded(number: int) -> None:
        parts = zip(("Certificate", "CertificateChain", "PrivateKey"), made(number), strict=True)
        sent = {name: base64.b64encode(pem.encode()).decode() for name, pem in parts}
        asked.act("acm", "CertificateManager.ImportCertificate", sent)

    return {
        OBJECTS: {
            "put": lambda number: asked.plain("PUT", f"/bench-works/k{number:06}", BODY),
            "read": lambda number: asked.plain("GET", f"/bench-works/k{number:06}"),
            f"{LISTED} listed": lambda _: asked.plain(
                "GET", f"/bench-works?list-type=2&max-keys={LISTED}"
            ),
        },
        MESSAGES: {
            "sent": lambda _: asked.act(
                "sqs", "AmazonSQS.SendMessage", {"QueueUrl": url, "MessageBody": "hello"}
            ),
            "received and deleted": received,
        },
        CERTIFICATES: {
            "uploaded": uploaded,
            f"{HELD} listed": lambda _: asked.act(
                "acm", "CertificateManager.ListCertificates", {"MaxItems": HELD}
            ),
        },
    }


class Asked:
    """moto by plain HTTP; it closes each connection."""

    def __init__(self, place: str) -> None:
        self._line = http.client.HTTPConnection(place)

    def plain(
        self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> bytes:
        """The answer's body; ValueError for one that is no success."""
        self._line.request(method, target, body, dict(headers or _signed("s3")))
        answer = self._line.getresponse()
        told = answer.read()
        if answer.status != http.client.OK:
            raise ValueError(f"{method} {target}: {answer.status} {told[:200]!r}")
        return told

    def act(self, service: str, action: str, sent: Mapping[str, object]) -> dict[str, Any]:
        """An action of a service that speaks JSON."""
        form = {"X-Amz-Target": action, "Content-Type": "application/x-amz-json-1.1"}
        told = self.plain("POST", "/", json.dumps(sent).encode(), {**form, **_signed(service)})
        found: dict[str, Any] = json.loads(told or b"{}")
        return found


def _signed(service: str) -> dict[str, str]:
    """Of all that moto reads which service is meant, and nothing else."""
    scope = f"AKID/20260101/us-east-1/{service}/aws4_request"
    return {
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
    }
