"""CAS's exact word on single certificates, each asked for once however many domains need it."""

from __future__ import annotations

from threading import Lock

from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId
from certbind.domain.situation.assessed import Assessed, assess
from certbind.domain.situation.certificates import Exactly
from certbind.domain.situation.reading import Known, Read, Unread
from certbind.errors import CertbindError, CloudError, NotFoundError
from certbind.ports.certificates import CertificateInventory
from certbind.ports.clock import Clock
from certbind.ports.visitors import CrlSource
from certbind.usecases.rotate.world import Rules


class CertificateReads:
    """Remembers answers for one event, step or sweep: what could not be read is not asked for
    again by the next domain.
    """

    def __init__(
        self,
        inventory: CertificateInventory,
        clock: Clock,
        rules: Rules,
        crls: CrlSource | None = None,
    ) -> None:
        self._inventory = inventory
        self._clock = clock
        self._rules = rules
        self._crls = crls
        self._answers: dict[CertificateId, Read[Assessed | None]] = {}
        self._locks: dict[CertificateId, Lock] = {}
        self._lock = Lock()

    def read(
        self, certificate: CertificateId, *, is_listed: bool = False
    ) -> Read[Assessed | None]:
        """Known(None) where CAS has none of this id. is_listed: a list says that it is issued, and
        that is enough of its status.
        """
        with self._lock:
            lock = self._locks.setdefault(certificate, Lock())
        with lock:
            if certificate not in self._answers:
                self._answers[certificate] = self._ask(certificate, is_listed=is_listed)
            return self._answers[certificate]

    def answers(self) -> Exactly:
        """All that were asked for so far."""
        with self._lock:
            return dict(self._answers)

    def _ask(self, certificate: CertificateId, *, is_listed: bool) -> Read[Assessed | None]:
        ask = self._inventory.facts if is_listed else self._inventory.certificate
        try:
            return Known(self._judged(ask(certificate)))
        except NotFoundError:
            return Known(None)
        except CloudError as error:
            return Unread(error.code, str(error), error.retryable)

    def read_or_raise(self, certificate: CertificateId) -> Assessed:
        """As `read`, with the CloudError that CAS answered; NotFoundError where it has none."""
        known = self._answers.get(certificate)
        if isinstance(known, Known) and known.value is not None:
            return known.value
        found = self._judged(self._inventory.certificate(certificate))
        self._answers[certificate] = Known(found)
        return found

    def _judged(self, found: Certificate) -> Assessed:
        now = self._clock.now()
        chain = self._chain(found.id)
        return assess(
            found,
            now,
            chain=chain,
            is_exact=True,
            anchors=self._rules.anchors,
            policy=self._rules.policy,
            crls=self._crls.crls_for((chain,), now) if self._crls and chain else None,
        )

    def _chain(self, certificate: CertificateId) -> tuple[bytes, ...] | None:
        """A trouble on the way is "not seen"; what that means is policy's to decide."""
        try:
            return self._inventory.chain(certificate)
        except CertbindError:
            return None
