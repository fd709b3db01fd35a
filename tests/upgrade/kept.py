"""A world that an older build left behind, put up again from its file over today's fakes.

The file holds everything (tests/upgrade/v1/); no code of the build that wrote it is needed. Of
the ledger and the queue it keeps the very bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from certbind.domain.model.certificate import (
    Certificate,
    CertificateStatus,
    ChainLink,
    KeyAlgorithm,
)
from certbind.domain.model.identity import CertificateId, Domain, ProductName, Sha1, Sha256
from certbind.domain.model.policy import Policy
from certbind.domain.model.target import (
    Binding,
    BindingSource,
    BoundTarget,
    Target,
    TargetState,
)
from certbind.domain.trust.chain import TrustAnchors
from tests.fakes import (
    FakeClock,
    FakeInventory,
    FakeJournal,
    FakeProbe,
    FakeQueue,
    FakeTargets,
)
from tests.fakes.probe import ADDRESS

FOLDER = Path(__file__).parent / "v1"


@dataclass(frozen=True, slots=True)
class KeptWorld:
    """Fakes of every port as they stood, and the settings. raw: the whole file.

    edges_follow: whether edges come to serve what is bound, or go on as they are.
    """

    raw: Mapping[str, Any]
    clock: FakeClock
    inventory: FakeInventory
    targets: FakeTargets
    queue: FakeQueue
    journal: FakeJournal
    probe: FakeProbe
    policy: Policy
    anchors: TrustAnchors
    chains: Mapping[str, tuple[bytes, ...]]
    edges_follow: bool

    def serve_what_is_bound(self) -> None:
        """Let the edges catch up with the targets, where they ever do."""
        if not self.edges_follow:
            return
        for bound in sorted(self.targets.scan().targets, key=_cdn_last):
            held = self.targets.read(bound.target).binding.certificate_id
            if held is None or str(held) not in self.chains:
                continue
            for address in self._addresses(bound.target.domain):
                self.probe.serve(bound.target.domain, self.chains[str(held)], address)

    def _addresses(self, domain: Domain) -> list[str]:
        told = [one["address"] for one in self.raw["edges"] if one["domain"] == domain]
        return told or [ADDRESS]


def load(path: Path, *, tells_ages: bool = True) -> KeptWorld:
    """The world of one file. tells_ages: whether the ledger says how old its entries are."""
    raw = json.loads(path.read_text())
    chains = read_chains(raw)
    clock = FakeClock(datetime.fromisoformat(raw["at"]))
    inventory, probe = FakeInventory(clock), FakeProbe(clock)
    for one in raw["certificates"]:
        chain = None if one["chain"] is None else chains[one["chain"]]
        inventory.add(_certificate(one), chain)
    for one in raw["edges"]:
        probe.serve(Domain(one["domain"]), chains[one["chain"]], one["address"])
    return KeptWorld(
        raw,
        clock,
        inventory,
        FakeTargets(*map(_target, raw["targets"])),
        _queue(raw, clock),
        _journal(raw, clock if tells_ages else None),
        probe,
        _policy(raw["policy"]),
        TrustAnchors.from_pem(raw["roots"]),
        chains,
        raw["edges_follow"],
    )


def read_chains(raw: Mapping[str, Any]) -> dict[str, tuple[bytes, ...]]:
    """Every chain of a file, by its name: DER, leaf first."""
    der = {name: bytes.fromhex(text) for name, text in raw["der"].items()}
    return {name: tuple(der[one] for one in links) for name, links in raw["chains"].items()}


def _queue(raw: Mapping[str, Any], clock: FakeClock) -> FakeQueue:
    queue = FakeQueue(clock)
    for one in raw["queue"]:
        queue.bodies.append(one["body"])
        queue._waiting.append((datetime.fromisoformat(one["due"]), one["body"]))
    return queue


def _journal(raw: Mapping[str, Any], clock: FakeClock | None) -> FakeJournal:
    journal = FakeJournal(clock)
    for one in raw["journal"]:
        journal.hold(one["subject"], one["number"], one["object"].encode())
    return journal


def _certificate(raw: Mapping[str, Any]) -> Certificate:
    return Certificate(
        CertificateId.parse(raw["id"]),
        tuple(raw["names"]),
        datetime.fromisoformat(raw["not_before"]),
        datetime.fromisoformat(raw["not_after"]),
        Sha1(raw["sha1"]),
        Sha256(raw["sha256"]) if raw["sha256"] else None,
        serial=raw["serial"],
        issuer=raw["issuer"],
        name=raw["name"],
        instance_id=raw["instance_id"],
        algorithm=KeyAlgorithm(raw["algorithm"]),
        status=CertificateStatus(raw["status"]),
        uploaded=raw["uploaded"],
        chain_summary=tuple(ChainLink(*link) for link in raw["chain_summary"]),
        has_private_key=raw["has_private_key"],
    )


def _target(raw: Mapping[str, Any]) -> BoundTarget:
    target = Target(ProductName(raw["kind"]), Domain(raw["domain"]), raw["bucket"], raw["region"])
    held = raw["binding"]
    binding = Binding(
        BindingSource(held["source"]),
        CertificateId.parse(held["certificate"]) if held["certificate"] else None,
        held["raw_id"],
        held["name"],
        Sha1(held["sha1"]) if held["sha1"] else None,
        Sha256(held["sha256"]) if held["sha256"] else None,
    )
    return BoundTarget(target, binding, TargetState(raw["state"]), raw["cname"])


def _policy(raw: Mapping[str, Any]) -> Policy:
    scope = raw["scope"]
    return Policy(scope=None if scope is None else tuple(map(Domain, scope)))


def _cdn_last(bound: BoundTarget) -> bool:
    """Where a name has both, visitors meet CDN."""
    return bound.target.kind == "cdn"
