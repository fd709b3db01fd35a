"""The demo's stage, with what tests ask of it besides."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from typing import Any

import oss2

from certbind.adapters.ledger.journal import OssJournal
from certbind.cli.factories.stores import open_journal
from certbind.domain.lifecycle.journal import EntryKind, verify_chain
from certbind.domain.model.identity import Domain
from certbind.usecases.account.history import read_history
from demo.stage import DEAD, LEDGER, QUEUE, ROOT, SITE, Stage
from localcloud.services.cas.certificates import StoredCertificate
from localcloud.services.mns.model import Draft
from localcloud.world import LocalCloud
from tests.owner import own_bucket

__all__ = ["DEAD", "LEDGER", "QUEUE", "SITE", "OssJournal", "Scene"]

WWW, STATIC, CDN = (Domain(f"{name}.shop.example") for name in ("www", "static", "cdn"))


class Scene(Stage):
    """An account that tests fill; made by the world and without roles, which is quicker."""

    strict_roles = False

    def set_up(self) -> None:
        """What `certbind setup` makes, but for the roles."""
        self.cloud.oss.world.create_bucket(LEDGER, "cn-hangzhou")
        for queue in (QUEUE, DEAD):
            self.cloud.mns.model.create_queue(queue, {})

    def map(self, *domains: str, bucket: str = "assets") -> None:
        """Custom domains of a bucket, which is created at its first use."""
        world = self.cloud.oss.world
        if bucket not in {one.name for one in world.buckets()}:
            world.create_bucket(bucket, "cn-hangzhou")
        for domain in domains:
            world.map_domain(bucket, domain)

    def redeploy(self, **environ: str) -> None:
        """The functions anew, with other settings; the account, its queues and its time stay."""
        self.cloud.stop()
        os.environ.update(environ)
        self.cloud = LocalCloud(
            self._folder, service_file=ROOT / "s.yaml", strict_roles=self.strict_roles
        )
        self.cloud.start()
        self._seen = 0

    def send(self, message: str | bytes | dict[str, Any]) -> None:
        """A message in the queue, as a sender that encodes nothing would put it."""
        body = json.dumps(message) if isinstance(message, dict) else message
        text = body.decode("latin-1") if isinstance(body, bytes) else body
        self.cloud.mns.model.send(QUEUE, Draft(text))
        self.settle()

    def announce(self, certificate: StoredCertificate, kind: str = "issued") -> None:
        """The event of a certificate, as `watch` words it."""
        self.send(
            {
                "specversion": "1.0",
                "id": f"{kind}-{certificate.identifier}",
                "source": "certbind",
                "type": f"certificate.{kind}",
                "data": {"certificate": certificate.identifier},
            }
        )

    def bind_command(self, domain: str, identifier: str, cause: str = "a-test") -> dict[str, Any]:
        """The message that certbind sends itself for one OSS domain."""
        return {
            "specversion": "1.0",
            "id": f"bind-{cause}",
            "source": "certbind",
            "type": "certbind.bind",
            "data": {
                "target": {
                    "kind": "oss",
                    "domain": domain,
                    "bucket": "assets",
                    "region": "cn-hangzhou",
                },
                "certificate": identifier,
                "cause": cause,
                "attempt": 1,
            },
        }

    def enable_versioning(self, bucket: str) -> None:
        """As a person would, with the SDK."""
        config = oss2.models.BucketVersioningConfig("Enabled")
        self.bucket(bucket).put_bucket_versioning(config)

    def bucket(self, name: str) -> oss2.Bucket:
        """A bucket as its owner's SDK has it."""
        return own_bucket(self.cloud, name)

    def ledger_objects(self) -> str:
        """Every object of the ledger's bucket, as it lies there."""
        bucket = self.bucket(LEDGER)
        keys = [found.key for found in oss2.ObjectIteratorV2(bucket)]
        return "\n".join(f"{key}: {bucket.get_object(key).read().decode()}" for key in keys)

    def logs(self) -> str:
        """All that function instances printed."""
        files = sorted((self._folder / "logs").glob("*.log"))
        return "\n".join(file.read_text("utf-8") for file in files)

    def answers(self) -> str:
        """All that functions answered."""
        invocations = self.cloud.runner.invocations()
        return "\n".join(one.result.body.decode("utf-8", "replace") for one in invocations)

    def settle(self) -> None:
        """Wait until nothing runs and nothing is due."""
        self.pass_time()

    def let_it_finish(self, *, minutes: int = 40) -> None:
        """Move on in small steps, so that everything that waits gets its turn."""
        for _ in range(minutes):
            self.pass_time(seconds=61)

    def bound(self, domain: str) -> str:
        """The certificate id that OSS shows for a custom domain; "" for none."""
        for one in self.cloud.oss.world.cnames():
            if one.domain == domain:
                return one.certificate.identifier if one.certificate else ""
        raise LookupError(domain)

    def bound_on_cdn(self, domain: str) -> int:
        """The certificate number bound on CDN; 0 for none."""
        found = self.cloud.cdn.model.get(domain)
        assert found is not None
        return found.binding.number if found.binding else 0

    def journal(self) -> Any:
        """The ledger, read as a person would."""
        return open_journal({**os.environ, **self.cloud.env()}, 60)

    def kinds(self, domain: Domain) -> list[EntryKind]:
        """What the ledger tells of a domain, in order; its hash chain must be whole."""
        entries = read_history(self.journal(), domain).entries
        assert verify_chain(entries) == ()
        return [entry.record.kind for entry in entries]

    def rejected(self) -> list[str]:
        """The messages that the ledger has put on record as no events, as sentences."""
        journal = self.journal()
        return [
            journal.newest(subject).record.message for subject in journal.subjects("rejected/")
        ]

    def dead(self) -> list[str]:
        """What lies in the dead-letter queue."""
        return [message.body for message in self.cloud.mns.model.peek(DEAD, 16)]

    def leaf(self, domain: str) -> set[str]:
        """The fingerprints that the edges serve."""
        return {visit.fingerprint for visit in self.visits(domain)}

    def wait(self, seconds: int) -> None:
        """World time."""
        self.cloud.advance(timedelta(seconds=seconds))
