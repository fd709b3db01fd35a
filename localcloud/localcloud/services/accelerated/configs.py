"""Function configuration: set, read, delete."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from localcloud.gateway import ServiceError
from localcloud.services.accelerated.answers import require, require_idle, unsupported
from localcloud.services.accelerated.domains import AcceleratedDomain, FunctionConfig
from localcloud.services.accelerated.functions import (
    EXCLUDES,
    NEEDS_CERTIFICATE,
    WantedFunction,
    check_name,
    parse_functions,
    table_of,
)
from localcloud.services.accelerated.model import AcceleratedModel
from localcloud.services.rpc import Arguments
from localcloud.services.rpc.errors import invalid_parameter

_MOST_DOMAINS = 50


def batch_set_configs(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """All domains or none: each is looked at before the first is changed."""
    table = table_of(model.brand.site, model.switches)
    wanted = parse_functions(arguments.text("Functions"), table)
    with model.lock:
        domains = _named(model, arguments)
        for domain in domains:
            for function in wanted:
                _check_allowed(domain, function, {other.name for other in wanted})
        changes = [_changed(model, domain, wanted) for domain in domains]
        for domain, _ in changes:
            model.keep(domain, publish=True)
    made = [
        {"DomainName": domain.name, "FunctionName": c.function, "ConfigId": c.config_id}
        for domain, configs in changes
        for c in configs
    ]
    return {"DomainConfigList": {"DomainConfigModel": made}}


def describe_configs(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """All functions of the domain, or those named; ConfigId is a string here."""
    domain = require(model, arguments.text("DomainName"))
    functions = arguments.listed("FunctionNames")
    config_id = arguments.text("ConfigId")
    now = model.now()
    found = [
        {
            "FunctionName": config.function,
            "ConfigId": str(config.config_id),
            "ParentId": config.parent_id,
            "Status": config.status(now),
            "FunctionArgs": {
                "FunctionArg": [{"ArgName": n, "ArgValue": v} for n, v in config.args],
            },
        }
        for config in domain.configs
        if (not functions or config.function in functions)
        and config_id in ("", str(config.config_id))
    ]
    return {"DomainConfigs": {"DomainConfig": found}}


def delete_specific_config(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """By ConfigId. The code for an id that the domain does not have is a guess."""
    wanted = set(arguments.listed("ConfigId"))
    with model.lock:
        domain = require_idle(model, arguments.text("DomainName"))
        if not wanted <= {str(config.config_id) for config in domain.configs}:
            raise unsupported("ConfigId")
        _drop(model, domain, lambda config: str(config.config_id) in wanted)
    return {}


def batch_delete_configs(model: AcceleratedModel, arguments: Arguments) -> dict[str, Any]:
    """Every config of the functions named; no error when there is none."""
    functions = arguments.listed("FunctionNames")
    for name in functions:
        check_name(name)
    with model.lock:
        for domain in _named(model, arguments):
            _drop(model, domain, lambda config: config.function in functions)
    return {}


def _named(model: AcceleratedModel, arguments: Arguments) -> list[AcceleratedDomain]:
    names = list(dict.fromkeys(arguments.listed("DomainNames")))
    if not 1 <= len(names) <= _MOST_DOMAINS:
        raise invalid_parameter("DomainNames")
    return [require_idle(model, name) for name in names]


def _check_allowed(domain: AcceleratedDomain, wanted: WantedFunction, together: set[str]) -> None:
    """https_force and http_force exclude each other even when the one there is off: it has to be
    deleted first. What works on HTTPS needs a certificate first. The code is a guess.
    """
    other = EXCLUDES.get(wanted.name)
    if other in together or any(config.function == other for config in domain.configs):
        raise _business_error(f"{wanted.name} conflicts with {other}.")
    if wanted.name in NEEDS_CERTIFICATE and wanted.switches_on and domain.binding is None:
        raise _business_error(f"{wanted.name} needs an HTTPS certificate.")


def _business_error(message: str) -> ServiceError:
    return ServiceError(400, "BatchSetBusinessError", message)


def _changed(
    model: AcceleratedModel, domain: AcceleratedDomain, wanted: tuple[WantedFunction, ...]
) -> tuple[AcceleratedDomain, list[FunctionConfig]]:
    """The domain as it is to be, with what was set: a function without ConfigId replaces the one
    of the same name and parent. ServiceError for a ConfigId that is not there.
    """
    changed = model.begin(domain)
    configs = list(domain.configs)
    made = []
    for function in wanted:
        place = _place(configs, function)
        config = FunctionConfig(
            configs[place].config_id if place is not None else model.next_config(),
            function.name,
            function.args,
            function.parent_id,
            changed.busy_until,
        )
        if place is None:
            configs.append(config)
        else:
            configs[place] = config
        made.append(config)
    return replace(changed, configs=tuple(configs)), made


def _place(configs: list[FunctionConfig], wanted: WantedFunction) -> int | None:
    """Where the config to be replaced stands. ServiceError for a ConfigId that is not there."""
    for place, config in enumerate(configs):
        if config.function != wanted.name:
            continue
        if config.config_id == wanted.config_id:
            return place
        if not wanted.config_id and config.parent_id == wanted.parent_id:
            return place
    if wanted.config_id:
        raise unsupported("ConfigId")
    return None


def _drop(
    model: AcceleratedModel, domain: AcceleratedDomain, struck: Callable[[FunctionConfig], bool]
) -> None:
    changed = model.begin(domain)
    left = tuple(config for config in domain.configs if not struck(config))
    model.keep(replace(changed, configs=left), publish=True)
