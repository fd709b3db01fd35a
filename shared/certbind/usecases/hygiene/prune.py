"""`certbind prune`: uploaded certificates that nothing needs any more, deleted by a person's word.

All is read anew before anything is deleted: what a person was shown and what is deleted are the
same only where nothing has changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from certbind.domain.hygiene.prune import Inventory, Reasons, Standing, against
from certbind.domain.hygiene.quotas import Forecast, Quota
from certbind.domain.lifecycle.state import DomainState, KnownBinding, SeenAs
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.model.target import Binding, BindingSource, BoundTarget
from certbind.domain.situation.reading import Known
from certbind.errors import CertbindError, CloudError
from certbind.ports.certificates import CertificateDeletions
from certbind.usecases.rotate.domain_journal import DomainJournal, domains_of
from certbind.usecases.rotate.reads.quotas import read_quotas
from certbind.usecases.rotate.world import Rules, Sources
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One uploaded certificate. kept: why it stays, () where it may go. deleted: it is gone now.
    refused: what CAS answered, "" for nothing.
    """

    certificate: Certificate
    kept: Reasons
    deleted: bool = False
    refused: str = ""

    def to_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "certificate": str(self.certificate.id),
            "name": self.certificate.name,
            "names": list(self.certificate.names),
            "ends": self.certificate.not_after.isoformat(),
            "kept": [{"word": word.value, "detail": told} for word, told in self.kept],
            "deleted": self.deleted,
            "refused": self.refused or None,
        }


@dataclass(frozen=True, slots=True)
class Prune:
    """unused: products that a person says the account does not use. known: every product that
    certbind can read, in upper case: CAS's list of resources lacks some, such as ESA.
    """

    sources: Sources
    rules: Rules
    deletions: CertificateDeletions
    known: frozenset[str]
    unused: frozenset[str] = frozenset()

    def plan(self) -> tuple[Row, ...]:
        """Every uploaded certificate, what ends first first. CloudError where CAS's list could not
        be read.
        """
        inventory = self._inventory()
        uploaded = (one for one in inventory.certificates if one.uploaded)
        ordered = sorted(uploaded, key=lambda one: (one.not_after, one.id))
        return tuple(Row(one, against(one, inventory)) for one in ordered)

    def carry_out(self, planned: tuple[Row, ...]) -> tuple[Row, ...]:
        """Delete what was shown as to be deleted and still is, one by one."""
        shown = {row.certificate.id for row in planned if not row.kept}
        return tuple(self._carried_out(row, shown) for row in self.plan())

    def _carried_out(self, row: Row, shown: set[CertificateId]) -> Row:
        if row.kept or row.certificate.id not in shown:
            return row
        try:
            self.deletions.delete(row.certificate.id)
        except CloudError as error:
            return Row(row.certificate, (), refused=str(error))
        return Row(row.certificate, (), deleted=True)

    def _inventory(self) -> Inventory:
        every = self.deletions.every()
        scan = self.sources.targets.scan()
        unread = [f"{one.where}: {one.message}" for one in scan.failures]
        unread += [f"{limit} leaves parts of the account out of sight" for limit in scan.limits]
        left_out = sorted(self.known - self.sources.products - self.unused)
        unread += [f"{one} is not read (CERTBIND_PRODUCTS)" for one in left_out]
        standing = tuple(self._stands(one, unread) for one in scan.targets)
        states = dict(self._states(unread))
        quotas, listed = self._quotas(unread), self._listed(unread)
        return Inventory(
            self.sources.clock.now(),
            every,
            standing,
            listed,
            tuple(unread),
            self._needed(states),
            dict(_seen(standing, states)),
            tuple((one.where, entry) for one in quotas for entry in one.entries),
        )

    def _quotas(self, unread: list[str]) -> tuple[Quota, ...]:
        if self.sources.quotas is None:
            unread.append("quotas of certificates were not asked for")
            return ()
        try:
            return self.sources.quotas.held()
        except CertbindError as error:
            unread.append(f"quotas of certificates: {error}")
            return ()

    def sold(self) -> int:
        """How many of CAS's certificates are no uploads, which nobody can delete like one."""
        return sum(not one.uploaded for one in self.deletions.every())

    def idle(self) -> tuple[Forecast, ...]:
        """Quotas with entries that serve nobody; () where that cannot be said."""
        scan, now = self.sources.targets.scan(), self.sources.clock.now()
        quotas = read_quotas(self.sources.quotas, scan, now)
        counted = quotas.value if isinstance(quotas, Known) else ()
        return tuple(one for one in counted if one.idle)

    def _stands(self, bound: BoundTarget, unread: list[str]) -> Standing:
        """Exactly; a list may have told only that something is attached."""
        target, binding = bound.target, bound.binding
        if not bound.binding_is_exact:
            try:
                binding = self.sources.targets.read(target).binding
            except CertbindError as error:
                unread.append(f"{target}: {error}")
        return Standing(
            str(target), target.domain, binding.certificate_id, _prints(binding), _is_told(binding)
        )

    def _listed(self, unread: list[str]) -> tuple[Any, ...]:
        if self.sources.resources is None:
            unread.append("CAS's list of resources was not asked for")
            return ()
        try:
            return self.sources.resources.listed()
        except CertbindError as error:
            unread.append(f"CAS's list of resources: {error}")
            return ()

    def _states(self, unread: list[str]) -> Iterator[tuple[Domain, DomainState]]:
        journal = DomainJournal(self.sources.journal, self.sources.clock, self.rules.times)
        try:
            domains = domains_of(self.sources.journal)
        except CertbindError as error:
            unread.append(f"the ledger: {error}")
            return
        for domain in domains:
            try:
                yield domain, journal.read(domain).state
            except CertbindError as error:
                unread.append(f"the ledger's record of {domain}: {error}")

    def _needed(self, states: dict[Domain, DomainState]) -> dict[CertificateId, str]:
        policy = self.rules.policy
        found = {pin: f"CERTBIND_PINS names it for {name}" for name, pin in policy.pins}
        found |= {one: f"CERTBIND_BACKUPS names it for {name}" for name, one in policy.backups}
        for domain, state in states.items():
            for known, why in _remembered(state):
                if known.binding.certificate_id is not None:
                    found[known.binding.certificate_id] = f"it is {why} of {domain}"
            if state.awaits is not None:
                told = f"a deployment job brings it to {domain}"
                found |= dict.fromkeys(state.awaits.certificates, told)
        return found


