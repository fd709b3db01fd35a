"""Certificates as people name them on the command line, and which one they may have meant."""

from __future__ import annotations

import click

from certbind.cli.options import environment
from certbind.domain.model.identity import CertificateId
from certbind.errors import NotFoundError, UnknownCertificateError
from certbind.fields import describe


class CertificateParameter(click.ParamType[CertificateId]):
    """A CertIdentifier, as CAS and the OSS console show it."""

    name = "id"

    def convert(
        self, value: str | CertificateId, param: click.Parameter | None, ctx: click.Context | None
    ) -> CertificateId:
        """A usage error says which form is expected, and which one of CAS may be meant: consoles
        show names and instances beside ids.
        """
        if isinstance(value, CertificateId):
            return value
        try:
            return CertificateId.parse(value)
        except ValueError as error:
            told = f"{describe(value)} is {error}, for example 12345678-cn-hangzhou"
            meant = certificate_meant(value)
            self.fail(f"{told}.{meant}" if meant else told, param, ctx)


def certificate_meant(said: str) -> str:
    """See usecases/certificates/near.py."""
    from certbind.cli.factories.material import near_certificate  # noqa: PLC0415

    return near_certificate(environment(), said)


def unknown(error: NotFoundError, named: CertificateId | None) -> UnknownCertificateError:
    """CAS does not have what was named."""
    meant = "" if named is None else certificate_meant(str(named))
    return UnknownCertificateError(f"{error.message}{meant}", subject=error.subject)
