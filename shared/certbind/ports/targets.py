"""Where certificates are bound, and how that is served besides."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Protocol

from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.target import Binding, BoundTarget, Target, TargetScan

if TYPE_CHECKING:  # functions start without what only an operator's commands or orders handle
    from certbind.domain.serving.values import Fetchers, SettingChange, SettingsSeen


class Targets(Protocol):
    """Where the account binds certificates, at one product or all as one. Of one product `scan`,
    `find` and `in_front` raise NotOpenedError where the account has not opened it.
    """

    def scan(self) -> TargetScan:
        """All of them, every page, every bucket; what could not be read is in `failures`."""

    def find(self, domain: Domain) -> TargetScan:
        """The targets with this domain; may cost a whole scan."""

    def read(self, target: Target) -> BoundTarget:
        """One target as it stands now; NotFoundError when it no longer exists."""

    def in_front(self, target: Target) -> TargetScan:
        """The targets of the same domain at this product where they stand in front of a bucket, so
        that visitors may meet them instead of `target`.
        """

    def bind(
        self,
        target: Target,
        certificate_id: CertificateId,
        expects: Binding,
        *,
        just_read: bool = False,
    ) -> str:
        """Attach a certificate where `expects` stands; returns the request id. just_read: the
        caller has read that it stands there, so it is not read once more before the write, nor
        after it: the first look reads it.

        StalePlanError, with nothing changed, when something else stands there. Binding what is
        already bound by us (a lost answer) succeeds. BusyError when the target takes no writes,
        UnfinishedJobError when it took this one and has not carried it out.
        """

    def take_off(self, target: Target, old: Binding, keeps: Binding) -> str:
        """One step of taking `old` out of a place where several certificates may stand
        (BoundTarget.beside), where `keeps` stands; returns the request id, "" where nothing is
        left to do. StalePlanError, with nothing changed, where `keeps` does not stand there.
        """


class TargetSettings(Protocol):
    """How targets are served besides their certificates. UnknownProductError for a product whose
    settings certbind does not know.
    """

    def read(self, target: Target) -> SettingsSeen:
        """As they stand now."""

    def change(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """One write, of one of `steps_of`; returns the request id, "" where all of it stands.

        StalePlanError, with nothing changed, when something else stands than each one's `before`.
        BusyError when the target takes no writes.
        """

    def change_access(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """As `change`, of what decides whether plain HTTP is let in: CDN's redirect and HSTS, a
        bucket's policy. A permission of its own, for who needs no more.
        """

    def change_serving(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """As `change`, of what denies nobody (not a bucket's policy), and takes nothing away."""

    def turn_off(self, target: Target, expects: Binding) -> str:
        """HTTPS off: no certificate any more, where `expects` is bound; as Targets.bind."""

    def fetchers(self, target: Target, names: Collection[str]) -> Fetchers:
        """Which domains fetch from the target's bucket; names: the domains mapped to it."""
