"""Load balancers of a whole world, called as clients call them: the classic SDK over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.auth.credentials import StsTokenCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest

from localcloud.acts.balancers import Balancers
from localcloud.acts.certificates import Certificates
from localcloud.contracts import CHINA_SITE
from localcloud.credentials import AccessKey
from localcloud.services.balancing import Listener
from localcloud.services.cas import StoredCertificate
from localcloud.world import LocalCloud
from tests.localcloud.edges.visiting import leaf

WWW, API = "www.shop.example", "api.shop.example"
VERSIONS = {"alb": "2020-06-16", "nlb": "2022-04-30"}
TAKES_AWAY = {
    "alb": "DissociateAdditionalCertificatesFromListener",
    "nlb": "DisassociateAdditionalCertificatesWithListener",
}
ASSOCIATE = "AssociateAdditionalCertificatesWithListener"
LIST = "ListListenerCertificates"
WRITES = (ASSOCIATE, TAKES_AWAY["nlb"], "UpdateListenerAttribute", "DeleteListener")


class Shop:
    """One product of a world: an instance with a listener whose default certificate is of WWW."""

    def __init__(self, world: LocalCloud, kind: str) -> None:
        self.world = world
        self.kind = kind
        self.model = world.balancing[kind]
        self.acts = Balancers(world, Certificates(world))
        self.default = self.held(WWW)
        self.balancer = self.acts.add(kind)["balancer"]
        made = self.acts.listen(self.balancer, certificate=self.default.identifier)
        self.listener: str = made["listener"]

    def held(self, *names: str, site: str = CHINA_SITE, **order: Any) -> StoredCertificate:
        """A certificate that CAS has."""
        made = self.world.authorities.issue(names, **order)
        name = f"{names[0]}-{made.serial[:8]}"
        return self.world.cas.add_issued(made.chain_pem, made.key_pem, site=site, name=name)

    def call(
        self,
        action: str,
        *,
        region: str = "",
        key: AccessKey | None = None,
        form: bool | None = None,
        **parameters: Any,
    ) -> Any:
        """The answer. form: whether the parameters stand in the body (as NLB's writes want it)."""
        key = key or self.world.kernel.credentials.root
        client = AcsClient(key.key_id, key.secret, "cn-hangzhou")
        if key.token:
            signer = StsTokenCredential(key.key_id, key.secret, key.token)
            client = AcsClient(region_id="cn-hangzhou", credential=signer)
        suffix = f"_{region.upper().replace('-', '_')}" if region else ""
        url = self.world.env()[f"{self.kind.upper()}_ENDPOINT{suffix}"]
        request = CommonRequest(
            domain=url.removeprefix("http://"), version=VERSIONS[self.kind], action_name=action
        )
        request.set_method("POST")
        if region:
            request.add_query_param("RegionId", region)
        in_body = self.kind == "nlb" and (action == LIST or action in WRITES)
        in_body = in_body if form is None else form
        add = request.add_body_params if in_body else request.add_query_param
        for name, value in parameters.items():
            add(name.replace("__", "."), value)
        return json.loads(client.do_action_with_exception(request))

    def write(self, action: str, *certificates: str, **more: Any) -> Any:
        """A write to the listener: certificates as the product names them."""
        parts = {f"Certificates__{n}__CertificateId": c for n, c in enumerate(certificates, 1)}
        if self.kind == "nlb":
            name = "CertificateIds" if action.startswith("Update") else "AdditionalCertificateIds"
            parts = {f"{name}__{n}": c for n, c in enumerate(certificates, 1)}
        return self.call(action, **{"ListenerId": self.listener, **parts, **more})

    def associate(self, *certificates: StoredCertificate, **more: Any) -> Any:
        return self.write(ASSOCIATE, *(one.identifier for one in certificates), **more)

    def dissociate(self, *certificates: StoredCertificate, **more: Any) -> Any:
        action = TAKES_AWAY[self.kind]
        return self.write(action, *(one.identifier for one in certificates), **more)

    def update(self, *certificates: StoredCertificate, **more: Any) -> Any:
        wanted = (one.identifier for one in certificates)
        return self.write("UpdateListenerAttribute", *wanted, **more)

    def rows(self) -> list[tuple[str, bool, str]]:
        """Id, whether it is the default, state: as the product lists them."""
        found = self.call(LIST, ListenerId=self.listener)["Certificates"]
        return [(one["CertificateId"], one["IsDefault"], one["Status"]) for one in found]

    def attribute(self) -> Any:
        return self.call("GetListenerAttribute", ListenerId=self.listener)

    def word(self, job: str) -> str:
        """How a job goes."""
        if self.kind == "nlb":
            return str(self.call("GetJobStatus", JobId=job)["Status"])
        (found,) = self.call("ListAsynJobs", JobIds__1=job)["Jobs"]
        return str(found["Status"])

    def leaves(self, name: str | None) -> set[str]:
        """What visitors of the instance get who ask for this name, as SHA-256."""
        addresses = self.world.edges.addresses(f"{self.kind}/{self.balancer}")
        return {leaf(a, self.world.edges.port, name) for a in addresses}

    def kept(self) -> Listener:
        found = self.model.listener(self.listener)
        assert found is not None
        return found

    def pass_time(self, seconds: float = 3) -> None:
        self.world.advance(timedelta(seconds=seconds))


def sha(held: StoredCertificate) -> str:
    return held.facts.sha256.lower()


def refusal(call: Any, *arguments: Any, **parameters: Any) -> tuple[int, str]:
    """Status and code."""
    try:
        answer = call(*arguments, **parameters)
    except ServerException as error:
        return int(error.get_http_status()), str(error.get_error_code())
    raise AssertionError(f"not refused: {sorted(answer)}")


@pytest.fixture(params=["alb", "nlb"])
def shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    with LocalCloud() as world:
        yield Shop(world, request.param)


@pytest.fixture
def alb() -> Iterator[Shop]:
    with LocalCloud() as world:
        yield Shop(world, "alb")


@pytest.fixture
def nlb() -> Iterator[Shop]:
    with LocalCloud() as world:
        yield Shop(world, "nlb")
