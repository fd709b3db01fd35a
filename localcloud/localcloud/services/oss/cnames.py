"""Domains bound to buckets: the state, its rules applied under one lock, the edges told."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from localcloud.contracts import TLS_VERSIONS, Manner, Serving
from localcloud.services.oss import errors
from localcloud.services.oss.bound_certificate import BoundCertificate
from localcloud.services.oss.buckets import Bucket, Buckets
from localcloud.services.oss.cname_rules import CertificateChange, Step, step_of
from localcloud.services.oss.errors import OssRefusal
from localcloud.store import Store
from localcloud.switches import Switches

DOMAINS_PER_BUCKET = 100


@dataclass(frozen=True, slots=True)
class Binding:
    """A domain bound to a bucket, with or without a certificate."""

    domain: str
    bucket: str
    region: str
    modified: datetime
    certificate: BoundCertificate | None = None
    enabled: bool = True
    """What ListCname shows as Status."""

    @property
    def certificate_id(self) -> str:
        """What ListCname shows as CertId; "" without a certificate."""
        return self.certificate.identifier if self.certificate else ""

    @property
    def site(self) -> str:
        """The edges that serve it."""
        return f"oss/{self.region}"

    def to_record(self) -> dict[str, Any]:
        """For the store."""
        certificate = self.certificate.to_record() if self.certificate else None
        return {
            "domain": self.domain,
            "bucket": self.bucket,
            "region": self.region,
            "modified": self.modified.isoformat(),
            "certificate": certificate,
            "enabled": self.enabled,
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Binding:
        """The reverse."""
        held = record["certificate"]
        return cls(
            record["domain"],
            record["bucket"],
            record["region"],
            datetime.fromisoformat(record["modified"]),
            BoundCertificate.from_record(held) if held else None,
            record.get("enabled", True),
        )


class Cnames:
    """All bindings of the account; a domain belongs to one bucket.

    Certificates are fetched before and checked under the lock, so this lock is never held while
    CAS is asked; reading takes no lock, so CAS may ask who uses a certificate at any time.
    """

    def __init__(
        self,
        store: Store,
        lock: threading.RLock,
        serving: Serving,
        switches: Switches,
        buckets: Buckets,
    ) -> None:
        self._lock = lock
        self._serving = serving
        self._switches = switches
        self._buckets = buckets
        self._records = store.table("oss.cnames")
        self._known = {d: Binding.from_record(r) for d, r in self._records.items()}
        self._by_bucket: dict[str, dict[str, Binding]] = {}
        for each in self._known.values():
            self._by_bucket.setdefault(each.bucket, {})[each.domain] = each
        self._before: dict[str, tuple[Binding, ...]] = {}

    def find(self, domain: str) -> Binding | None:
        """The binding of a domain, or None."""
        return self._known.get(domain)

    def bucket_of(self, domain: str) -> str | None:
        """Which bucket a request to this host is for; None when the domain is not bound, or not
        served.
        """
        binding = self.find(domain)
        return binding.bucket if binding and self._is_served(binding) else None

    def all(self) -> tuple[Binding, ...]:
        """Every binding, in order of domains."""
        return tuple(binding for _, binding in sorted(self._known.copy().items()))

    def of_bucket(self, bucket: str) -> tuple[Binding, ...]:
        """The bindings of one bucket, in order of domains."""
        held = self._by_bucket.get(bucket, {}).copy()
        return tuple(binding for _, binding in sorted(held.items()))

    def before_last_write(self, bucket: str) -> tuple[Binding, ...]:
        """What `of_bucket` was before the newest change of this bucket's bindings."""
        with self._lock:
            return self._before.get(bucket, self.of_bucket(bucket))

    def require_free_or_own(self, bucket: str, domain: str) -> Binding | None:
        """The binding to this bucket, None for an unbound domain; CnameAlreadyExists else."""
        present = self.find(domain)
        if present is not None and present.bucket != bucket:
            text = "The cname is already bound to another bucket."
            raise OssRefusal(
                409,
                "CnameAlreadyExists",
                text,
                "0018-99999999",
                Cname=domain,
                CnameType="CNAME_OSS",
            )
        return present

    def check(self, bucket: str, domain: str, change: CertificateChange | None) -> None:
        """Refuse what `put` would refuse now, before CAS is asked to file anything for it."""
        present = self.require_free_or_own(bucket, domain)
        step_of(change, present.certificate_id if present else "", domain, self._switches)

    def put(
        self,
        bucket: Bucket,
        domain: str,
        change: CertificateChange | None,
        certificate: BoundCertificate | None,
        now: datetime,
    ) -> None:
        """PutCname after the ownership check: bind if need be, then the certificate's table.

        `certificate`: what `change` names, None for a detachment. All or nothing.
        """
        with self._lock:
            present = self.require_free_or_own(bucket.name, domain)
            current = present.certificate_id if present else ""
            step = step_of(change, current, domain, self._switches)
            if present is None:
                self._require_room(bucket)
                present = Binding(domain, bucket.name, bucket.region, now)
            elif step is Step.KEEP:
                return
            held = present.certificate if step is Step.KEEP else certificate
            self._keep(replace(present, modified=now, certificate=held))

    def set(self, binding: Binding) -> None:
        """Bind by the world's hand, without any guard."""
        with self._lock:
            self.require_free_or_own(binding.bucket, binding.domain)
            self._keep(binding)

    def delete(self, bucket: str, domain: str) -> None:
        """DeleteCname. For an unbound domain sources disagree, so a switch decides."""
        with self._lock:
            present = self.find(domain)
            if present is None or present.bucket != bucket:
                if self._switches["oss.delete_unbound_cname"] == "404":
                    text = "The specified cname does not exist."
                    raise OssRefusal(404, "NoSuchCname", text, "0018-99999999", Cname=domain)
                return
            self._before[bucket] = self.of_bucket(bucket)
            del self._records[domain]
            del self._known[domain]
            del self._by_bucket[bucket][domain]
            self._serving.withdraw(domain, present.site)

    def publish_all(self) -> None:
        """Tell the edges every binding; they know nothing after a start."""
        for binding in self.all():
            self._publish(binding)

    def publish_bucket(self, bucket: str) -> None:
        """Tell the edges the domains of a bucket whose settings were changed."""
        for binding in self.of_bucket(bucket):
            self._publish(binding)

    def uses(self) -> Iterable[tuple[str, str]]:
        """Certificate and `oss:<bucket>/<domain>` of every binding (UseRegister)."""
        for binding in self.all():
            if binding.certificate_id:
                yield binding.certificate_id, f"oss:{binding.bucket}/{binding.domain}"

    def _keep(self, binding: Binding) -> None:
        self._before[binding.bucket] = self.of_bucket(binding.bucket)
        self._records[binding.domain] = binding.to_record()
        self._known[binding.domain] = binding
        self._by_bucket.setdefault(binding.bucket, {})[binding.domain] = binding
        self._publish(binding)

    def _is_served(self, binding: Binding) -> bool:
        """Whether visitors of a Disabled domain are served is UNCERTAIN: a switch."""
        return binding.enabled or self._switches["oss.disabled_cname"] == "served"

    def _publish(self, binding: Binding) -> None:
        if not self._is_served(binding):
            self._serving.withdraw(binding.domain, binding.site)
            return
        material = binding.certificate.material if binding.certificate else None
        bucket = self._buckets.find(binding.bucket)
        versions = bucket.tls_versions if bucket else ()
        manner = Manner(tls=versions or TLS_VERSIONS)
        self._serving.publish(binding.domain, binding.site, material, manner)

    def _require_room(self, bucket: Bucket) -> None:
        if len(self.of_bucket(bucket.name)) >= DOMAINS_PER_BUCKET:
            text = f"A bucket takes at most {DOMAINS_PER_BUCKET} domains."
            raise errors.invalid_argument("Domain", "", text, "0018-99999999")
