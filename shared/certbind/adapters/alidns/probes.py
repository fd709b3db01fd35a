"""Harmless calls that show the permissions at Alidns."""

from __future__ import annotations

from collections.abc import Iterator

from certbind.adapters.alidns.zones import VERSION
from certbind.adapters.calls.probe import Probe, probe_by_call
from certbind.adapters.calls.rpc.api import OpenApi, unlisted_request

_WHERE = "Alidns"
_WRITES = "no request of it is certain to be refused before it changes something"
_NO_ZONE = ("InvalidDomainName.", "IncorrectDomainUser")


def alidns_probes(api: OpenApi, zone: str) -> Iterator[Probe]:
    """zone: one that certbind may write; "" where none is known."""
    if not zone:
        yield Probe("alidns:*", _WHERE, "no zone is known to ask for", None)
        return
    reads: tuple[tuple[str, dict[str, str | int]], ...] = (
        ("DescribeDomainInfo", {"DomainName": zone}),
        ("DescribeSubDomainRecords", {"SubDomain": f"_dnsauth.{zone}", "DomainName": zone}),
    )
    for action, params in reads:
        request = unlisted_request("Alidns", VERSION, action)
        yield probe_by_call(api, request, params, f"{_WHERE} {zone}", _NO_ZONE)
    for action in ("AddDomainRecord", "DeleteDomainRecord"):
        yield Probe(f"alidns:{action}", _WHERE, _WRITES, None)
