"""The account of the kept scenarios, driven by the use cases of the build at cbea22f.

Keys, serials and signatures are given, so every run makes the same bytes (make_v1.py).
"""

# It is for one build, where it was checked; later ones lack what it imports.
# mypy: ignore-errors
from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial

from certbind.domain.certificate import Certificate
from certbind.domain.chain import TrustAnchors, parse_leaf
from certbind.domain.identity import Domain
from certbind.domain.policy import Policy
from certbind.domain.target import (
    Binding,
    BindingSource,
    BoundTarget,
    Target,
    TargetKind,
)
from certbind.usecases.recheck import Recheck
from certbind.usecases.rollback import Rollback
from certbind.usecases.watch_certificates import WatchCertificates
from certbind.usecases.world import Rules
from cryptography.hazmat.primitives.asymmetric import ec

from certbind.errors import PermissionDeniedError, ThrottledError, UnavailableError
from certbind.events import Event, bind_command
from certbind.requests import RollbackRequest
from tests.fakes.certificates import CA_SPEC, Authority, Spec, pem_of
from tests.unit.usecases.account import (
    CDN,
    NAMES,
    Account,
    CrashError,
    certificate,
    with_binding,
)

WILD = Target(TargetKind.CDN, Domain(".wild.example"))
BEHIND = Target(TargetKind.OSS, CDN.domain, "origin", "cn-hangzhou")
"""The bucket that CDN accelerates, with the same custom domain."""

SECOND = "192.0.2.2"
AGAIN = timedelta(seconds=360)
"""The queue's visibility timeout: when a message comes again that nobody finished."""


def _key(number: int) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(number, ec.SECP256R1())


ROOT = Authority.root(spec=replace(CA_SPEC, key=_key(1), serial=1))
INTERMEDIATE = ROOT.subordinate(spec=replace(CA_SPEC, key=_key(2), serial=2))
ROOT_PEM = pem_of(ROOT)
CHAINS: dict[str, tuple[bytes, ...]] = {}
"""Every chain that was made, by name; for a certificate of CAS its id."""


def made(number: int, *names: str, days_left: int, name: str = "") -> Certificate:
    held = certificate(number, *names, days_left=days_left, issued_days_ago=60)
    spec = Spec(
        held.not_before,
        held.not_after,
        is_ca=False,
        may_sign=False,
        key=_key(3),
        serial=1000 + number,
    )
    issued = INTERMEDIATE.leaf(*held.names, spec=spec)
    leaf = parse_leaf(issued.der)
    CHAINS[name or str(held.id)] = issued.chain
    return replace(held, sha1=leaf.sha1, sha256=leaf.sha256, serial=leaf.serial)


ALL = (*NAMES, "*.wild.example")
OLD = made(1, *ALL, days_left=40)
NEW = made(2, *ALL, days_left=90)
NEWER = made(3, *ALL, days_left=120)
STRANGER = made(900, *ALL, days_left=60, name="stranger")  # in no CAS
LACKING = "lacks its intermediate"
CHAINS[LACKING] = CHAINS[str(NEW.id)][:1]

PASTED = Binding(
    BindingSource.UPLOAD, raw_id="900", name="pasted", sha1=STRANGER.sha1, sha256=STRANGER.sha256
)
FREE = replace(PASTED, source=BindingSource.FREE, raw_id="901", name="cdn-free")
LOST = UnavailableError("no answer", service="cdn", action="SetCdnDomainSSLCertificate")
DENIED = PermissionDeniedError(
    "no", service="oss", action="PutCname", api_code="AccessDenied", subject="assets"
)
SLOW = ThrottledError("slow down", service="cas", action="GetUserCertificateDetail")


class Scene(Account):
    """An account whose certificates are the same in every run."""

    edges_follow = True

    def __init__(self, *targets: BoundTarget, policy: Policy | None = None) -> None:
        super().__init__(*targets, anchors=TrustAnchors.from_pem(ROOT_PEM), policy=policy)

    def hold(self, *certificates: Certificate) -> None:
        for one in certificates:
            self.inventory.add(one, CHAINS[str(one.id)])

    def serve(self, target: Target, held: Certificate | str, *addresses: str) -> None:
        """Let visitors meet this one."""
        chain = CHAINS[held if isinstance(held, str) else str(held.id)]
        for address in addresses or ("192.0.2.1",):
            self.probe.serve(target.domain, chain, address)

    def wait(self, **by: float) -> None:
        self.clock.advance(timedelta(**by))

    def due(self) -> None:
        """Handle what is due now."""
        for event in self.queue.take_due():
            self.handle(event)

    def watch(self) -> None:
        WatchCertificates(self.clock, self.inventory, self.queue, self.journal)()

    def recheck(self) -> None:
        Recheck(self.ports, self.rules)()

    def roll_back(self, target: Target, name: str) -> None:
        asked = RollbackRequest(domain=target.domain, dry_run=False, request_id=name)
        Rollback(self.ports, self.rules)(asked)

    def crash(self, step: Callable[[], object]) -> None:
        with suppress(CrashError):
            step()

    def bind(self, target: Target, held: Certificate, cause: str) -> None:
        self.handle(bind_command(target, held.id, cause))

    def allow(self, *, scope: tuple[Domain, ...] | None) -> None:
        """As the settings of the next deployment."""
        self.rules = Rules(Policy(scope=scope), self.rules.anchors)


def renewing(*targets: Target, policy: Policy | None = None) -> Scene:
    """The old certificate stands, the new one is in CAS."""
    scene = Scene(*(with_binding(target, OLD) for target in targets), policy=policy)
    scene.hold(OLD, NEW)
    for target in targets:
        scene.serve(target, OLD)
    return scene


def rotated(*targets: Target) -> Scene:
    """The new certificate was bound and visitors were seen to get it."""
    scene = renewing(*targets)
    for target in targets:
        scene.bind(target, NEW, "renewed-2-cn-hangzhou")
        scene.serve(target, NEW)
    scene.run_queue()
    return scene


def begun(*targets: Target, done: bool) -> Scene:
    """Functions that died in the middle of the write, which took effect or not."""
    scene = renewing(*targets)
    for target in targets:
        trouble = scene.targets.trouble
        (trouble.after if done else trouble.before)("bind", CrashError())
        scene.crash(partial(scene.bind, target, NEW, "renewed-2-cn-hangzhou"))
    return scene


def renewal(target: Target) -> Event:
    return bind_command(target, NEW.id, "renewed-2-cn-hangzhou")
