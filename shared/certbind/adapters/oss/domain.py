"""One custom domain of one bucket: reading it and changing its certificate, one call each."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from oss2.models import CertInfo, PutBucketCnameRequest

from certbind.adapters.calls.oss.api import OssApi
from certbind.adapters.oss.reading import bound_target
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.target import BoundTarget, Target
from certbind.domain.trust.names import InvalidNameError
from certbind.errors import NotFoundError


class OssDomain:
    """Nothing is repeated here, and nothing compared: see OssTargets."""

    def __init__(self, api: OssApi, bucket: Any, target: Target) -> None:
        """`bucket`: the target's, an oss2.Bucket."""
        self.target = target
        self._api = api
        self._bucket = bucket

    def read(self) -> BoundTarget:
        """NotFoundError when the bucket, or the domain at this bucket, does not exist."""
        rows = self.rows()
        if self.target.domain not in rows:
            raise self.missing()
        return rows[self.target.domain]

    def missing(self) -> NotFoundError:
        """The bucket does not have the domain."""
        return NotFoundError(
            "the bucket has no such custom domain",
            service="oss",
            action="ListCname",
            subject=str(self.target),
        )

    def rows(self) -> dict[Domain, BoundTarget]:
        """All domains of the bucket, in one call."""
        listed = self._api.call("ListCname", str(self.target), self._bucket.list_bucket_cname)
        found: dict[Domain, BoundTarget] = {}
        for cname in listed.cname:
            with suppress(InvalidNameError):
                bound = bound_target(cname, self.target.bucket, self.target.region)
                found.setdefault(bound.target.domain, bound)
        return found

    def put(self, certificate_id: CertificateId, previous_id: str, *, force: bool = False) -> str:
        """PutCname with a certificate of CAS; returns the request id.

        previous_id: as ListCname showed it, "" for none. Booleans go as text: oss2 would write
        True and False, and False for what is better left out.
        """
        change = CertInfo(
            cert_id=str(certificate_id),
            previous_cert_id=previous_id or None,
            force="true" if force else None,
        )
        request = PutBucketCnameRequest(self.target.domain, change)
        answer = self._api.call(
            "PutCname", str(self.target), lambda: self._bucket.put_bucket_cname(request)
        )
        return str(answer.request_id)
