"""One call as the handlers see it, and how they answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from localcloud.credentials import AccessKey
from localcloud.http import Request, Response
from localcloud.services.oss.account import OssAccount
from localcloud.services.oss.address import Address
from localcloud.services.oss.places import Place
from localcloud.services.oss.routes import Route
from localcloud.services.oss.xml import Element, document


@dataclass(frozen=True, slots=True)
class Invocation:
    """A request that has been named, signed and located. `query`: decoded, the last value wins."""

    request: Request
    route: Route
    address: Address
    query: dict[str, str]
    key: AccessKey
    place: Place

    @property
    def bucket(self) -> str:
        """The bucket's name."""
        return self.address.bucket

    @property
    def object_key(self) -> str:
        """The object's name."""
        return self.address.key

    def header(self, name: str) -> str:
        """A request header; "" when it is absent."""
        return str(self.request.headers.get(name) or "").strip()


Handler = Callable[[OssAccount, Invocation], Response]


def xml_response(root: Element, headers: dict[str, str] | None = None) -> Response:
    """200 with a document."""
    return Response(200, document(root), {"Content-Type": "application/xml", **(headers or {})})


def empty_response(status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """No body."""
    return Response(status, b"", dict(headers or {}))
