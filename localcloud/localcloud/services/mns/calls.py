"""What a handler is given and how it answers."""

from __future__ import annotations

from dataclasses import dataclass

from localcloud.http import Request, Response
from localcloud.reading import whole
from localcloud.services.mns.errors import invalid_argument
from localcloud.services.mns.wire import fields, parse

XML = {"Content-Type": "text/xml;charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Call:
    """One request, routed."""

    request: Request
    names: tuple[str, ...]
    query: dict[str, str]

    @property
    def name(self) -> str:
        """The queue or topic."""
        return self.names[0]

    def fields(self, root: str) -> dict[str, str]:
        """The text elements of the body; {} for no body: every attribute has a default."""
        return fields(parse(self.request.body, root)) if self.request.body else {}

    def location(self, path: str) -> str:
        """The address of what was made, as the client reached us."""
        return f"http://{self.request.headers.get('host') or '127.0.0.1'}/{path}"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of names: the headers of a listing."""

    names: tuple[str, ...]
    marker: str
    with_meta: bool


_MOST = 1000


def page(call: Call, names: list[str]) -> Page:
    """Those with the prefix, from the marker on; ServiceError for a size out of range."""
    headers = call.request.headers
    prefix, marker = headers.get("x-mns-prefix") or "", headers.get("x-mns-marker") or ""
    size = whole(headers.get("x-mns-ret-number") or str(_MOST))
    if size is None or not 1 <= size <= _MOST:
        raise invalid_argument(f"The value of x-mns-ret-number should between 1 and {_MOST}.")
    fitting = [name for name in names if name.startswith(prefix) and name >= marker]
    rest = fitting[size:]
    with_meta = (headers.get("x-mns-with-meta") or "").lower() == "true"
    return Page(tuple(fitting[:size]), rest[0] if rest else "", with_meta)


def made(call: Call, path: str, *, new: bool) -> Response:
    """201 for a new one, 204 for one that was there just so; both say where."""
    return Response(201 if new else 204, headers={"Location": call.location(path)})


def done() -> Response:
    """204."""
    return Response(204)


def xml(status: int, body: bytes) -> Response:
    """An answer with a body."""
    return Response(status, body, dict(XML))
