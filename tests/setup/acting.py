"""A local cloud that does not trust, and the functions' use cases run in it under their roles."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from certbind import bootstrap
from certbind.domain.deployment.permissions import Permission, policy_document
from certbind.domain.deployment.policy_resources import Scope
from certbind.domain.model.identity import CertificateId, ProductName
from certbind.envelopes import Delivery, parse
from certbind.errors import CertbindError
from certbind.requests import RollbackRequest
from certbind.usecases.account.sweep_report import SweepReport
from certbind.usecases.certificates.watch import WatchReport
from certbind.usecases.rotate.outcome import Outcome
from certbind.usecases.wishes.rollback_report import RollbackReport
from certbind.wiring import instance, uses
from localcloud.acts.certificates import Certificates
from localcloud.acts.deployments import Deployments
from localcloud.calls import Call
from localcloud.services.balancing import Balancer
from localcloud.services.cas.certificates import StoredCertificate
from localcloud.services.cas.deploying.jobs import Manner
from localcloud.world import LocalCloud

SITE = "cn-hangzhou"
WWW, CDN, OLD = "www.shop.example", "cdn.shop.example", "old.shop.example"
_SECONDS_LEFT = 60.0
_PATIENCE = timedelta(seconds=20)


class Acting:
    """Each function runs under the role that its policy makes; nothing starts by itself.

    The use cases are given the world's clock (see conftest.py); the SDKs sign by this machine's,
    so the two stay near each other: pauses are short.
    """

    def __init__(self, cloud: LocalCloud) -> None:
        self.cloud = cloud
        self.products = ""
        account = cloud.kernel.credentials.account_id
        self.scope = Scope(
            account_id=account,
            region=SITE,
            queue="certbind-events",
            dead_letters="certbind-events-dead",
            ledger_bucket=f"certbind-ledger-{account}",
            ledger_prefix="certbind/",
            log_project="certbind-logs",
            log_store="functions",
            prefix="certbind",
        )

    def furnish(self) -> None:
        """The queues and the bucket, without roles."""
        for queue in (self.scope.queue, self.scope.dead_letters):
            self.cloud.mns.model.create_queue(queue, {})
        self.cloud.oss.world.create_bucket(self.scope.ledger_bucket, SITE)

    def clock(self) -> Acting:
        """In the place of SystemClock."""
        return self

    def now(self) -> datetime:
        """Implements ports.Clock."""
        return self.cloud.clock.now()

    def grant(self, function: str, permissions: tuple[Permission, ...]) -> None:
        """The role of a function, with exactly these."""
        document = json.dumps(policy_document(permissions, self.scope))
        self.cloud.ram.set_role(role_of(function), [document])

    def grant_all(self) -> None:
        """Every function what it is declared to need."""
        for function in uses.USES:
            self.grant(function, uses.permissions_of(function))

    def environment(self, function: str) -> Mapping[str, str]:
        """As Function Compute gives it."""
        key = self.cloud.kernel.credentials.issue_role_key(role_of(function))
        return {
            **self.cloud.env(),
            "ALIBABA_CLOUD_ACCESS_KEY_ID": key.key_id,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": key.secret,
            "ALIBABA_CLOUD_SECURITY_TOKEN": key.token,
            "CERTBIND_CDN_DOMAINS": ",".join(self.scope.narrowed(ProductName("cdn"))),
            "CERTBIND_BUCKETS": ",".join(self.scope.narrowed(ProductName("oss"))),
            "CERTBIND_PRODUCTS": self.products,
            "CERTBIND_RENEW": "all" if self.scope.renews else "none",
            "CERTBIND_VALIDATE": self._zones(),
            "CERTBIND_HARDEN": "all" if self.scope.hardens else "none",
            "CERTBIND_VERIFY_AFTER_SECONDS": "1",
            "CERTBIND_CONFIRM_AFTER_SECONDS": "1",
        }

    def _zones(self) -> str:
        named = ",".join(self.scope.narrowed(ProductName("alidns"))) or "all"
        return named if self.scope.validates else "none"

    def watch(self) -> WatchReport:
        return bootstrap.watch(self.environment("watch"), _SECONDS_LEFT)()

    def recheck(self) -> SweepReport:
        return bootstrap.recheck(self.environment("recheck"), _SECONDS_LEFT)().report

    def rollback(self, request: RollbackRequest) -> RollbackReport:
        return bootstrap.rollback(self.environment("rollback"), _SECONDS_LEFT)(request)

    def bound(self) -> CertificateId:
        """At the custom domain."""
        found = next(one for one in self.cloud.oss.world.cnames() if one.domain == WWW)
        assert found.certificate is not None
        return CertificateId.parse(found.certificate.identifier)

    def pump(self) -> list[Outcome]:
        """Every message to certificate_event, and what they lead to, until the queue is empty."""
        handle = self._handler()
        return [handle(delivery) for delivery in self._deliveries()]

    def pump_all(self) -> Iterator[str]:
        """Likewise, and what each said; one that failed is not tried again, as it would be."""
        handle = self._handler()
        for delivery in self._deliveries():
            try:
                yield str(handle(delivery).to_json())
            except CertbindError as error:
                yield str(error)

    def _handler(self) -> Callable[[Delivery], Outcome]:
        return bootstrap.certificate_event(self.environment("certificate_event"), _SECONDS_LEFT)

    def _deliveries(self, most: int = 60) -> Iterator[Delivery]:
        """The world's clock moves while nothing is due."""
        queue = self.scope.queue
        for _ in range(most):
            message = self.cloud.queues.receive(queue)
            if message is not None:
                self.cloud.queues.delete(queue, message.receipt)
                yield from parse(message.body.encode())
                continue
            due = self.cloud.queues.next_visible(queue)
            if due is None or due - self.now() > _PATIENCE:
                return
            self.cloud.advance(timedelta(seconds=1))
        raise AssertionError("the queue does not come to rest")

    def begin_a_job(self, domain: str) -> None:
        """CAS is at work on this domain, and goes on; nobody remembers that it was not."""
        held = self.issue(domain)
        self.cloud.oss.world.bind("assets", domain, held.identifier)
        self.cloud.cas.deploying.jobs.manner = Manner(endless=True)
        Deployments(self.cloud, Certificates(self.cloud)).deploy(held.identifier, [domain])
        instance.forget()

    def issue(self, *names: str, defects: tuple[str, ...] = ()) -> StoredCertificate:
        made = self.cloud.authorities.issue(names, days=90, defects=defects)
        return self.cloud.cas.add_issued(made.chain_pem, made.key_pem, site=SITE, name=names[0])

    def near_the_end(self, domain: str) -> None:
        """A domain of the bucket whose certificate ends in twelve days, with nothing after it."""
        began = self.now() - timedelta(days=78)
        made = self.cloud.authorities.issue((domain,), days=90, not_before=began)
        held = self.cloud.cas.add_issued(made.chain_pem, made.key_pem, site=SITE, name=domain)
        self.cloud.oss.world.map_domain("assets", domain)
        self.cloud.oss.world.bind("assets", domain, held.identifier)

    def send(self, kind: str, certificate: StoredCertificate, **data: str) -> None:
        """An event of a certificate."""
        event = {
            "specversion": "1.0",
            "id": f"{kind}-{certificate.identifier}",
            "source": "certbind",
            "type": f"certificate.{kind}",
            "data": {"certificate": certificate.identifier, **data},
        }
        self.cloud.queues.send(self.scope.queue, json.dumps(event))

    def map_domains(self, edge: str = "cdn") -> None:
        """A custom domain of a bucket, one with a certificate that is over, and a CDN domain, or
        one of its likes.
        """
        self.cloud.oss.world.create_bucket("assets", SITE)
        self.cloud.oss.world.map_domain("assets", WWW)
        self.cloud.oss.world.map_domain("assets", OLD)
        over = self.issue(OLD, defects=("expired",))
        self.cloud.oss.world.bind("assets", OLD, over.identifier)
        if edge == "esa":
            esa = self.cloud.esa
            record = esa.add_record(esa.add_site("shop.example"), CDN)
            self.cloud.dns.set_cname(CDN, esa.record_cname(record))
            return
        if edge in self.cloud.balancing:
            self.balance(edge, CDN)
            return
        self.cloud.standings.set_opened(edge, opened=True)
        self.cloud.accelerated[edge].add_domain(CDN, [])

    def balance(self, kind: str, *domains: str) -> Balancer:
        """A load balancer that serves the domains with one certificate in two slots: beside
        another one at the usual port, and as the default one of a second listener.
        """
        model = self.cloud.balancing[kind]
        made = model.add_balancer(SITE, name=kind, edition=next(iter(model.brand.quotas)))
        usual, other = model.brand.secure[0], model.brand.secure[-1]
        held = self.issue(*domains)
        first = model.add_listener(made.id, usual, 443, self.issue("fallback.example"))
        model.attach(first, held)
        model.add_listener(made.id, other, 8443, held)
        for domain in domains:
            self.cloud.dns.set_cname(domain, made.dns_name)
        return made

    def refused(self) -> list[Call]:
        """The calls for which RAM found no permission."""
        return [call for call in self.cloud.kernel.calls.calls() if call.missing]


def role_of(function: str) -> str:
    return f"certbind-{function.replace('_', '-')}"


Prepare = Callable[[Acting], None]
Prepared = Callable[[str, Prepare], Acting]
"""A name, and what is done where nobody did it under this name yet (conftest.py)."""
