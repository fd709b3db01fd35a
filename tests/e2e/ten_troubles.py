"""An account with ten troubles made by hand, one domain each, and some that are well.

What an operator has to find of each within a minute, from `status` or the page alone, is in ROWS:
the cause by its word, and something of the one next step (docs/operations.md, Ten troubles).
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta

from demo.stage import LEDGER, QUEUE, SITE
from localcloud.acts.names import Names
from localcloud.edges import EdgeFault, EdgeFaultKind
from localcloud.services.accelerated.domains import Origin
from localcloud.services.cas.certificates import StoredCertificate
from localcloud.world import LocalCloud

ORIGIN = [Origin("oss", "assets.oss-cn-hangzhou.aliyuncs.com")]
MARKUP = "<b>gift</b> [bold red]card[/bold red]"
CHINESE = "xn--fsqu00a.shop.example"


@dataclass(frozen=True, slots=True)
class Trouble:
    """domain: where it is made. word: of the catalogue, which the row has to say. step: of the one
    next step, in English and in Chinese.
    """

    domain: str
    word: str
    step: tuple[str, str]


ROWS = (
    Trouble("ended.other.example", "expired", ("Order or upload", "申请或上传")),
    Trouble("late.shop.example", "expired", ("certbind bind late", "certbind bind late")),
    Trouble("chain.other.example", "chain_fetched", ("its whole chain", "完整的证书链")),
    Trouble("moved.shop.example", "dns_elsewhere", ("Point the CNAME", "CNAME 记录指向")),
    Trouble("revoked.other.example", "revoked", ("Order or upload", "申请或上传")),
    Trouble("wrong.shop.example", "name_mismatch", ("certbind bind wrong", "certbind bind wrong")),
    Trouble("soon.other.example", "renewal_due", ("CERTBIND_RENEW", "CERTBIND_RENEW")),
    Trouble("gone.shop.example", "dns_nxdomain", ("Create the CNAME", "添加")),
    Trouble("bare.other.example", "no_certificate", ("order or upload", "证书")),
    Trouble("silent.shop.example", "handshake_timeout", ("certbind verify", "certbind verify")),
)


class TenTroubles:
    """The account, and the command run in it."""

    def __init__(self, cloud: LocalCloud) -> None:
        self.cloud = cloud
        for kind in ("oss", "cdn"):
            cloud.edges.set_delay(kind, 0)
        for bucket in (LEDGER, "assets", "media"):
            cloud.oss.world.create_bucket(bucket, SITE)
        cloud.mns.model.create_queue(QUEUE, {})
        self._well()
        self._troubled()

    def issue(
        self,
        *names: str,
        days: int = 90,
        old: int = 0,
        name: str = "",
        defects: tuple[str, ...] = (),
    ) -> StoredCertificate:
        """old: days since it was issued."""
        begun = self.cloud.clock.now().replace(microsecond=0) - timedelta(days=old, hours=1)
        made = self.cloud.authorities.issue(names, days=days, not_before=begun, defects=defects)
        return self.cloud.cas.add_issued(
            made.chain_pem, made.key_pem, site=SITE, name=name or names[0]
        )

    def _map(self, domain: str, held: StoredCertificate | None, bucket: str = "assets") -> None:
        self.cloud.oss.world.map_domain(bucket, domain)
        if held is not None:
            self.cloud.oss.world.bind(bucket, domain, held.identifier)

    def _well(self) -> None:
        wild = self.issue("shop.example", "*.shop.example", name=MARKUP)
        for domain in ("www.shop.example", CHINESE):
            self._map(domain, wild)
        self.cloud.cdn.model.add_domain("cdn.shop.example", ORIGIN)
        self.cloud.cdn.model.bind("cdn.shop.example", wild.identifier)

    def _troubled(self) -> None:
        cloud = self.cloud
        self._map("ended.other.example", self.issue("ended.other.example", days=90, old=92))
        self._map("late.shop.example", self.issue("late.shop.example", days=90, old=91))
        self._map("wrong.shop.example", self.issue("mail.shop.example"))
        self._map("bare.other.example", None)
        self._map("moved.shop.example", self.issue("moved.shop.example"))
        Names(cloud).point("moved.shop.example", ["cdn.shop.example"])
        self._map("gone.shop.example", self.issue("gone.shop.example"))
        Names(cloud).remove("gone.shop.example")
        revoked = self.issue("revoked.other.example")
        self._map("revoked.other.example", revoked)
        cloud.cas.revoke(revoked.identifier)
        self._map("soon.other.example", self.issue("soon.other.example", days=90, old=81))
        self._map("silent.shop.example", self.issue("silent.shop.example", days=100))
        cloud.edges.add_fault(EdgeFault(EdgeFaultKind.HANG, "silent.shop.example", "*"))
        chain = self.issue("chain.other.example", defects=("missing_intermediate",))
        self._map("chain.other.example", chain)

    def environment(self, **settings: str) -> dict[str, str]:
        """A terminal's of this account."""
        return {**self.cloud.env(), "CERTBIND_LEDGER_BUCKET": LEDGER, **settings}

    def certbind(self, *arguments: str, **settings: str) -> tuple[int, str, str]:
        """Exit code, stdout, stderr."""
        done = subprocess.run(
            [sys.executable, "-m", "certbind.cli.main", *arguments],
            env={**os.environ, **self.environment(**settings)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr
