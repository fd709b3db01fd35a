"""CAS (both sites) and CDN over real loopback HTTP, with both generations of SDKs as clients."""

from __future__ import annotations

import importlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.auth.credentials import StsTokenCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest

from localcloud.authority import Authorities, Issued
from localcloud.calls import CallLog
from localcloud.clock import Clock
from localcloud.contracts import CHINA_SITE, INTERNATIONAL_SITE, PLAIN, Manner, Material
from localcloud.credentials import AccessKey, Credentials
from localcloud.faults import Faults
from localcloud.gateway import Kernel
from localcloud.http import Endpoint
from localcloud.services.accelerated import AcceleratedModel
from localcloud.services.cas import CasService, CasStore, StoredCertificate
from localcloud.services.cdn import BRAND, CdnService
from localcloud.store import Store
from localcloud.switches import Switches


class RecordingEdges:
    """What the edges were told, in order; `served` is what stands now."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str | None]] = []
        self.served: dict[str, Material | None] = {}

    def addresses(self, site: str) -> tuple[str, ...]:
        return ("127.0.0.2",)

    def publish(
        self, domain: str, site: str, material: Material | None, manner: Manner = PLAIN
    ) -> None:
        assert site == "cdn"
        self.told.append((domain, None if material is None else material.identifier))
        self.served[domain] = material

    def withdraw(self, domain: str, site: str) -> None:
        self.served.pop(domain, None)


class Zone:
    """CNAMEs as they were set."""

    def __init__(self) -> None:
        self.cnames: dict[str, str] = {}

    def set_cname(self, name: str, target: str) -> None:
        self.cnames[name] = target

    def txt(self, name: str) -> tuple[str, ...]:
        return ()


class RpcCloud:
    """The services under test; `path` None keeps the state in memory."""

    def __init__(self, path: Path | None = None) -> None:
        self.store = Store(path)
        self.clock = Clock()
        self.switches = Switches(self.store)
        self.credentials = Credentials(self.store, self.clock)
        self.faults = Faults()
        self.calls = CallLog()
        self.kernel = Kernel(self.clock, self.credentials, self.faults, self.calls)
        self.edges = RecordingEdges()
        self.zone = Zone()
        self.authorities = Authorities(self.store, self.clock)
        self.cas = CasStore(self.store, self.clock, self.switches)
        shared = (self.store, self.clock, self.switches, self.cas, self.edges, self.zone)
        self.cdn = AcceleratedModel(*shared, BRAND)
        if path is None:
            self.cdn.configuring_seconds = 0  # most tests write several times in a row
        self.cas.register = self.cdn
        self.endpoints = {
            CHINA_SITE: Endpoint("cas", CasService(self.kernel, CHINA_SITE, self.cas)),
            INTERNATIONAL_SITE: Endpoint(
                "cas-intl", CasService(self.kernel, INTERNATIONAL_SITE, self.cas)
            ),
            "cdn": Endpoint("cdn", CdnService(self.kernel, self.cdn)),
        }
        for endpoint in self.endpoints.values():
            endpoint.start()

    def stop(self) -> None:
        for endpoint in self.endpoints.values():
            endpoint.stop()
        self.store.close()

    def issued(self, *names: str, **order: Any) -> Issued:
        """A certificate for these names, not in CAS yet."""
        return self.authorities.issue(names or ("www.example.com",), **order)

    def held(
        self, *names: str, site: str = CHINA_SITE, name: str = "", **order: Any
    ) -> StoredCertificate:
        """A certificate that was bought in CAS."""
        made = self.issued(*names, **order)
        label = name or f"cert-{made.serial[:12]}"
        return self.cas.add_issued(made.chain_pem, made.key_pem, site=site, name=label)

    def client(self, key: AccessKey | None = None) -> AcsClient:
        """The classic SDK's client."""
        key = key or self.credentials.root
        if key.token:
            credential = StsTokenCredential(key.key_id, key.secret, key.token)
            return AcsClient(region_id="cn-hangzhou", credential=credential)
        return AcsClient(key.key_id, key.secret, "cn-hangzhou")

    def cas_call(self, action: str, *, at: str = CHINA_SITE, **parameters: Any) -> Any:
        """Through the classic SDK's own request class for the action."""
        return self.classic("aliyunsdkcas.request.v20200407", at, action, parameters)

    def cdn_call(self, action: str, **parameters: Any) -> Any:
        """Through the classic SDK's own request class for the action."""
        return self.classic("aliyunsdkcdn.request.v20180510", "cdn", action, parameters)

    def classic(self, package: str, at: str, action: str, parameters: dict[str, Any]) -> Any:
        module = importlib.import_module(f"{package}.{action}Request")
        request = getattr(module, f"{action}Request")()
        for name, value in parameters.items():
            request.add_query_param(name, value)
        request.set_endpoint(self.endpoints[at].url)
        return json.loads(self.client().do_action_with_exception(request))

    def common(
        self,
        action: str,
        *,
        at: str = "cdn",
        method: str = "POST",
        form: dict[str, str] | None = None,
        key: AccessKey | None = None,
        **parameters: Any,
    ) -> Any:
        """Through CommonRequest, for actions that the classic packages lack."""
        version = "2018-05-10" if at == "cdn" else "2020-04-07"
        request = CommonRequest(
            domain=f"127.0.0.1:{self.endpoints[at].port}", version=version, action_name=action
        )
        request.set_method(method)
        for name, value in parameters.items():
            request.add_query_param(name, value)
        for name, value in (form or {}).items():
            request.add_body_params(name, value)
        return json.loads(self.client(key).do_action_with_exception(request))


def refusal(call: Any, *arguments: Any, **parameters: Any) -> tuple[int, str]:
    """Status and code of the refusal that the call meets; a success is an error of the test."""
    try:
        answer = call(*arguments, **parameters)
    except ServerException as error:
        return int(error.get_http_status()), str(error.get_error_code())
    raise AssertionError(f"not refused: {sorted(answer)}")


def names(answers: Sequence[dict[str, Any]], field: str) -> list[Any]:
    """One field of each item."""
    return [item[field] for item in answers]
