"""UploadUserCertificate and DeleteUserCertificate."""

from __future__ import annotations

from typing import Any

from localcloud.gateway import ServiceError
from localcloud.services.cas.certificates import Source
from localcloud.services.cas.facts import Facts
from localcloud.services.cas.material import Fault, MaterialError, check_upload
from localcloud.services.cas.site import CasSite
from localcloud.services.rpc import Arguments
from localcloud.services.rpc.errors import invalid_parameter

# The metadata of 2026-04 says 64, the SDK that came after it 63: the newer one is held.
_LONGEST_NAME = 63
_REFUSALS = {
    Fault.CERTIFICATE: ("ParseCertificateFailed", "certificate format error"),
    Fault.KEY: ("PrivateKeyFormatException", "private key format error"),
    Fault.MISMATCH: (
        "NotMatch.CertificateAndPrivateKey",
        "The certificate and the private key do not match.",
    ),
}


def upload_user_certificate(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """Not idempotent: the same name a second time is NameRepeat, also with the same content and
    with the same ClientToken (seen live 2026-09). An expired certificate is taken (UNCERTAIN).
    """
    name = arguments.text("Name")
    if len(name) > _LONGEST_NAME:
        raise invalid_parameter("Name")
    chain, key = arguments.text("Cert"), arguments.text("Key")
    if not chain or not key:
        message = "Cert and Key are mandatory: certificates of SM2 pairs are not built here."
        raise ServiceError(400, "MissingParameter", message)
    tags = tuple((t.get("Key", ""), t.get("Value", "")) for t in arguments.repeated("Tags"))
    with site.alone():
        if any(c.name == name for c in site.held_certificates()):
            raise ServiceError(400, "NameRepeat", "The certificate name already exists.")
        added = site.store.add_upload(
            _checked(chain, key),
            (chain, key),
            site=site.region,
            name=name,
            resource_group=arguments.text("ResourceGroupId"),
            tags=tags,
        )
    return {"CertId": added.number, "ResourceId": added.instance_id}


def _checked(chain: str, key: str) -> Facts:
    try:
        return check_upload(chain, key)
    except MaterialError as error:
        raise ServiceError(400, *_REFUSALS[error.fault]) from None


def delete_user_certificate(site: CasSite, arguments: Arguments) -> dict[str, Any]:
    """Only uploaded or expired ones, and none that a product uses."""
    certificate = site.require(arguments.number("CertId"))
    if certificate.source is not Source.UPLOAD and not certificate.is_expired(site.now()):
        message = "Only uploaded or expired certificates can be deleted."
        raise ServiceError(400, "OperationDenied.StatusNotSupport", message)
    if site.store.users_of(certificate.identifier):
        code = site.store.switches["cas.delete_in_use_code"]
        raise ServiceError(400, code, "The certificate is deployed to a cloud product.")
    site.store.delete(certificate.identifier)
    return {}
