"""What stands behind an edge: the objects of the bucket that the domain belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from email.message import Message

from localcloud.edges.page import Visitor
from localcloud.http import Request, Response
from localcloud.services.accelerated.manner import fetches_securely
from localcloud.services.accelerated.model import AcceleratedModel
from localcloud.services.oss.service import OssService

_NOT_PASSED_ON = ("host", "accept-encoding", "connection", "authorization")


class Origins:
    """An accelerated domain's first origin where that is a bucket, and OSS itself; nothing behind
    other ones.
    """

    def __init__(self, oss: OssService, accelerated: Iterable[AcceleratedModel]) -> None:
        self._oss = oss
        self._accelerated = {model.brand.site: model for model in accelerated}

    def answer(self, visitor: Visitor, request: Request) -> Response | None:
        """The bucket's answer to a stranger; None where no bucket of this world stands behind."""
        host = visitor.domain.lower()
        secure = visitor.secure
        model = self._accelerated.get(visitor.site)
        if model is not None:
            found = model.get(host)
            first = found.origins[0] if found and found.origins else None
            if found is None or first is None or first.type != "oss":
                return None
            host, secure = first.content, fetches_securely(found, secure=secure)
        return self._oss.visit(replace(_for_host(request, host), secure=secure))


def _for_host(request: Request, host: str) -> Request:
    headers = Message()
    for name, value in request.headers.items():
        if name.lower() not in _NOT_PASSED_ON:
            headers[name] = value
    headers["Host"] = host
    return replace(request, headers=headers)
