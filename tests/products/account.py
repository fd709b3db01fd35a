"""An account with domains at several edges, driven as the functions are."""

from __future__ import annotations

from dataclasses import replace

from certbind.domain.deployment.policy_resources import Scope
from certbind.domain.model.identity import ProductName
from localcloud.services.cas.certificates import StoredCertificate
from localcloud.services.cdn import Origin
from tests.setup.acting import SITE, Acting

ORIGIN = Origin("domain", "origin.example.com")


class Account(Acting):
    """See Acting."""

    def accelerate(self, at: str, domain: str, *, dns: bool = True) -> None:
        """dns: whether DNS leads to it from now on."""
        self.cloud.standings.set_opened(at, opened=True)
        model = self.cloud.accelerated[at]
        if dns:
            model.add_domain(domain, [ORIGIN])
        else:
            model.create(domain, [ORIGIN])

    def stands(self, at: str, domain: str) -> str:
        """The identifier of what is bound there; "" for nothing."""
        found = self.cloud.accelerated[at].get(domain)
        assert found is not None
        return "" if found.binding is None else found.binding.identifier

    def held(self, *names: str, days: int = 90) -> StoredCertificate:
        """A certificate that CAS issues; a later one with more days is the better one."""
        made = self.cloud.authorities.issue(names, days=days)
        name = f"{names[0]}-{days}"
        return self.cloud.cas.add_issued(made.chain_pem, made.key_pem, site=SITE, name=name)

    def served(self, at: str, domain: str) -> set[str]:
        """What the product's own edges serve for it."""
        rows = self.cloud.edges.serving(domain)
        return {row.identifier for row in rows if row.site == at}

    def without(self, *products: str) -> Scope:
        """The scope of an account that does not use these."""
        return replace(self.scope, without=tuple(ProductName(one) for one in products))

    def told(self) -> list[str]:
        """What was decided on every message, until none is left."""
        return [outcome.result.value for outcome in self.pump()]
