"""What every service's HTTP face does alike: name the call, meet the faults, answer, record."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from email.utils import format_datetime
from typing import Protocol

from localcloud.calls import Call, CallLog
from localcloud.clock import Clock
from localcloud.credentials import AccessKey, Credentials
from localcloud.faults import FaultKind, FaultRule, Faults
from localcloud.http import DropConnection, Request, Response
from localcloud.standing import Standing, Standings

_UNREADABLE = {
    413: ("EntityTooLarge", "The body is larger than is taken here."),
    501: ("NotImplemented", "The transfer encoding is not implemented."),
}
HTML_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body>Tengine</body></html>"


class CallGuard(Protocol):
    """RAM, as every call meets it."""

    def check(self, service: str, request: Request, operation: Operation, key: AccessKey) -> None:
        """ServiceError with `missing` when the caller's policies do not let it."""


@dataclass(frozen=True, slots=True)
class Kernel:
    """What a service is given: it owns nothing of this."""

    clock: Clock
    credentials: Credentials
    faults: Faults
    calls: CallLog
    guard: CallGuard | None = None
    standings: Standings | None = None
    due: list[Callable[[], None]] = field(default_factory=list)
    """What brings the world up to its clock before anybody is answered."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A request, named: `action` as the documentation writes it, `resource` the object."""

    action: str
    resource: str


class ServiceError(Exception):
    """The service's own refusal; the gateway renders it in the service's form.

    missing: `<action> on <resource>` when RAM refused; for the call log only.
    """

    missing = ""

    def __init__(self, status: int, code: str, message: str, **details: str) -> None:
        """`details` are extra elements of the error body (EC, BucketName …)."""
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.details = details

    def anew(self) -> ServiceError:
        """To raise one that was raised before: its former traces, which hold the requests that it
        was raised for, are forgotten.
        """
        return self.with_traceback(None)


class Gateway(ABC):
    """One service. A subclass names operations, checks signatures and does the work."""

    service: str
    throttle: ServiceError
    unavailable: ServiceError

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel

    @abstractmethod
    def identify(self, request: Request) -> Operation:
        """Name the call. Must not raise: an unknown one is named `Unknown`."""

    @abstractmethod
    def authenticate(self, request: Request) -> AccessKey:
        """The key that signed the request; ServiceError in the service's own words."""

    @abstractmethod
    def perform(self, request: Request, operation: Operation, key: AccessKey) -> Response:
        """Do the work; ServiceError for a refusal."""

    @abstractmethod
    def render_error(self, request: Request, error: ServiceError) -> Response:
        """The refusal in the service's form."""

    def standing_refusal(
        self,
        request: Request,  # noqa: ARG002 - most products know nothing of this
        operation: Operation,  # noqa: ARG002
        standing: Standing,  # noqa: ARG002
    ) -> ServiceError | None:
        """How the product refuses this call to an account in arrears, or that never opened it;
        None: it does not, or nothing of it is published.
        """
        return None

    def perform_stale(self, request: Request, operation: Operation, key: AccessKey) -> Response:
        """Answer a read with the state before the last write; by default the current state."""
        return self.perform(request, operation, key)

    def refuse(self, status: int) -> Response:
        """What a request gets that HTTP cannot read, in the service's form."""
        code, message = _UNREADABLE.get(status, ("BadRequest", "The request cannot be read."))
        nothing = Request("POST", "/", Message(), b"", 0)
        response = self.render_error(nothing, ServiceError(status, code, message))
        response.headers["Date"] = format_datetime(self.kernel.clock.now(), usegmt=True)
        return response

    def close(self) -> None:  # noqa: B027 - most hold nobody
        """Let go of the calls that wait for something to happen."""

    def __call__(self, request: Request) -> Response:
        """The whole way of one request."""
        for bring_on in self.kernel.due:
            bring_on()
        operation = self.identify(request)
        fault = self.kernel.faults.take(self.service, operation.action, operation.resource)
        principal = code = missing = ""
        try:
            early = self._fault_before(fault)
            if early is not None:
                code, response = f"fault:{fault.kind.value}" if fault else "", early
            else:
                key = self.authenticate(request)
                principal = key.principal
                self._require_standing(request, operation)
                self._authorize(request, operation, key)
                stale = fault is not None and fault.kind is FaultKind.STALE_READ
                work = self.perform_stale if stale else self.perform
                response = work(request, operation, key)
        except ServiceError as error:
            code, missing = error.code, error.missing
            response = self.render_error(request, error)
        except DropConnection:
            self._record(operation, principal, 0, "dropped")
            raise
        response.headers.setdefault("Date", format_datetime(self.kernel.clock.now(), usegmt=True))
        self._record(operation, principal, response.status, code, missing)
        if fault is not None and fault.kind is FaultKind.LOST_RESPONSE:
            raise DropConnection
        return response

    def _require_standing(self, request: Request, operation: Operation) -> None:
        if self.kernel.standings is None:
            return
        standing = self.kernel.standings.of(self.service)
        if standing is Standing.GOOD:
            return
        refusal = self.standing_refusal(request, operation, standing)
        if refusal is not None:
            raise refusal

    def _authorize(self, request: Request, operation: Operation, key: AccessKey) -> None:
        if self.kernel.guard is not None:
            self.kernel.guard.check(self.service, request, operation, key)

    def _fault_before(self, fault: FaultRule | None) -> Response | None:
        """What strikes before the call is looked at: an answer, an exception, or a delay."""
        if fault is None:
            return None
        refusals = {
            FaultKind.THROTTLE: self.throttle,
            FaultKind.UNAVAILABLE: self.unavailable,
            FaultKind.ERROR: ServiceError(fault.status, fault.code, fault.message),
        }
        if fault.kind in refusals:
            raise refusals[fault.kind].anew()
        if fault.kind is FaultKind.HTML:
            return Response(502, HTML_PAGE, {"Content-Type": "text/html"})
        if fault.kind is FaultKind.SLOW:
            time.sleep(fault.seconds)
        if fault.kind in (FaultKind.HANG, FaultKind.RESET):
            raise DropConnection(
                reset=fault.kind is FaultKind.RESET, silent=fault.kind is FaultKind.HANG
            )
        return None

    def _record(
        self, operation: Operation, principal: str, status: int, code: str, missing: str = ""
    ) -> None:
        now, action, resource = self.kernel.clock.now(), operation.action, operation.resource
        self.kernel.calls.add(
            Call(now, self.service, action, resource, principal, status, code, missing)
        )
