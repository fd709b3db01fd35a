"""What changes the certificates of listeners. Each write begins a job; a listener that is being
changed takes no other.

Codes and their order: the error codes in NLB's metadata of 2025; those of ALB differ in capitals
(terraform-provider-alicloud retries on them). None of the writes has a compare.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from localcloud.gateway import ServiceError
from localcloud.services.balancing.jobs import PROCESSING, Change, Job
from localcloud.services.balancing.regional import Regional
from localcloud.services.balancing.values import (
    ASSOCIATING,
    DISSOCIATING,
    Listener,
    Slot,
    site_of,
)
from localcloud.services.cas import StoredCertificate

MOST = 15
"""Certificates of one call."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A write as it came. given: what else than the listener counts for its being the same."""

    action: str
    listener: str
    given: tuple[str, ...]
    token: str = ""
    dry_run: bool = False

    @property
    def text(self) -> str:
        """Equal for the same write."""
        return " ".join((self.action, self.listener, *self.given))


def associate(regional: Regional, asked: Asked, identifiers: tuple[str, ...]) -> Job:
    """Beside the default one. Expired ones that are there count against the quota."""
    model = regional.model
    with model.lock:
        listener = regional.require_listener(asked.listener)
        _require_secure(regional, listener)
        if (done := _again(regional, asked)) is not None:
            return done
        _require_some(identifiers)
        _require_idle(regional, listener)
        held = [_certificate(regional, one) for one in identifiers]
        for one in held:
            if listener.holds(one.identifier):
                raise _refused("ResourceAlreadyAssociated.Certificate", one.identifier)
        _require_room(regional, listener, len(held))
        _end_dry_run(asked)
        slots = (Slot(one, regional.now(), ASSOCIATING) for one in held)
        changed = listener.with_additional(*slots)
        return _begin(regional, asked, changed, Change.ASSOCIATE, identifiers)


def dissociate(regional: Regional, asked: Asked, identifiers: tuple[str, ...]) -> Job:
    """From beside the default one, which itself cannot go."""
    model = regional.model
    with model.lock:
        listener = regional.require_listener(asked.listener)
        _require_secure(regional, listener)
        if (done := _again(regional, asked)) is not None:
            return done
        _require_some(identifiers)
        _require_idle(regional, listener)
        for one in identifiers:
            if listener.slot(one) is not None:
                continue
            if listener.holds(one):
                raise _refused("OperationDenied.DefaultCertificateUsed", one)
            raise _refused("ResourceNotAssociated.Certificate", one)
        _end_dry_run(asked)
        changed = listener.in_state(identifiers, DISSOCIATING)
        return _begin(regional, asked, changed, Change.DISSOCIATE, identifiers)


def update(
    regional: Regional,
    asked: Asked,
    identifiers: tuple[str, ...],
    options: dict[str, str],
) -> Job:
    """Another default, where there is one identifier; other settings stay as they are."""
    model = regional.model
    with model.lock:
        listener = regional.require_listener(asked.listener)
        if identifiers:
            _require_secure(regional, listener)
        if (done := _again(regional, asked)) is not None:
            return done
        _require_idle(regional, listener)
        if len(identifiers) > 1:
            raise ServiceError(
                400,
                "IllegalParamSize.certificateIds",
                "The param size of certificateIds or caCertificateIds is illegal.",
            )
        coming = None
        if identifiers:
            coming = Slot(
                _default(regional, listener, identifiers[0]), regional.now(), ASSOCIATING
            )
        _end_dry_run(asked)
        kept = tuple(sorted((dict(listener.options) | options).items()))
        changed = replace(listener, coming=coming, options=kept)
        return _begin(regional, asked, changed, Change.UPDATE, identifiers)


def delete(regional: Regional, asked: Asked) -> Job:
    """The listener, with its certificates."""
    with regional.model.lock:
        listener = regional.require_listener(asked.listener)
        if (done := _again(regional, asked)) is not None:
            return done
        _require_idle(regional, listener)
        _end_dry_run(asked)
        return _begin(regional, asked, listener, Change.DELETE, ())


