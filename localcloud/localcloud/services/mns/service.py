"""The service's HTTP face."""

from __future__ import annotations

import uuid
from dataclasses import replace

from localcloud.credentials import AccessKey
from localcloud.gateway import Gateway, Kernel, Operation, ServiceError
from localcloud.http import Request, Response
from localcloud.reading import for_xml
from localcloud.services.mns import wire
from localcloud.services.mns.calls import Call, xml
from localcloud.services.mns.model import MnsModel
from localcloud.services.mns.queue_calls import QueueCalls
from localcloud.services.mns.routes import UNKNOWN, operation, route
from localcloud.services.mns.signature import authenticate
from localcloud.services.mns.topic_calls import TopicCalls
from localcloud.services.mns.topics import Topics
from localcloud.store import Store
from localcloud.switches import Switches

VERSION = "2015-06-06"


class MnsService(Gateway):
    """MNS of one region. `model` and `topics` are its state, for use without signature."""

    service = "mns"
    throttle = ServiceError(
        400, "QpsLimitExceeded", "The qps of this queue exceeds the limit, please try again later."
    )
    unavailable = ServiceError(
        503, "ServiceUnavailable", "The request has failed due to a temporary failure."
    )

    def __init__(
        self,
        kernel: Kernel,
        store: Store,
        region: str = "cn-hangzhou",
        switches: Switches | None = None,
    ) -> None:
        super().__init__(kernel)
        account = kernel.credentials.account_id
        self._region = region
        self.model = MnsModel(kernel.clock, store, region, switches)
        self.topics = Topics(self.model, store, region, account)
        self._handlers = {
            **QueueCalls(self.model).handlers(),
            **TopicCalls(self.topics).handlers(),
        }

    def __call__(self, request: Request) -> Response:
        """As Gateway, with the headers that every answer has."""
        response = super().__call__(request)
        # In lower case: the official client looks the request id up so.
        common = {"x-mns-request-id": _request_id(), "x-mns-version": VERSION}
        return replace(response, headers={**common, **response.headers})

    def identify(self, request: Request) -> Operation:
        """See routes."""
        return operation(request, self.kernel.credentials.account_id, self._region)

    def authenticate(self, request: Request) -> AccessKey:
        """See signature."""
        return authenticate(request, self.kernel.credentials, self.kernel.clock)

    def perform(self, request: Request, operation: Operation, key: AccessKey) -> Response:  # noqa: ARG002 - the account owns every queue
        """InvalidRequestURL for what is no call of this service."""
        if operation.action == UNKNOWN:
            message = f"{request.method} {request.path} is no call of MNS that is built here."
            raise ServiceError(400, "InvalidRequestURL", message)
        found = route(request)
        return self._handlers[operation.action](Call(request, found.names, found.query))

    def render_error(self, request: Request, error: ServiceError) -> Response:
        """All four elements: the official client takes anything less for a broken network."""
        values: dict[str, wire.Value] = {
            "Code": error.code,
            "Message": for_xml(error.message),
            "RequestId": _request_id(),
            "HostId": for_xml(f"http://{request.headers.get('host') or '127.0.0.1'}"),
        }
        response = xml(error.status, wire.document("Error", wire.elements(values)))
        response.headers["x-mns-request-id"] = str(values["RequestId"])
        return response

    def close(self) -> None:
        """Let go of those who wait for messages."""
        self.model.close()


def _request_id() -> str:
    return uuid.uuid4().hex[:24].upper()
