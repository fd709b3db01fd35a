"""An operator's certificate with its key into CAS: once, and only if it can be bound."""

from __future__ import annotations

from enum import Enum

from certbind.domain.model.certificate import Certificate, ChainLink
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.situation.eligibility import check_material
from certbind.domain.trust.chain import TrustAnchors, parse_leaf
from certbind.domain.trust.material.bundle import Bundle
from certbind.domain.trust.material.refusals import IncompleteFilesError
from certbind.domain.trust.material.values import HeldKey
from certbind.ports.certificates import CertificateInventory, CertificateUploads
from certbind.ports.clock import Clock
from certbind.values import dataclass, replace

_NAME = "certbind-{}"
_DIGITS = 32  # of SHA-256: CAS takes names of 63 characters, each once


class UploadState(Enum):
    """What is to become, or became, of the certificate."""

    TO_UPLOAD = "to_upload"
    UPLOADED = "uploaded"
    ALREADY_THERE = "already_there"
    UNFIT = "unfit_to_bind"


@dataclass(frozen=True, slots=True)
class Upload:
    """site: of CAS. name: under which CAS keeps it. certificate: its id where it has one.
    against: every reason for which it would not be bound.
    """

    state: UploadState
    site: str
    name: str
    certificate: CertificateId | None = None
    against: tuple[Finding, ...] = ()

    def to_json(self) -> dict[str, object]:
        """For `--json` output."""
        return {
            "outcome": self.state.value,
            "site": self.site,
            "name": self.name,
            "certificate": None if self.certificate is None else str(self.certificate),
            "reasons": [one.to_json() for one in self.against],
        }


class UploadCertificate:
    """First `plan`, which only reads, then `carry_out`."""

    def __init__(
        self,
        inventory: CertificateInventory,
        uploads: CertificateUploads,
        anchors: TrustAnchors,
        clock: Clock,
    ) -> None:
        """inventory: of the same site alone."""
        self._inventory = inventory
        self._uploads = uploads
        self._anchors = anchors
        self._clock = clock

    def plan(self, bundle: Bundle) -> Upload:
        """What would be done, and why not. Raises IncompleteFilesError without a key, and the
        CloudError family.
        """
        _key_of(bundle)
        name = _NAME.format(bundle.leaf.sha256[:_DIGITS])
        planned = Upload(UploadState.TO_UPLOAD, self._uploads.site, name)
        against = self._against(bundle)
        if against:
            return replace(planned, state=UploadState.UNFIT, against=against)
        there = self._there(bundle)
        if there is not None:
            return replace(planned, state=UploadState.ALREADY_THERE, certificate=there)
        return planned

    def carry_out(self, planned: Upload, bundle: Bundle) -> Upload:
        """What became of it; only what is to be uploaded is. Raises the CloudError family."""
        if planned.state is not UploadState.TO_UPLOAD:
            return planned
        key = _key_of(bundle)
        certificate, is_new = self._uploads.upload(planned.name, bundle.chain_pem, key.pem)
        state = UploadState.UPLOADED if is_new else UploadState.ALREADY_THERE
        return replace(planned, state=state, certificate=certificate)

    def _against(self, bundle: Bundle) -> tuple[Finding, ...]:
        if not bundle.leaf.names:
            nameless = "it names no domain (SAN), so it covers none"
            return (Finding(Reason.NAME_MISMATCH, nameless),)
        return check_material(bundle.chain, self._clock.now(), self._anchors)

    def _there(self, bundle: Bundle) -> CertificateId | None:
        """CAS would take it again under another name. One whose key or chain is incomplete is no
        reason not to: a mended chain is uploaded for just that.
        """
        leaf = bundle.leaf
        listed = self._inventory.list_certificates()
        for one in sorted(listed, key=lambda one: one.id):
            if leaf.sha256 != one.sha256 and leaf.sha1 != one.sha1:
                continue
            held = self._inventory.certificate(one.id)
            if held.has_private_key is not False and _holds_chain(held, bundle):
                return one.id
        return None


def _key_of(bundle: Bundle) -> HeldKey:
    if bundle.key is None:
        told = "None of the files holds the private key, and CAS takes both."
        raise IncompleteFilesError(told)
    return bundle.key


def _holds_chain(held: Certificate, bundle: Bundle) -> bool:
    """By the names that CAS tells; where it tells none, the benefit of the doubt."""
    if not held.chain_summary:
        return True
    above = (parse_leaf(der) for der in bundle.chain[1:])
    return {ChainLink(one.subject, one.issuer) for one in above} <= set(held.chain_summary)
