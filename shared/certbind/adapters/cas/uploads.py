"""Putting a certificate with its key into CAS. No function does; a person does, by the command."""

from __future__ import annotations

from aliyunsdkcas.request.v20200407.ListUserCertificateOrderRequest import (
    ListUserCertificateOrderRequest,
)
from aliyunsdkcas.request.v20200407.UploadUserCertificateRequest import (
    UploadUserCertificateRequest,
)

from certbind.adapters.calls import pem
from certbind.adapters.calls.paging import Page, read_all_pages
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.adapters.cas.reading import (
    Item,
    UnreadableItemError,
    from_order_item,
    page_of,
)
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import EVERYTHING
from certbind.domain.model.identity import CertificateId
from certbind.errors import ConflictError, RejectedError, UnavailableError

PERMISSIONS: Permissions = {
    "upload": (
        Permission(
            "yundun-cert:UploadUserCertificate",
            EVERYTHING,
            "puts an operator's certificate and key into CAS",
        ),
        Permission(
            "yundun-cert:ListUserCertificateOrder",
            EVERYTHING,
            "lists certificates",
        ),
    ),
}

_PAGE_SIZE = 50
_MISSING = ("MissingParameter", "MissingCert", "MissingKey", "ParameterMissing")
_NO_FORM = (
    "If CAS reads no form here, --key-in-url sends both in the request's address, as Alibaba's "
    "own SDKs do: over TLS, but proxies' and servers' logs may keep addresses."
)
_TAKEN = "The name belongs to another certificate: delete or look at that one in the CAS console."


class CasUploads:
    """Uploads to one CAS site (CertificateUploads). The only place where a private key leaves
    this machine: it goes into the form body of one call and is kept nowhere.
    """

    def __init__(
        self, api: OpenApi, region: str, retry: Retry, *, key_in_url: bool = False
    ) -> None:
        """`region`: the site's (cn-hangzhou, ap-southeast-1). key_in_url: whether CAS reads form
        bodies is not documented, and the SDKs put everything into the address.
        """
        self._api = api
        self._region = region
        self._retry = retry
        self._key_in_url = key_in_url

    @property
    def site(self) -> str:
        """See CertificateUploads."""
        return self._region

    def upload(self, name: str, chain_pem: str, key_pem: str) -> tuple[CertificateId, bool]:
        """See CertificateUploads.

        CAS takes a name once and its ClientToken does not help, so a name made from the
        fingerprint makes this repeatable: after a lost answer the repetition meets its own
        certificate.
        """
        material = {"Cert": chain_pem, "Key": key_pem}
        try:
            answer = self._retry.call(
                lambda: self._api.call(
                    UploadUserCertificateRequest(),
                    {"Name": name, **(material if self._key_in_url else {})},
                    subject=name,
                    secret_params={} if self._key_in_url else material,
                    is_write=True,
                )
            )
        except ConflictError as error:
            return self._same_certificate(name, chain_pem, error), False
        except RejectedError as error:
            if error.api_code.startswith(_MISSING) and not self._key_in_url:
                error.hint = _NO_FORM
            raise
        number = answer.get("CertId")
        if not isinstance(number, int):
            raise self._api.unreadable("UploadUserCertificate", "no CertId", name)
        return CertificateId(number, self._region), True

    def _same_certificate(
        self, name: str, chain_pem: str, refusal: ConflictError
    ) -> CertificateId:
        leaf = pem.certificates(chain_pem)[:1]
        fingerprint = pem.sha1_of(leaf[0]) if leaf else None
        try:
            listing = read_all_pages(self._read_uploads, lambda i: str(i.get("CertificateId")))
            named = [item for item in listing.items if item.get("Name") == name]
            uploads = [from_order_item(item, self._region) for item in named]
        except UnreadableItemError as error:
            raise self._unreadable(str(error), name) from None
        for upload in uploads:
            if upload.sha1 == fingerprint:
                return upload.id
        if listing.missing and not named:
            raise self._unreadable(f"it counts {listing.missing} more than it shows", name)
        refusal.hint = _TAKEN
        raise refusal

    def _read_uploads(self, number: int) -> Page[Item]:
        answer = self._retry.call(
            lambda: self._api.call(
                ListUserCertificateOrderRequest(),
                {"OrderType": "UPLOAD", "CurrentPage": number, "ShowSize": _PAGE_SIZE},
            )
        )
        return page_of(answer, "CertificateOrderList")

    def _unreadable(self, what: str, name: str) -> UnavailableError:
        return self._api.unreadable("ListUserCertificateOrder", what, name)
