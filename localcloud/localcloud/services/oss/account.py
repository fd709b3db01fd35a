"""The account's OSS: its rooms, behind one lock, in one store."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from localcloud.contracts import CertificateDirectory, NameService, Serving
from localcloud.gateway import Kernel
from localcloud.services.oss.buckets import Bucket, Buckets
from localcloud.services.oss.cnames import Cnames
from localcloud.services.oss.domains import Tokens
from localcloud.services.oss.errors import OssRefusal
from localcloud.services.oss.multipart import Uploads
from localcloud.services.oss.objects import Objects
from localcloud.services.oss.places import Network, Place, Places
from localcloud.store import Store
from localcloud.switches import Switches


class OssAccount:
    """State and rules, apart from the wire."""

    def __init__(
        self,
        kernel: Kernel,
        store: Store,
        switches: Switches,
        certificates: CertificateDirectory,
        serving: Serving,
        names: NameService,
    ) -> None:
        self._kernel = kernel
        self.lock = threading.RLock()
        self.switches = switches
        self.certificates = certificates
        self.names = names
        self.places = Places()
        self.buckets = Buckets(store, self.lock)
        self.objects = Objects(store, self.lock)
        self.uploads = Uploads(store, self.lock)
        self.tokens = Tokens(store, self.lock)
        self.cnames = Cnames(store, self.lock, serving, switches, self.buckets)
        self._flags = store.table("oss.account")

    @property
    def owner_id(self) -> str:
        """The account's number."""
        return self._kernel.credentials.account_id

    def now(self) -> datetime:
        """The world's time."""
        return self._kernel.clock.now()

    @property
    def forbids_public_endpoint(self) -> bool:
        """Whether object operations are refused at public endpoints of mainland China.

        So it is for accounts that activated OSS after 2025-03-20 (PublicEndpointForbidden page).
        """
        return bool(self._flags.get("account", {}).get("forbids_public_endpoint", False))

    def set_forbids_public_endpoint(self, value: bool) -> None:
        """Make this a newer account, or an older one."""
        self._flags["account"] = {"forbids_public_endpoint": value}

    def endpoint(self, region: str, network: Network) -> str:
        """What ListBuckets gives for a bucket of this region."""
        return self.places.endpoint(Place(region, network))

    @contextmanager
    def existing(self, bucket: str) -> Iterator[Bucket]:
        """The bucket, which nobody deletes before the end of the block; NoSuchBucket."""
        with self.lock:
            yield self.buckets.get(bucket)

    def delete_bucket(self, name: str) -> None:
        """BucketNotEmpty while it holds objects, delete markers, or uploads that nobody ended:
        OSS's page on parts wants them deleted first, how the operation takes it is a switch. Its
        bindings go with it.
        """
        with self.lock:
            self.buckets.get(name)
            uploads = self.uploads.of_bucket(name)
            refused = uploads and self.switches["oss.delete_bucket_with_uploads"] == "refuse"
            if self.objects.all(name) or self.objects.markers(name) or refused:
                text = "The bucket has objects. Please delete them first."
                raise OssRefusal(409, "BucketNotEmpty", text, "0015-00000301", BucketName=name)
            for upload in uploads:
                self.uploads.end(upload)
            for binding in self.cnames.of_bucket(name):
                self.cnames.delete(name, binding.domain)
            self.buckets.delete(name)

    def owns(self, bucket: str, domain: str) -> bool:
        """Whether the domain's TXT record shows the token that this bucket was given for it.

        The DNS is asked before any lock is taken.
        """
        token = self.tokens.find(bucket, domain, self.now())
        return token is not None and token.text in self.names.txt(f"_dnsauth.{domain}")
