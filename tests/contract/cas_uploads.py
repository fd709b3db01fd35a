"""Putting a certificate with its key into CAS."""

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
from certbind.domain.model.identity import CertificateId
from certbind.errors import ConflictError, UnavailableError

_PAGE_SIZE = 50


class CasUploads:
    """Uploads to one CAS site. The only place where certbind holds a private key: it goes into
    the form body of one call and is kept nowhere.
    """

    def __init__(self, api: OpenApi, region: str, retry: Retry) -> None:
        """`region`: the site's (cn-hangzhou, ap-southeast-1)."""
        self._api = api
        self._region = region
        self._retry = retry

    def upload(self, name: str, chain_pem: str, key_pem: str) -> CertificateId:
        """The id of the new certificate, or of the same one if it is there under this name.

        CAS takes a name once and its ClientToken does not help, so a name made from the
        fingerprint makes this repeatable: after a lost answer the repetition meets its own
        certificate. ConflictError when the name belongs to another certificate.
        """
        try:
            answer = self._retry.call(
                lambda: self._api.call(
                    UploadUserCertificateRequest(),
                    {"Name": name},
                    subject=name,
                    secret_params={"Cert": chain_pem, "Key": key_pem},
                    is_write=True,
                )
            )
        except ConflictError as error:
            return self._same_certificate(name, chain_pem, error)
        number = answer.get("CertId")
        if not isinstance(number, int):
            raise self._api.unreadable("UploadUserCertificate", "no CertId", name)
        return CertificateId(number, self._region)

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
