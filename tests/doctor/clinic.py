"""A sound account on a local cloud, and `doctor` with the real SDKs on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import oss2

from certbind.adapters.calls.retry import Deadline, Retry
from certbind.cli.factories.examination import make_doctor
from certbind.ports.clock import Clock
from certbind.usecases.operate.doctor import Check, Diagnosis, Status
from certbind.wiring.clock import SystemClock
from localcloud.services.cas.certificates import StoredCertificate
from localcloud.world import LocalCloud
from tests.fakes import FakeClock
from tests.owner import own_bucket

ROOT = Path(__file__).resolve().parents[2]
WRONG, UNSEEN, NOT_PROBED, OK = (
    Status.WRONG,
    Status.COULD_NOT_LOOK,
    Status.NOT_PROBED,
    Status.OK,
)
QUEUE, DEAD, LEDGER = "certbind-events", "certbind-events-dead", "shop-ledger"
SITE = "cn-hangzhou"


class Clinic:
    """Sound when made: whoever breaks something sees what `doctor` says."""

    def __init__(self, cloud: LocalCloud, folder: Path) -> None:
        self.cloud = cloud
        self.folder = folder
        self.environ = {**cloud.env(), "CERTBIND_LEDGER_BUCKET": LEDGER}
        world = cloud.oss.world
        world.create_bucket(LEDGER, SITE)
        world.create_bucket("assets", SITE)
        world.map_domain("assets", "static.shop.example")
        cloud.mns.model.create_queue(QUEUE, {"VisibilityTimeout": "360"})
        cloud.mns.model.create_queue(DEAD, {})
        self.certificate = self.issue("static.shop.example", "www.shop.example")
        world.bind("assets", "static.shop.example", self.certificate.identifier)

    def issue(self, *names: str, site: str = SITE) -> StoredCertificate:
        """CAS issues a certificate."""
        made = self.cloud.authorities.issue(names)
        return self.cloud.cas.add_issued(made.chain_pem, made.key_pem, site=site, name=names[0])

    def examine(self, *, skew: timedelta = timedelta(), **environ: str) -> Diagnosis:
        """Every check; pauses between repetitions are skipped."""
        clock: Clock = SystemClock()
        if skew:
            clock = FakeClock(clock.now() + skew)
        retry = Retry(Deadline(60), draw=lambda: 0.0)
        settings = {**self.environ, **environ}
        return make_doctor(settings, 60, folder=self.folder, clock=clock, retry=retry)()

    def check(self, name: str, *, skew: timedelta = timedelta(), **environ: str) -> Check:
        """The one check with this name that is worst."""
        return worst(self.examine(skew=skew, **environ), name)


def worst(diagnosis: Diagnosis, name: str) -> Check:
    """The first that is wrong, else the first that could not be looked at, else the first."""
    found = [check for check in diagnosis.checks if check.name == name]
    order = [WRONG, UNSEEN, NOT_PROBED, OK]
    assert found, f"no check {name}: {[c.name for c in diagnosis.checks]}"
    return min(found, key=lambda check: order.index(check.status))


def table(diagnosis: Diagnosis) -> Mapping[str, str]:
    """What pytest shows when it fails."""
    return {f"{c.name}": f"{c.status.value}: {c.found}" for c in diagnosis.checks}


def own_ledger(clinic: Clinic) -> oss2.Bucket:
    """The ledger's bucket, as the account's owner has it."""
    return own_bucket(clinic.cloud, LEDGER)
