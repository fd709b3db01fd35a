"""RAM's word on every call: between who signed it and the doing of it.

Root passes. A user is judged by its policies; a role by those attached to it, and by the session's
policy where AssumeRole was given one: both must allow.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Protocol

from localcloud.calls import LONGEST_NAME
from localcloud.clock import Clock
from localcloud.credentials import AccessKey
from localcloud.gateway import Operation
from localcloud.http import Request
from localcloud.permissions import Permission, ServicePermissions
from localcloud.policies import Access, Policy, Verdict, judge, parse_policy

_MOST_USES = 50_000


class Identities(Protocol):
    """RAM, as the guard asks it."""

    def policies_of_role(self, role: str) -> tuple[Policy, ...] | None:
        """Those attached; None when RAM has no such role."""

    def policies_of_user(self, user: str) -> tuple[Policy, ...]:
        """Those of a user; () also when there is none."""


@dataclass(frozen=True, slots=True)
class Principal:
    """`root`, `anonymous`, `user/<name>`, `role/<name>[/<session>]`, taken apart."""

    kind: str
    name: str
    session: str

    @classmethod
    def of(cls, text: str) -> Principal:
        """Never raises."""
        kind, _, rest = text.partition("/")
        name, _, session = rest.partition("/")
        return cls(kind, name, session)


class Guard:
    """strict_roles: a role that RAM does not have may do nothing, as in the real account. Without
    it such a role may do everything: a world in which nobody set roles up yet.
    """

    def __init__(self, identities: Identities, clock: Clock, *, strict_roles: bool) -> None:
        self.strict_roles = strict_roles
        self._identities = identities
        self._clock = clock
        self._services: dict[str, ServicePermissions] = {}
        self._lock = threading.Lock()
        self._uses: dict[tuple[str, str, str], None] = {}

    def register(self, service: str, permissions: ServicePermissions) -> None:
        """A service that is not registered is not guarded."""
        self._services[service] = permissions

    def check(self, service: str, request: Request, operation: Operation, key: AccessKey) -> None:
        """The product's refusal, with `missing` set; return when the call may go on."""
        permissions = self._services.get(service)
        principal = Principal.of(key.principal)
        if permissions is None or principal.kind not in ("role", "user"):
            return
        layers = self._layers(principal, key)
        for permission in permissions.needed(request, operation):
            self._note(principal, permission)
            if layers is None:
                continue
            verdict = self._verdict(layers, permission, request)
            if verdict is Verdict.ALLOWED:
                continue
            if verdict is Verdict.UNMENTIONED and permissions.granted_elsewhere(
                request, permission, key
            ):
                continue
            error = permissions.refusal(permission, verdict)
            error.missing = str(permission)
            raise error

    def uses(self, principal: str) -> tuple[tuple[str, str], ...]:
        """What `role/<name>` or `user/<name>` needed so far, granted or not: (action, resource),
        each once, in order; the first 50,000 of all. From it a policy is written or checked.
        """
        with self._lock:
            return tuple((a, r) for who, a, r in self._uses if who == principal.lower())

    def _note(self, principal: Principal, permission: Permission) -> None:
        who = f"{principal.kind}/{principal.name}".lower()
        with self._lock:
            if len(self._uses) < _MOST_USES:
                self._uses[who, permission.action, permission.resource[:LONGEST_NAME]] = None

    def _layers(self, principal: Principal, key: AccessKey) -> list[tuple[Policy, ...]] | None:
        """Each layer must allow; None: everything is allowed."""
        if principal.kind == "user":
            return [self._identities.policies_of_user(principal.name)]
        attached = self._identities.policies_of_role(principal.name)
        if attached is None and not self.strict_roles:
            return None
        layers = [attached or ()]
        if key.session_policy:
            layers.append((parse_policy(key.session_policy),))
        return layers

    def _verdict(
        self, layers: list[tuple[Policy, ...]], permission: Permission, request: Request
    ) -> Verdict:
        # Every port is plain HTTP on loopback, so SecureTransport is false, as OSS's policies
        # see it here.
        context = {
            "acs:SourceIp": request.remote,
            "acs:SecureTransport": "false",
            "acs:CurrentTime": self._clock.now().isoformat(),
            **permission.context,
        }
        access = Access(permission.action, permission.resource, context)
        verdicts = [judge(policies, access) for policies in layers]
        refused = [verdict for verdict in verdicts if verdict is not Verdict.ALLOWED]
        if Verdict.DENIED in refused:
            return Verdict.DENIED
        return refused[0] if refused else Verdict.ALLOWED
