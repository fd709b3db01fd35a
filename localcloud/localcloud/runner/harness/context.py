"""The `context` argument, in the two flavours of the built-in runtimes.

Source: Function Compute, "Context" of the Python pages: python3.12 has neither `credentials` nor
`service` nor `tracing`; the older runtimes have them.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from localcloud.runner.harness.logs import LOGGER


@dataclass
class Credentials:
    """The role's temporary key, with the camel-case names that older code reads."""

    access_key_id: str
    access_key_secret: str
    security_token: str

    def __repr__(self) -> str:
        """Without the secrets."""
        return "Credentials(...)"

    @property
    def accessKeyId(self) -> str:  # noqa: N802 - the platform's own name
        return self.access_key_id

    @property
    def accessKeySecret(self) -> str:  # noqa: N802
        return self.access_key_secret

    @property
    def securityToken(self) -> str:  # noqa: N802
        return self.security_token


@dataclass
class Function:
    """`timeout` is a text up to python3.10 (single-concurrency path) and a number later."""

    name: str
    handler: str
    memory: int
    timeout: int | str
    version_id: str = ""
    qualifier: str = "LATEST"


@dataclass
class Service:
    """Function Compute 3.0 has no services: the name is empty."""

    name: str
    log_project: str
    log_store: str
    qualifier: str
    version_id: str


@dataclass
class Tracing:
    """Tracing is off here."""

    span_context: str = ""
    jaeger_endpoint: str = ""
    span_baggages: str = ""


class FCContext:
    """As python3.12 gives it."""

    def __init__(self, head: dict[str, Any]) -> None:
        self.account_id: str = head["account_id"]
        self.request_id: str = head["request_id"]
        self.function = Function(
            head["function"], head["handler"], head["memory"], head["timeout"]
        )
        self.logger: logging.Logger | None = None
        self.log_project: str = head["log_project"]
        self.log_store: str = head["log_store"]
        self.region: str = head["region"]

    def getLogger(self) -> logging.Logger:  # noqa: N802 - the platform's own name
        return LOGGER


class ClassicContext(FCContext):
    """As python3.6 to python3.10 give it: credentials, service and tracing besides."""

    def __init__(self, head: dict[str, Any]) -> None:
        super().__init__(head)
        self.requestId = self.request_id
        self.logger = LOGGER
        self.function.timeout = str(head["timeout"])
        self.credentials = Credentials(*head["credentials"])
        self.service = Service("", self.log_project, self.log_store, "LATEST", "")
        self.tracing = Tracing()
        self.retry_count: int = head["retry_count"]

    def to_json(self) -> dict[str, Any]:
        """Everything in camel case, the secrets among it: whoever answers with its context gives
        them away (which keys exactly is UNCERTAIN).
        """
        function, service, key = self.function, self.service, self.credentials
        return {
            "requestId": self.request_id,
            "credentials": {
                "accessKeyId": key.access_key_id,
                "accessKeySecret": key.access_key_secret,
                "securityToken": key.security_token,
            },
            "function": {
                "name": function.name,
                "handler": function.handler,
                "memory": function.memory,
                "timeout": function.timeout,
            },
            "service": {
                "name": service.name,
                "logProject": service.log_project,
                "logStore": service.log_store,
                "qualifier": service.qualifier,
                "versionId": service.version_id,
            },
            "region": self.region,
            "accountId": self.account_id,
            "retryCount": self.retry_count,
        }


def make_context(head: dict[str, Any]) -> FCContext:
    """The context of one request for the runtime that the function names."""
    return FCContext(head) if head["runtime"] == "python3.12" else ClassicContext(head)
