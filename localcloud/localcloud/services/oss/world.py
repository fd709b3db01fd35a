"""Acting as the world: what a person does at the console, without guards or ownership checks."""

from __future__ import annotations

from dataclasses import replace

from localcloud.services.oss.account import OssAccount
from localcloud.services.oss.address import ACCELERATE
from localcloud.services.oss.bound_certificate import from_cas
from localcloud.services.oss.buckets import Bucket
from localcloud.services.oss.cnames import Binding
from localcloud.services.oss.domains import check_domain


class OssWorld:
    """For the `localcloud` command and for tests. Refusals are OSS's own (ServiceError)."""

    def __init__(self, account: OssAccount) -> None:
        self._account = account

    def create_bucket(self, name: str, region: str) -> Bucket:
        """A private bucket."""
        return self._account.buckets.create(Bucket(name, region, self._account.now()))

    def map_domain(self, bucket: str, domain: str, *, accelerated: bool = False) -> Binding:
        """Bind a domain as if its ownership had been shown, and point its DNS at the bucket;
        accelerated: at its name of transfer acceleration, which is switched on.
        """
        account = self._account
        found = account.buckets.get(bucket)
        name = check_domain(domain)
        present = account.cnames.require_free_or_own(bucket, name)
        binding = present or Binding(name, bucket, found.region, account.now())
        account.cnames.set(binding)
        location = ACCELERATE if accelerated else found.location
        if accelerated:
            self.set_acceleration(bucket, on=True)
        account.names.set_cname(name, f"{bucket}.{location}.aliyuncs.com")
        return binding

    def bind(self, bucket: str, domain: str, identifier: str | None) -> Binding:
        """Put a certificate of CAS at a bound domain, or take away what is there (None).

        LookupError when the domain is not bound to this bucket.
        """
        account = self._account
        name = check_domain(domain)
        present = account.cnames.require_free_or_own(bucket, name)
        if present is None:
            raise LookupError(f"{domain} is not bound to {bucket}")
        now = account.now()
        held = from_cas(account.certificates, identifier, now) if identifier else None
        binding = replace(present, certificate=held, modified=now)
        account.cnames.set(binding)
        return binding

    def set_enabled(self, domain: str, *, enabled: bool) -> Binding:
        """Status Enabled or Disabled. LookupError for a domain that is not bound."""
        account = self._account
        present = account.cnames.find(check_domain(domain))
        if present is None:
            raise LookupError(f"{domain} is bound to no bucket")
        binding = replace(present, enabled=enabled, modified=account.now())
        account.cnames.set(binding)
        return binding

    def set_versioning(self, bucket: str, state: str) -> Bucket:
        """`Enabled`, `Suspended`, or "": as if it had never been set, which OSS does not know."""
        return self._account.buckets.change(bucket, versioning=state)

    def set_acceleration(self, bucket: str, *, on: bool) -> Bucket:
        """Transfer acceleration, on or off."""
        return self._account.buckets.change(bucket, accelerated=on)

    def region_of(self, bucket: str) -> str | None:
        """Where the bucket is; None when there is none."""
        return next((each.region for each in self.buckets() if each.name == bucket), None)

    def clear_policy(self, bucket: str) -> None:
        """Take the bucket policy away: the way back when one has locked everybody out."""
        self._account.buckets.change(bucket, policy="")

    def buckets(self) -> tuple[Bucket, ...]:
        """All buckets, in order of names."""
        return self._account.buckets.all()

    def cnames(self) -> tuple[Binding, ...]:
        """All bound domains, in order."""
        return self._account.cnames.all()

    def set_forbids_public_endpoint(self, value: bool) -> None:
        """Whether this is an account of after 2025-03-20 (PublicEndpointForbidden)."""
        self._account.set_forbids_public_endpoint(value)
