"""OSS's HTTP face."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterable
from dataclasses import replace

from localcloud.contracts import CertificateDirectory, NameService, Serving
from localcloud.credentials import AccessKey
from localcloud.gateway import Gateway, Kernel, Operation, ServiceError
from localcloud.http import Request, Response
from localcloud.reading import for_xml
from localcloud.services.oss import (
    errors,
    wire_buckets,
    wire_cnames,
    wire_listing,
    wire_multipart,
    wire_objects,
    wire_settings,
    wire_versions,
)
from localcloud.services.oss.access import admit
from localcloud.services.oss.account import OssAccount
from localcloud.services.oss.address import Address, address_of, host_of
from localcloud.services.oss.authentication import Authentication
from localcloud.services.oss.errors import OssRefusal
from localcloud.services.oss.invocation import Handler, Invocation
from localcloud.services.oss.parameters import require_known_headers
from localcloud.services.oss.places import Network, Place
from localcloud.services.oss.routes import CREATING, Route, find_route, is_built, refusal
from localcloud.services.oss.standing import refusal_of
from localcloud.services.oss.world import OssWorld
from localcloud.services.oss.xml import document, node
from localcloud.standing import Standing
from localcloud.store import Store
from localcloud.switches import Switches

HANDLERS: dict[str, Handler] = {
    **wire_buckets.HANDLERS,
    **wire_settings.HANDLERS,
    **wire_cnames.HANDLERS,
    **wire_objects.HANDLERS,
    **wire_listing.HANDLERS,
    **wire_multipart.HANDLERS,
    **wire_versions.HANDLERS,
}
STALE_HANDLERS: dict[str, Handler] = {"ListCname": wire_cnames.list_stale}
_DOMAIN = re.compile(rb"<Domain>\s*([^<\s]{1,255})\s*</Domain>")
_NO_EC = "0000-99999999"
_NOT_MODIFIED = 304


class OssService(Gateway):
    """All buckets of the account behind any number of ports, each a region's endpoint."""

    service = "oss"
    throttle = OssRefusal(
        503, "QpsLimitExceeded", "Please reduce your request rate.", "0010-99999999"
    )
    unavailable = OssRefusal(503, "ServiceUnavailable", "Please try again later.", "0010-99999999")

    def __init__(
        self,
        kernel: Kernel,
        store: Store,
        switches: Switches,
        certificates: CertificateDirectory,
        serving: Serving,
        names: NameService,
    ) -> None:
        """Nothing is announced to the edges before `republish`."""
        super().__init__(kernel)
        self.account = OssAccount(kernel, store, switches, certificates, serving, names)
        self.world = OssWorld(self.account)
        self._authentication = Authentication(kernel.credentials, kernel.clock)

    def register_port(self, port: int, region: str, network: str) -> None:
        """Requests at `port` are for this region's endpoint; network: `public`, `internal`."""
        self.account.places.register(port, Place(region, Network(network)))

    def republish(self) -> None:
        """Announce every bound domain to the edges, as after a start."""
        self.account.cnames.publish_all()

    def visit(self, request: Request) -> Response | None:
        """What a stranger gets who asks under a bound domain or a bucket's name, as the Host says;
        None for a bucket that there is not.
        """
        bucket = self.account.buckets.find(self._address(request).bucket)
        if bucket is None:
            return None
        return self(replace(request, port=self.account.places.port_of(bucket.region)))

    def uses(self) -> Iterable[tuple[str, str]]:
        """Certificate and `oss:<bucket>/<domain>` of every binding (for CAS)."""
        return self.account.cnames.uses()

    def identify(self, request: Request) -> Operation:
        """The operation's documented name, and `bucket[/key]`, or `bucket/domain` for a CNAME."""
        address = self._address(request)
        route = self._route(request, address)
        resource = "/".join(filter(None, (address.bucket, address.key)))
        if route is None:
            return Operation("Unknown", resource)
        match = _DOMAIN.search(request.body) if "cname" in route.sub_resources else None
        if match is not None:
            resource = f"{address.bucket}/{match[1].decode('ascii', 'replace')}"
        return Operation(route.action, resource)

    def authenticate(self, request: Request) -> AccessKey:
        """The signer, or the anonymous caller.

        What is not built is refused before, whoever asks: clients differ in which unknown
        parameters they sign. So is a bucket that there is not (seen live), a read of it first of
        all, where it is known to be one.
        """
        address = self._address(request)
        known = self._route(request, address)
        if address.bucket and known is not None and request.method == "GET":
            self.account.buckets.get(address.bucket)
        route = self._require_route(request, address)
        if address.bucket and route.action not in CREATING:
            self.account.buckets.get(address.bucket)
        region = self.account.places.at(request.port).region
        return self._authentication.identify(request, address, region)

    def standing_refusal(
        self,
        request: Request,
        operation: Operation,  # noqa: ARG002 - the route says more
        standing: Standing,
    ) -> ServiceError | None:
        """UserDisable, UbsmsInvalidBid; see the module `standing`."""
        route = self._route(request, self._address(request))
        return refusal_of(standing, route, self.account.switches)

    def perform(self, request: Request, _operation: Operation, key: AccessKey) -> Response:
        """Route, admit, do."""
        return self._perform(request, key, HANDLERS)

    def perform_stale(self, request: Request, _operation: Operation, key: AccessKey) -> Response:
        """Only ListCname can be stale: objects are strongly consistent."""
        return self._perform(request, key, {**HANDLERS, **STALE_HANDLERS})

    def render_error(self, request: Request, error: ServiceError) -> Response:
        """The Error document; on HEAD it travels in `x-oss-err`, on 304 not at all."""
        request_id = _request_id()
        details = {**error.details}
        ec = details.pop("EC", _NO_EC)
        parts = {
            "Code": error.code,
            "Message": error.message,
            "RequestId": request_id,
            "HostId": host_of(request) or "127.0.0.1",
            **details,
            "EC": ec,
            "RecommendDoc": f"https://api.alibabacloud.com/troubleshoot?q={ec}",
        }
        body = document(
            node("Error", [node(name, for_xml(value)) for name, value in parts.items()])
        )
        headers = {"x-oss-request-id": request_id, "x-oss-ec": ec}
        if isinstance(error, OssRefusal):
            headers |= error.headers
        if error.status == _NOT_MODIFIED:
            return Response(error.status, b"", headers)
        if request.method == "HEAD":
            headers["x-oss-err"] = base64.b64encode(body).decode()
        return Response(error.status, body, {**headers, "Content-Type": "application/xml"})

    def _perform(self, request: Request, key: AccessKey, handlers: dict[str, Handler]) -> Response:
        address = self._address(request)
        route = self._require_route(request, address)
        require_known_headers(route.action, request.headers.items())
        place = self.account.places.at(request.port)
        query = dict(request.query_pairs())
        call = Invocation(request, route, address, query, key, place)
        admit(self.account, call)
        answer = handlers[route.action](self.account, call)
        return replace(answer, headers={**answer.headers, "x-oss-request-id": _request_id()})

    def _require_route(self, request: Request, address: Address) -> Route:
        route = self._route(request, address)
        if route is None:
            raise refusal(request.method, address.level, *_query_and_headers(request))
        if not is_built(route):
            raise errors.not_built(route.action)
        return route

    def _address(self, request: Request) -> Address:
        return address_of(request, self.account.cnames.bucket_of)

    def _route(self, request: Request, address: Address) -> Route | None:
        return find_route(request.method, address.level, *_query_and_headers(request))


def _query_and_headers(request: Request) -> tuple[dict[str, str], set[str]]:
    names = {name.lower() for name in request.headers.keys()}  # noqa: SIM118 - a Message
    return dict(request.query_pairs()), names


def _request_id() -> str:
    return secrets.token_hex(12).upper()
