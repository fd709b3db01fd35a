"""How CDN serves a domain: its functions, read and changed (cas-cdn-api: function configuration).

CDN compares nothing on its side, so a change reads, compares and writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from aliyunsdkcdn.request.v20180510.BatchSetCdnDomainConfigRequest import (
    BatchSetCdnDomainConfigRequest,
)
from aliyunsdkcdn.request.v20180510.DeleteSpecificConfigRequest import DeleteSpecificConfigRequest
from aliyunsdkcdn.request.v20180510.DescribeCdnDomainConfigsRequest import (
    DescribeCdnDomainConfigsRequest,
)
from aliyunsdkcdn.request.v20180510.SetCdnDomainSSLCertificateRequest import (
    SetCdnDomainSSLCertificateRequest,
)

from certbind.adapters.accelerated.lists import DomainLists, DomainPageSizes, name_of
from certbind.adapters.accelerated.reading import Item, items_at
from certbind.adapters.accelerated.targets import AcceleratedTargets
from certbind.adapters.calls.guard import refuse_stale
from certbind.adapters.calls.probe import Probe, probe_by_call
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.adapters.cdn.dialect import DIALECT
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.model.target import UNBOUND, Binding, BoundTarget, Target
from certbind.domain.serving.values import Fetcher, Fetchers, Form, SettingChange, SettingsSeen
from certbind.domain.trust.names import parse_reference
from certbind.errors import NotOpenedError, StalePlanError

MANAGED = (
    "https_force",
    "http_force",
    "https_option",
    "https_tls_version",
    "HSTS",
    "gzip",
    "brotli",
)
_SCHEME = "forward_scheme"
_HTTPS_PORT = 443
_LISTS = DIALECT.permissions["find"][0]
_INFO = DIALECT.permissions["read"][1]
_READ = Permission("cdn:DescribeCdnDomainConfigs", DIALECT.domains, "how a domain is served")
_SET = Permission("cdn:BatchSetCdnDomainConfig", DIALECT.domains, "sets functions")
_DROP = Permission("cdn:DeleteSpecificConfig", DIALECT.domains, "takes functions away")
_OFF = Permission("cdn:SetCdnDomainSSLCertificate", DIALECT.domains, "turns HTTPS off")

PERMISSIONS: Permissions = {
    "read": (_READ,),
    "change": (_READ, _SET, _DROP),
    "change_access": (_READ, _SET, _DROP),
    "change_serving": (_READ, _SET),
    "turn_off": (_LISTS, _INFO, _OFF),
    "fetchers": (_LISTS, _READ),
}


def settings_probes(api: OpenApi, targets: tuple[BoundTarget, ...]) -> Iterator[Probe]:
    """With the first domain, since policies may name domains; a read alone is harmless."""
    read = DescribeCdnDomainConfigsRequest()
    if targets:
        domain = targets[0].target.domain
        params = {"DomainName": domain, "FunctionNames": _SCHEME}
        yield probe_by_call(api, read, params, f"CDN {domain}")
    else:
        yield Probe(_READ.action, "CDN", "no CDN domain was seen", None)
    for permission in (_SET, _DROP):
        yield Probe(permission.action, "CDN", "harden and emergency change by it", None)


class CdnSettings:
    """See TargetSettings."""

    def __init__(self, api: OpenApi, retry: Retry, only: Collection[str] = ()) -> None:
        """`only`: the domains that count; () for all."""
        self._api = api
        self._retry = retry
        self._only = only
        self._targets = AcceleratedTargets(DIALECT, api, retry, only=only)

    def read(self, target: Target) -> SettingsSeen:
        """See TargetSettings; one call."""
        return self._retry.call(lambda: _seen(target, self._configs(target.domain, MANAGED)))

    def change(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """See TargetSettings: all of them are set, or all taken away."""
        request_id = ""

        def read_compare_write() -> str:
            nonlocal request_id
            configs = self._configs(target.domain, MANAGED)
            texts = _seen(target, configs).texts
            if all(texts.get(one.name) == one.after for one in changes):
                return request_id
            for one in changes:
                if texts.get(one.name) != one.before:
                    told = f"{one.name} is not as the plan expected it."
                    raise StalePlanError(told, subject=str(target))
            answer = self._write(target, changes, configs)
            request_id = str(answer["RequestId"])
            return request_id

        return self._retry.call(read_compare_write)

    def change_access(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """See TargetSettings."""
        return self.change(target, changes)

    def change_serving(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """See TargetSettings."""
        return self.change(target, changes)

    def turn_off(self, target: Target, expects: Binding) -> str:
        """See TargetSettings."""
        request_id = ""

        def read_compare_write() -> str:
            nonlocal request_id
            stands = self._targets.read(target).binding
            if refuse_stale(target, stands, expects, UNBOUND):
                return request_id
            answer = self._api.call(
                SetCdnDomainSSLCertificateRequest(),
                {"DomainName": target.domain, "SSLProtocol": "off"},
                subject=str(target),
                is_write=True,
            )
            request_id = str(answer["RequestId"])
            return request_id

        return self._retry.call(read_compare_write)

    def fetchers(self, target: Target, names: Collection[str]) -> Fetchers:
        """See TargetSettings: the domains with such an origin, and a call for each of them."""
        limits = (DIALECT.named_by,) if self._only else ()
        lists = DomainLists(DIALECT, self._api, self._retry, DomainPageSizes(), self._only)
        try:
            listing = lists.domains()
        except NotOpenedError:
            return Fetchers()
        if listing.missing:
            shown = f"{listing.missing} of the domains that it counts were not shown"
            raise self._api.unreadable("DescribeUserDomains", shown, str(target))
        found = [
            Fetcher(parse_reference(name_of(item)), self._by_https(item, port))
            for item in listing.items
            for port in _ports(item, target.bucket, names)
        ]
        return Fetchers(tuple(found), limits)

    def _by_https(self, item: Item, port: int) -> bool:
        """`follow` fetches as the visitor came, so by HTTP for some."""
        domain = name_of(item)
        configs = self._retry.call(lambda: self._configs(domain, (_SCHEME,)))
        for config in configs:
            args = _arguments(config)
            if args.get("enable") == "on":
                return args.get("scheme_origin") == "https"
        return port == _HTTPS_PORT

    def _write(
        self, target: Target, changes: Sequence[SettingChange], configs: Sequence[Item]
    ) -> dict[str, Any]:
        subject = str(target)
        if changes[0].after is None:
            gone = {one.name for one in changes}
            ids = ",".join(
                str(one["ConfigId"]) for one in configs if _name(one) in gone and not _rule(one)
            )
            params = {"DomainName": target.domain, "ConfigId": ids}
            request = DeleteSpecificConfigRequest()
            return self._api.call(request, params, subject=subject, is_write=True)
        functions = json.dumps([_function(one.name, one.after or "{}") for one in changes])
        params = {"DomainNames": target.domain, "Functions": functions}
        request = BatchSetCdnDomainConfigRequest()
        return self._api.call(request, params, subject=subject, is_write=True)

    def _configs(self, domain: str, functions: Sequence[str]) -> tuple[Item, ...]:
        """One call, not repeated here."""
        answer = self._api.call(
            DescribeCdnDomainConfigsRequest(),
            {"DomainName": domain, "FunctionNames": ",".join(functions)},
            subject=f"CDN {domain}",
        )
        try:
            configs = items_at(answer, "DomainConfigs", "DomainConfig")
            for config in configs:
                _arguments(config)
        except ValueError as error:
            action = "DescribeCdnDomainConfigs"
            raise self._api.unreadable(action, str(error), f"CDN {domain}") from None
        return configs


def _seen(target: Target, configs: Sequence[Item]) -> SettingsSeen:
    plain = {_name(one): _text(_arguments(one)) for one in configs if not _rule(one)}
    ruled = frozenset(_name(one) for one in configs if _rule(one))
    return SettingsSeen(f"cdn/{target.domain}", Form.FUNCTIONS, plain, ruled)


def _text(args: Mapping[str, str]) -> str:
    return json.dumps(args, sort_keys=True, ensure_ascii=False)


def _function(name: str, text: str) -> dict[str, Any]:
    args = [{"argName": key, "argValue": value} for key, value in json.loads(text).items()]
    return {"functionName": name, "functionArgs": args}


def _arguments(config: Item) -> dict[str, str]:
    """ValueError where they are no list of names and values."""
    found = items_at(config, "FunctionArgs", "FunctionArg")
    return {str(one.get("ArgName")): str(one.get("ArgValue")) for one in found}


def _name(config: Item) -> str:
    return str(config.get("FunctionName"))


def _rule(config: Item) -> bool:
    """Whether it holds under a rule's condition alone; "-1" is none."""
    return str(config.get("ParentId") or "-1") != "-1"


def _ports(item: Item, bucket: str, names: Collection[str]) -> list[int]:
    """Of its origins that are the bucket, by its own host or a domain that is mapped to it."""
    own = re.compile(rf"(?:website-)?{re.escape(bucket)}\.oss-[a-z0-9-]+\.aliyuncs\.com")
    ports = []
    for source in items_at(item, "Sources", "Source"):
        host = str(source.get("Content") or "").lower()
        if own.fullmatch(host) or host in names:
            ports.append(int(source.get("Port") or 80))
    return ports
