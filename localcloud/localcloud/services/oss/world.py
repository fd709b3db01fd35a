"""Acting as the world: what a person does at the console, without guards or ownership checks."""

from __future__ import annotations

from dataclasses import replace

from localcloud.services.oss.account import OssAccount
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

    def map_domain(self, bucket: str, domain: str) -> Binding:
        """Bind a domain as if its ownership had been shown, and point its DNS at the bucket."""
        account = self._account
        found = account.buckets.get(bucket)
        name = check_domain(domain)
        present = account.cnames.require_free_or_own(bucket, name)
        binding = present or Binding(name, bucket, found.region, account.now())
        account.cnames.set(binding)
        account.names.set_cname(name, f"{bucket}.{found.location}.aliyuncs.com")
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

    def clear_policy(self, bucket: str) -> None:
        """Take the bucket policy away: the way back when one has locked everybody out."""
        self._account.buckets.change(bucket, policy="")

    def buckets(self) -> tuple[Bucket, ...]:
        """All buckets, in order of names."""
        return self._account.buckets.all()

    def cnames(self) -> tuple[Binding, ...]:
        """All bound domains, in order."""
        return self._account.cnames.all()

    def users_of(self, identifier: str) -> tuple[str, ...]:
        """Who uses a certificate."""
        return self._account.cnames.users_of(identifier)

    def set_forbids_public_endpoint(self, value: bool) -> None:
        """Whether this is an account of after 2025-03-20 (PublicEndpointForbidden)."""
        self._account.set_forbids_public_endpoint(value)
