"""Which site a CAS endpoint really answers for."""

from __future__ import annotations

from aliyunsdkcas.request.v20200407.GetUserCertificateDetailRequest import (
    GetUserCertificateDetailRequest,
)

from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.domain.model.certificate import Certificate


def read_identifiers(
    api: OpenApi, listed: tuple[Certificate, ...], retry: Retry
) -> tuple[str, ...]:
    """CertIdentifiers (`<number>-<site>`) of the first that are listed, as the endpoint tells
    them: lists have numbers only, and numbers do not say whose they are.
    """
    found = []
    for certificate in listed[:1]:
        number = certificate.id.number
        answer = retry.call(
            lambda number=number: api.call(  # type: ignore[misc]
                GetUserCertificateDetailRequest(),
                {"CertId": number, "CertFilter": "true"},
                subject=str(number),
            )
        )
        found.append(str(answer.get("CertIdentifier") or ""))
    return tuple(filter(None, found))