def _remembered(state: DomainState) -> Iterator[tuple[KnownBinding, str]]:
    if state.standing is not None:
        yield state.standing, "what stands, on record,"
    if state.way_back is not None:
        yield state.way_back, "the way back"
    if state.change is not None:
        yield state.change.before, "what a change that is under way takes off"
    if state.downgrade is not None:
        yield state.downgrade.before, "what comes back after plain HTTP"


def _seen(
    standing: tuple[Standing, ...], states: dict[Domain, DomainState]
) -> Iterator[tuple[CertificateId, timedelta | None]]:
    """At each of its places, the shortest; None where one is not on record as verified."""
    found: dict[CertificateId, timedelta | None] = {}
    for place in standing:
        if place.certificate is None:
            continue
        span = _verified_for(states.get(place.domain), place.certificate)
        before = found.get(place.certificate, span)
        is_short = span is None or before is None
        found[place.certificate] = None if is_short else min(span, before)  # type: ignore[type-var]
    yield from found.items()


def _verified_for(state: DomainState | None, certificate: CertificateId) -> timedelta | None:
    if state is None or state.seen is None or state.seen.verdict is not SeenAs.VERIFIED:
        return None
    stands = state.standing.binding.certificate_id if state.standing is not None else None
    return state.seen.ago if stands == certificate else None


def _prints(binding: Binding) -> frozenset[str]:
    return frozenset(str(one) for one in (binding.sha1, binding.sha256) if one)


def _is_told(binding: Binding) -> bool:
    """CDN's own free one is none of CAS's."""
    if binding.is_empty or binding.source is BindingSource.FREE:
        return True
    return binding.certificate_id is not None or bool(_prints(binding))
