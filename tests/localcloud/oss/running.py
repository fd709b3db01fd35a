"""OSS in full, on loopback ports, with clients for it."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import alibabacloud_oss_v2 as oss
import oss2

from localcloud.calls import CallLog
from localcloud.clock import Clock
from localcloud.credentials import AccessKey, Credentials
from localcloud.faults import Faults
from localcloud.gateway import Kernel
from localcloud.http import Endpoint
from localcloud.services.oss import OssService
from localcloud.store import Store
from localcloud.switches import Switches
from tests.localcloud.oss.fakes import FakeCertificates, FakeNames, FakeServing

HOME = ("cn-hangzhou", "public")
PLACES = (
    HOME,
    ("cn-hangzhou", "internal"),
    ("cn-beijing", "public"),
    ("ap-southeast-1", "public"),
)


@dataclass
class Running:
    """What a test holds."""

    kernel: Kernel
    switches: Switches
    service: OssService
    certificates: FakeCertificates
    serving: FakeServing
    names: FakeNames
    ports: dict[tuple[str, str], int]

    @property
    def root(self) -> AccessKey:
        return self.kernel.credentials.root

    def url(self, place: tuple[str, str] = HOME) -> str:
        return f"http://127.0.0.1:{self.ports[place]}"

    def auth(self, version: str = "v1", key: AccessKey | None = None) -> Any:
        used = key or self.root
        if used.token:
            return oss2.StsAuth(used.key_id, used.secret, used.token, auth_version=version)
        return oss2.make_auth(used.key_id, used.secret, version)

    def bucket(
        self,
        name: str,
        version: str = "v1",
        place: tuple[str, str] = HOME,
        key: AccessKey | None = None,
    ) -> Any:
        auth = self.auth(version, key)
        return oss2.Bucket(auth, self.url(place), name, region=place[0], connect_timeout=10)

    def anonymous(self, name: str) -> Any:
        return oss2.Bucket(oss2.AnonymousAuth(), self.url(), name, connect_timeout=10)

    def oss2_service(self, version: str = "v1") -> Any:
        return oss2.Service(
            self.auth(version), self.url(), region="cn-hangzhou", connect_timeout=10
        )

    def client(self, place: tuple[str, str] = HOME) -> Any:
        """The new SDK's."""
        config = oss.config.load_default()
        config.credentials_provider = oss.credentials.StaticCredentialsProvider(
            self.root.key_id, self.root.secret
        )
        config.region = place[0]
        config.endpoint = self.url(place)
        config.retry_max_attempts = 1
        return oss.Client(config)


@dataclass(frozen=True)
class Answer:
    """What came over the wire. `headers`: names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str:
        """The error document's Code."""
        return ET.fromstring(self.body).findtext("Code") or ""  # noqa: S314 - our own server's


def make_public(bucket: Any, acl: str = "public-read") -> None:
    """A new bucket blocks public access."""
    bucket.delete_bucket_public_access_block()
    bucket.put_bucket_acl(acl)


def ask(method: str, url: str, headers: dict[str, str] | None = None, body: bytes = b"") -> Answer:
    """One request, sent as it is."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target or "/", body, headers or {})
        response = connection.getresponse()
        named = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, named, response.read())
    finally:
        connection.close()


@contextmanager
def running(
    path: Path | None = None,
    certificates: FakeCertificates | None = None,
    serving: FakeServing | None = None,
) -> Iterator[Running]:
    """A local OSS; `path` is the state file, and outlives it."""
    store, clock = Store(path), Clock()
    kernel = Kernel(clock, Credentials(store, clock), Faults(), CallLog())
    switches = Switches(store)
    held = certificates or FakeCertificates()
    edges, names = serving or FakeServing(), FakeNames()
    service = OssService(kernel, store, switches, held, edges, names)
    endpoints = {place: Endpoint(f"oss-{place[0]}", service) for place in PLACES}
    for (region, network), endpoint in endpoints.items():
        service.register_port(endpoint.port, region, network)
        endpoint.start()
    service.republish()
    ports = {place: endpoint.port for place, endpoint in endpoints.items()}
    try:
        yield Running(kernel, switches, service, held, edges, names, ports)
    finally:
        service.close()
        with ThreadPoolExecutor() as pool:
            list(pool.map(Endpoint.stop, endpoints.values()))
        store.close()
