"""What ALB and NLB say differently of the same: certificates at the listeners of instances."""

from __future__ import annotations

from collections.abc import Mapping

from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import EVERYTHING, Resource
from certbind.domain.model.identity import ProductName
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """name: of the product, as in its endpoints and permissions. protocols: of listeners that hold
    certificates. in_body: of the actions whose parameters travel in the form body, and with them
    the region, which an endpoint of the other product says alone.

    take_off: the action that takes additional certificates off. job: the one that tells of a job.
    additional, default: how the lists of certificates are called that the writes take, each
    item with what follows (`.CertificateId`). server: the parameter that leaves CA certificates
    out. most: additional certificates an instance, by its edition ("": of any other).
    """

    name: ProductName
    title: str
    version: str
    protocols: tuple[str, ...]
    take_off: str
    job: str
    additional: str
    default: str
    item: str
    server: str
    most: Mapping[str, int]
    in_body: tuple[str, ...] = ()

    def endpoint(self, region: str) -> str:
        """Where the product is called in this region."""
        return f"https://{self.name}.{region}.aliyuncs.com"

    def quota(self, edition: str) -> int:
        """Additional certificates that an instance of this edition may have."""
        return self.most.get(edition, self.most[""])

    @property
    def permissions(self) -> Permissions:
        """By method of Targets."""
        name = self.name
        instances = Resource(
            f"the {self.title} instances", (f"acs:{name}:*:{{scope.account_id}}:loadbalancer/*",)
        )

        def read(action: str, why: str) -> Permission:
            return Permission(f"{name}:{action}", EVERYTHING, why, if_used=name)

        def write(action: str, why: str) -> Permission:
            return Permission(f"{name}:{action}", instances, why, if_used=name)

        reads = (
            read("ListLoadBalancers", f"lists {self.title} instances"),
            read("ListListeners", "their listeners"),
            read("ListListenerCertificates", "what each listener holds"),
        )
        regions = read("DescribeRegions", "in which regions there may be some")
        job = read(self.job, "whether a change has come to its end")
        replaces = write("UpdateListenerAttribute", "replaces a listener's default certificate")
        puts = write("AssociateAdditionalCertificatesWithListener", "puts one beside the old one")
        takes = write(self.take_off, "takes the old one off")
        return {
            "scan": (*reads, regions),
            "find": (*reads, regions),
            "read": reads,
            "in_front": reads,
            "bind": (*reads, job, replaces, puts),
            "take_off": (*reads, job, replaces, puts, takes),
        }
