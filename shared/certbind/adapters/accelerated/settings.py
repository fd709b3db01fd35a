"""How CDN and its likes serve a domain: its functions, read and changed.

None of them compares anything on its side, so a change reads, compares and writes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from certbind.adapters.accelerated.dialect import Dialect
from certbind.adapters.accelerated.reading import Item, items_at
from certbind.adapters.accelerated.targets import AcceleratedTargets
from certbind.adapters.calls.guard import refuse_stale
from certbind.adapters.calls.probe import Probe, probe_by_call
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.model.target import UNBOUND, Binding, BoundTarget, Target
from certbind.domain.serving.values import Fetchers, Form, SettingChange, SettingsSeen
from certbind.errors import StalePlanError, UnknownProductError
from certbind.values import dataclass, replace

_SCHEME = "forward_scheme"
_HTTPS_PORT = 443


@dataclass(frozen=True, slots=True)
class Functions:
    """The product's own actions, and which functions of it are read and changed. takes: with the
    arguments that it is known to take; None: all that hardening sets. sees_hsts: whether HSTS is
    among them: else HTTPS is not turned off, for what browsers were told could not be taken back.
    """

    read: str
    put: str
    drop: str
    managed: tuple[str, ...] = (
        "https_force",
        "http_force",
        "https_option",
        "https_tls_version",
        "HSTS",
        "gzip",
        "brotli",
    )
    takes: Mapping[str, frozenset[str]] | None = None

    @property
    def sees_hsts(self) -> bool:
        """Whether HSTS is read."""
        return "HSTS" in self.managed


def permissions_of(dialect: Dialect, functions: Functions) -> Permissions:
    """By method of TargetSettings. Where HSTS is not seen no emergency changes anything."""
    read, put, drop = _permissions(dialect, functions)
    if not functions.sees_hsts:
        none: tuple[Permission, ...] = ()
        return {
            "read": (read,),
            "change": (read, put, drop),
            "change_access": none,
            "change_serving": (read, put),
            "turn_off": none,
            "fetchers": none,
        }
    lists, info = dialect.permissions["read"]
    off = replace(dialect.permissions["bind"][1], why="turns HTTPS off")
    return {
        "read": (read,),
        "change": (read, put, drop),
        "change_access": (read, put, drop),
        "change_serving": (read, put),
        "turn_off": (lists, info, off),
        "fetchers": (),
    }


def _permissions(
    dialect: Dialect, functions: Functions
) -> tuple[Permission, Permission, Permission]:
    return (
        dialect.may(functions.read, dialect.domains, "how a domain is served"),
        dialect.may(functions.put, dialect.domains, "sets functions"),
        dialect.may(functions.drop, dialect.domains, "takes functions away"),
    )


def settings_probes(
    dialect: Dialect, functions: Functions, api: OpenApi, targets: tuple[BoundTarget, ...]
) -> Iterator[Probe]:
    """With the first domain, since policies may name domains; a read alone is harmless."""
    read, put, drop = _permissions(dialect, functions)
    if targets:
        domain = targets[0].target.domain
        params = {"DomainName": domain, "FunctionNames": functions.managed[0]}
        request = dialect.request(functions.read)
        yield probe_by_call(api, request, params, f"{dialect.title} {domain}")
    else:
        told = f"no {dialect.title} domain was seen"
        yield Probe(read.action, dialect.title, told, None)
    for permission in (put, drop):
        told = "harden and emergency change by it"
        yield Probe(permission.action, dialect.title, told, None)


class AcceleratedSettings:
    """See TargetSettings."""

    def __init__(
        self,
        dialect: Dialect,
        functions: Functions,
        api: OpenApi,
        retry: Retry,
        only: Collection[str] = (),
    ) -> None:
        """`only`: the domains that count; () for all."""
        self._dialect = dialect
        self._functions = functions
        self._api = api
        self._retry = retry
        self._only = only
        self._targets = AcceleratedTargets(dialect, api, retry, only=only)

    def read(self, target: Target) -> SettingsSeen:
        """See TargetSettings; one call."""
        return self._retry.call(lambda: self._seen(target, self._managed(target)))

    def change(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """See TargetSettings: all of them are set, or all taken away."""
        request_id = ""

        def read_compare_write() -> str:
            nonlocal request_id
            configs = self._managed(target)
            texts = self._seen(target, configs).texts
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
        if not self._functions.sees_hsts:
            raise UnknownProductError(
                "whether browsers were told to keep to HTTPS (HSTS) cannot be read there",
                service=self._api.service,
                action=self._dialect.actions.bind,
                subject=str(target),
            )
        request_id = ""

        def read_compare_write() -> str:
            nonlocal request_id
            stands = self._targets.read(target).binding
            if refuse_stale(target, stands, expects, UNBOUND):
                return request_id
            answer = self._api.call(
                self._dialect.request(self._dialect.actions.bind),
                {"DomainName": target.domain, "SSLProtocol": "off"},
                subject=str(target),
                is_write=True,
            )
            request_id = str(answer["RequestId"])
            return request_id

        return self._retry.call(read_compare_write)

    def fetchers(self, target: Target, names: Collection[str]) -> Fetchers:  # noqa: ARG002
        """Of CDN alone it is known; see CdnSettings."""
        return Fetchers()

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
            request = self._dialect.request(self._functions.drop)
            return self._api.call(request, params, subject=subject, is_write=True)
        functions = json.dumps([_function(one.name, one.after or "{}") for one in changes])
        params = {"DomainNames": target.domain, "Functions": functions}
        request = self._dialect.request(self._functions.put)
        return self._api.call(request, params, subject=subject, is_write=True)

    def _managed(self, target: Target) -> tuple[Item, ...]:
        return self.configs(target.domain, self._functions.managed)

    def configs(self, domain: str, functions: Sequence[str]) -> tuple[Item, ...]:
        """One call, not repeated here."""
        subject, action = f"{self._dialect.title} {domain}", self._functions.read
        params = {"DomainName": domain, "FunctionNames": ",".join(functions)}
        answer = self._api.call(self._dialect.request(action), params, subject=subject)
        try:
            configs = items_at(answer, "DomainConfigs", "DomainConfig")
            for config in configs:
                arguments_of(config)
        except ValueError as error:
            raise self._api.unreadable(action, str(error), subject) from None
        return configs

    def _seen(self, target: Target, configs: Sequence[Item]) -> SettingsSeen:
        plain = {_name(one): _text(arguments_of(one)) for one in configs if not _rule(one)}
        ruled = frozenset(_name(one) for one in configs if _rule(one))
        place = f"{self._dialect.name}/{target.domain}"
        return SettingsSeen(place, Form.FUNCTIONS, plain, ruled, takes=self._functions.takes)


def _text(args: Mapping[str, str]) -> str:
    return json.dumps(args, sort_keys=True, ensure_ascii=False)


def _function(name: str, text: str) -> dict[str, Any]:
    args = [{"argName": key, "argValue": value} for key, value in json.loads(text).items()]
    return {"functionName": name, "functionArgs": args}


def arguments_of(config: Item) -> dict[str, str]:
    """ValueError where they are no list of names and values."""
    found = items_at(config, "FunctionArgs", "FunctionArg")
    return {str(one.get("ArgName")): str(one.get("ArgValue")) for one in found}


def _name(config: Item) -> str:
    return str(config.get("FunctionName"))


def _rule(config: Item) -> bool:
    """Whether it holds under a rule's condition alone; "-1" is none."""
    return str(config.get("ParentId") or "-1") != "-1"