def _begin(
    regional: Regional, asked: Asked, changed: Listener, change: Change, ids: tuple[str, ...]
) -> Job:
    job = regional.model.begin(changed, asked.action, change, ids)
    regional.model.tokens.keep(asked.token, asked.text, job.id)
    return job


def _again(regional: Regional, asked: Asked) -> Job | None:
    """What this token began. Whether ALB refuses it while that goes on is UNCERTAIN."""
    use = regional.model.tokens.find(asked.token)
    if use is None:
        return None
    if use.asked != asked.text:
        message = "The idempotence token is the same as a former one, the signature is not."
        raise ServiceError(400, "IdempotenceSignatureMismatch", message)
    job = regional.model.jobs.find(use.job)
    refuses = regional.model.switches[f"{regional.model.brand.site}.token_processing"] == "refuse"
    if job is not None and job.status == PROCESSING and refuses:
        message = "The previous request with the same client token is being processed."
        raise ServiceError(400, "IdempotenceProcessing", message)
    return job


def _require_secure(regional: Regional, listener: Listener) -> None:
    if listener.protocol not in regional.model.brand.secure:
        message = "The operation is not allowed because of the listener's protocol."
        raise ServiceError(400, "OperationDenied.Protocol", message)


def _require_some(identifiers: tuple[str, ...]) -> None:
    if not 1 <= len(identifiers) <= MOST or len(set(identifiers)) != len(identifiers):
        message = "The param size of certificateIds is illegal."
        raise ServiceError(400, "IllegalParamSize.certificateIds", message)


def _require_idle(regional: Regional, listener: Listener) -> None:
    """Whether one that is stopped takes changes is UNCERTAIN."""
    refuses_stopped = regional.model.switches["lb.stopped_listener"] == "refuse"
    if listener.busy or (listener.stopped and refuses_stopped):
        code = regional.model.switches[f"{regional.model.brand.site}.busy_code"]
        raise ServiceError(400, code, f"The status of listener [{listener.id}] is incorrect.")


def _require_room(regional: Regional, listener: Listener, more: int) -> None:
    balancer = regional.model.balancer_of(listener)
    used = regional.model.used(balancer.id)
    if used + more > balancer.quota:
        code = regional.model.switches["lb.quota_code"]
        message = f"The quota of certificates is exceeded, usage {used}/{balancer.quota}."
        raise ServiceError(400, code, message)


def _default(regional: Regional, listener: Listener, identifier: str) -> StoredCertificate:
    """Whether one that the listener has already may become its default is UNCERTAIN."""
    found = _certificate(regional, identifier)
    refuses = regional.model.switches["lb.update_to_associated"] == "refuse"
    if refuses and listener.holds(identifier):
        raise _refused("ResourceAlreadyAssociated.Certificate", identifier)
    return found


def _certificate(regional: Regional, identifier: str) -> StoredCertificate:
    """Of the CAS site that the region belongs to; what happens to others, and to those that are
    over, is UNCERTAIN.
    """
    switches = regional.model.switches
    found = regional.model.cas.get(identifier)
    own = switches["lb.certificate_site"] == "any" or (
        found is not None and found.site == site_of(regional.region)
    )
    if found is None or not own or not found.key_pem:
        raise _refused("ResourceNotFound.Certificate", identifier)
    is_over = found.is_expired(regional.now())
    if is_over and switches["lb.expired_certificate"] == "refuse":
        raise _refused("IncorrectStatus.certificate", identifier)
    return found


def _refused(code: str, identifier: str) -> ServiceError:
    return ServiceError(400, code, f"The certificate {identifier} cannot be used so.")


def _end_dry_run(asked: Asked) -> None:
    if asked.dry_run:
        message = "Request validation has been passed with DryRun flag set."
        raise ServiceError(400, "DryRunOperation", message)
