"""Calls that show a permission and change nothing: reads, and writes that only pretend to be.

A write goes with DryRun, and besides asks for nothing that would change anything: a listener's own
certificate once more beside itself, its default one to be taken off, no attribute at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from certbind.adapters.balancers.lists import Region
from certbind.adapters.balancers.slots import Slot
from certbind.adapters.calls.probe import Probe, probe_by_call
from certbind.domain.model.target import BoundTarget

_PRETENDED = "by a write that only pretends to be one (DryRun)"
_LET_THROUGH = ("DryRunOperation", "ResourceAlreadyAssociated", "ResourceNotAssociated")
_DENIED_TO_ALL = ("OperationDenied.DefaultCertificateUsed",)


def probes_of(region: Region, found: tuple[BoundTarget, ...]) -> Iterator[Probe]:
    """Without any target there is no listener to ask about."""
    dialect = region.dialect
    for action in ("DescribeRegions", "ListLoadBalancers", "ListListeners"):
        params = {"RegionId": region.name}
        yield probe_by_call(region.api, region.request(action), params, dialect.title)
    if not found:
        return
    yield Probe(f"{dialect.name}:ListListenerCertificates", dialect.title, "", lambda: None)
    yield _of_job(region)
    slot = _some_slot(region, found[0])
    if slot is None:
        return
    additional = {f"{dialect.additional}.1{dialect.item}": slot.certificate}
    yield _of_write(region, "UpdateListenerAttribute", slot, {})
    yield _of_write(region, "AssociateAdditionalCertificatesWithListener", slot, additional)
    yield _of_write(region, dialect.take_off, slot, additional)


def _of_job(region: Region) -> Probe:
    """Of no job: that there is none of this name shows that the caller may ask."""
    action = region.dialect.job
    ask = partial(region.call, action, region.job_params("none"), region.dialect.title)
    return Probe(
        f"{region.dialect.name}:{action}", region.dialect.title, "", ask, ("ResourceNot",)
    )


def _of_write(region: Region, action: str, slot: Slot, params: Mapping[str, str]) -> Probe:
    dialect = region.dialect
    asked = {"ListenerId": slot.listener.id, "DryRun": "true", **params}
    ask = partial(region.call, action, asked, dialect.title, is_write=True)
    shown_by = (*_LET_THROUGH, *_DENIED_TO_ALL)
    return Probe(f"{dialect.name}:{action}", dialect.title, _PRETENDED, ask, shown_by)


def _some_slot(region: Region, bound: BoundTarget) -> Slot | None:
    """A default one: what asks for it to be taken off is refused whatever DryRun does."""
    balancers = region.balancers(**{"LoadBalancerIds.1": bound.target.bucket})
    slots = (slot for one in balancers for slot in one.slots if slot.is_default)
    return next(slots, None)
