"""What never changes of a certificate of CAS, read once: by an instance, and by all of an account.

CAS cannot replace the content of an id, so its names, dates, key, fingerprints and chain stay;
only its status does not, and is asked for. Beside the ledger lies one object a certificate,
`<prefix>facts/<id>.json`, with a digest: one that is damaged is read anew, and said.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from threading import Lock
from typing import Any

from certbind.adapters.calls.pem import sha1_of, sha256_of
from certbind.domain.model.certificate import (
    Certificate,
    CertificateStatus,
    ChainLink,
    KeyAlgorithm,
)
from certbind.domain.model.identity import CertificateId, Sha1, Sha256
from certbind.errors import CertbindError
from certbind.ports.ledger import KeptReports
from certbind.values import dataclass, replace

_log = logging.getLogger(__name__)

FOLDER = "facts/"
"""No journal: those lie two folders deep."""

VERSION = 1
_MOST = 4096
STATUS_SECONDS = 2.0
"""A renewal is bound to a hundred domains within a minute; `watch` sees a revocation in five."""


@dataclass(frozen=True, slots=True)
class Facts:
    """certificate: with exact dates and the status that it had; chain: DER, leaf first."""

    certificate: Certificate
    chain: tuple[bytes, ...]


class FactsMemory:
    """Of an instance: those that were used last. And for a moment their status, which every domain
    of a certificate asks for at its step.
    """

    def __init__(self) -> None:
        self._facts: OrderedDict[CertificateId, Facts] = OrderedDict()
        self._status: dict[CertificateId, tuple[float, Certificate]] = {}
        self._lock = Lock()

    def told(self, certificate: Certificate) -> None:
        """Its status, by CAS at this moment: of what may be bound."""
        if certificate.status is not CertificateStatus.ISSUED:
            return
        with self._lock:
            if len(self._status) >= _MOST:
                self._status.clear()
            self._status[certificate.id] = time.monotonic(), certificate

    def told_just_now(self, certificate: CertificateId) -> Certificate | None:
        """None where CAS is to be asked."""
        with self._lock:
            at, known = self._status.get(certificate, (0.0, None))
            return known if time.monotonic() - at < STATUS_SECONDS else None

    def of(self, certificate: CertificateId) -> Facts | None:
        """None where this instance does not know it."""
        with self._lock:
            return self._facts.get(certificate)

    def keep(self, facts: Facts) -> None:
        """Until others have pushed it out."""
        with self._lock:
            self._facts[facts.certificate.id] = facts
            while len(self._facts) > _MOST:
                self._facts.popitem(last=False)

    def forget(self, certificate: CertificateId) -> None:
        """It turned out to be wrong, or gone."""
        with self._lock:
            self._facts.pop(certificate, None)
            self._status.pop(certificate, None)


class KeptFacts:
    """shelf: beside the ledger, None where nothing is read there. writes: not for what only looks
    (`plan`, `status`).
    """

    def __init__(
        self, memory: FactsMemory, shelf: KeptReports | None = None, *, writes: bool = False
    ) -> None:
        self._memory = memory
        self._shelf = shelf
        self._writes = writes

    @property
    def memory(self) -> FactsMemory:
        """The instance's own."""
        return self._memory

    def of(self, certificate: CertificateId) -> Facts | None:
        """None where nobody kept them, or they cannot be read."""
        known = self._memory.of(certificate)
        if known is None:
            known = self._on_the_shelf(certificate)
            if known is not None:
                self._memory.keep(known)
        return known

    def keep(self, facts: Facts) -> None:
        """A shelf that takes nothing costs the next instance some calls."""
        self._memory.keep(facts)
        if self._shelf is None or not self._writes:
            return
        name = _name(facts.certificate.id)
        try:
            self._shelf.keep(name, "application/json", to_json(facts))
        except CertbindError as error:
            _log.warning("%s is not kept: %s", name, error)

    def forget(self, certificate: CertificateId) -> None:
        """See FactsMemory; what lies on the shelf is written over when it was read anew."""
        self._memory.forget(certificate)

    def _on_the_shelf(self, certificate: CertificateId) -> Facts | None:
        name = _name(certificate)
        try:
            data = None if self._shelf is None else self._shelf.read(name)
            return None if data is None else from_json(data, certificate)
        except CertbindError as error:
            _log.warning("%s is not read: %s", name, error)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            _log.warning("%s is damaged, and CAS is asked anew: %s", name, error)
        return None


def to_json(facts: Facts) -> bytes:
    """With a digest of all of it."""
    told = _told(facts)
    return json.dumps({"digest": _digest(told), **told}).encode()


def from_json(data: bytes, certificate: CertificateId) -> Facts:
    """ValueError, KeyError, TypeError or AttributeError for what is damaged, of another version,
    of another certificate, or whose leaf is another.
    """
    told = json.loads(data)
    digest = told.pop("digest")
    if told["version"] != VERSION:
        raise ValueError(f"version {told['version']}")
    if digest != _digest(told) or told["id"] != str(certificate):
        raise ValueError("its digest or its id is another")
    facts = Facts(_certificate(certificate, told), tuple(map(base64.b64decode, told["chain"])))
    leaf, held = facts.chain[0], facts.certificate
    if held.sha1 != sha1_of(leaf) or held.sha256 not in (None, sha256_of(leaf)):
        raise ValueError("its chain is of another leaf")
    return facts


def _told(facts: Facts) -> dict[str, Any]:
    one = facts.certificate
    return {
        "version": VERSION,
        "id": str(one.id),
        "names": list(one.names),
        "not_before": one.not_before.isoformat(),
        "not_after": one.not_after.isoformat(),
        "sha1": one.sha1,
        "sha256": one.sha256,
        "serial": one.serial,
        "issuer": one.issuer,
        "name": one.name,
        "instance": one.instance_id,
        "algorithm": one.algorithm.value,
        "uploaded": one.uploaded,
        "is_test": one.is_test,
        "has_private_key": one.has_private_key,
        "summary": [[link.common_name, link.issuer_common_name] for link in one.chain_summary],
        "chain": [base64.b64encode(der).decode() for der in facts.chain],
    }


def _certificate(id_: CertificateId, told: Mapping[str, Any]) -> Certificate:
    sha256 = told["sha256"]
    return Certificate(
        id=id_,
        names=tuple(map(str, told["names"])),
        not_before=datetime.fromisoformat(told["not_before"]),
        not_after=datetime.fromisoformat(told["not_after"]),
        sha1=Sha1(told["sha1"]),
        sha256=None if sha256 is None else Sha256(sha256),
        serial=told["serial"],
        issuer=told["issuer"],
        name=told["name"],
        instance_id=told["instance"],
        algorithm=KeyAlgorithm(told["algorithm"]),
        uploaded=bool(told["uploaded"]),
        is_test=bool(told["is_test"]),
        has_private_key=told["has_private_key"],
        chain_summary=tuple(ChainLink(*link) for link in told["summary"]),
    )


def issued(facts: Facts) -> Certificate:
    """For whoever has CAS's list: what is in it is issued."""
    return replace(facts.certificate, status=CertificateStatus.ISSUED)


def _digest(told: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _name(certificate: CertificateId) -> str:
    return f"{certificate}.json"
