"""Reads an `s.yaml`: which functions there are, and what starts them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import yaml

from localcloud.runner import limits
from localcloud.runner.cron import CronError, parse_schedule
from localcloud.runner.sections import known_keys, section
from localcloud.runner.specs import ASYNC_PAYLOAD, AsyncConfig, FunctionSpec, Hook, TimerTrigger
from localcloud.runner.trigger_specs import queue_name, queue_trigger
from localcloud.runner.variables import ServiceFileError, Variables

_RUNTIMES = ("python3", "python3.9", "python3.10", "python3.12")


_HOOK_SECONDS = {"initializer": 300, "preStop": 90}


@dataclass(frozen=True, slots=True)
class ServiceFile:
    """One file, resolved."""

    path: Path
    functions: tuple[FunctionSpec, ...]


def read_service_file(path: Path, env: Mapping[str, str]) -> ServiceFile:
    """Read, resolve and check; ServiceFileError says what is wrong and where.

    `env` answers `${env(…)}`. Only the fc3 component is known.
    """
    functions = [
        _function(name, props, path.parent) for name, props in resolved_props(path, env).items()
    ]
    _refuse_doubles([function.name for function in functions])
    return ServiceFile(path, tuple(functions))


def resolved_props(path: Path, env: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The props of each resource as `s preview` shows them: templates merged, variables replaced.

    Nothing of them is checked. ServiceFileError.
    """
    try:
        document = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ServiceFileError(f"{path}: {error}") from error
    if not isinstance(document, dict):
        raise ServiceFileError(f"{path}: the file is no mapping")
    if str(document.get("edition")) != "3.0.0":
        raise ServiceFileError(f"{path}: `edition: 3.0.0` is missing")
    resources = {
        str(name): _extended(str(name), resource, document.get("template") or {})
        for name, resource in (document.get("resources") or {}).items()
    }
    variables = Variables(document.get("vars") or {}, resources, env)
    return {
        name: variables.resolve(resource["props"], name) for name, resource in resources.items()
    }


def _extended(name: str, resource: Any, templates: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(resource, dict):
        raise ServiceFileError(f"{name}: the resource is no mapping")
    if resource.get("component") != "fc3":
        raise ServiceFileError(f"{name}: only the component fc3 is known here")
    props = resource.get("props") or {}
    template = (resource.get("extend") or {}).get("name")
    if template is not None:
        if template not in templates:
            raise ServiceFileError(f"{name}: there is no template {template!r}")
        props = _merged(templates[template], props)
    return {**resource, "props": props}


def _merged(below: Any, above: Any) -> Any:
    if isinstance(below, Mapping) and isinstance(above, Mapping):
        both = {key: _merged(below[key], above[key]) for key in below if key in above}
        return {**below, **above, **both}
    return above


def _function(resource: str, props: dict[str, Any], folder: Path) -> FunctionSpec:
    for key in ("functionName", "region", "runtime", "handler", "code"):
        if not isinstance(props.get(key), str) or not props[key]:
            raise ServiceFileError(f"{resource}: {key} is missing or no text")
    if props["runtime"] not in _RUNTIMES:
        raise ServiceFileError(
            f"{resource}: runtime {props['runtime']!r} is not built here;"
            f" there are {', '.join(_RUNTIMES)}"
        )
    if props.get("instanceConcurrency", 1) != 1:
        raise ServiceFileError(f"{resource}: instanceConcurrency above 1 is not built here")
    hooks = section(resource, props, "instanceLifecycleConfig")
    logs = props.get("logConfig")
    logs = logs if isinstance(logs, dict) else {}
    return FunctionSpec(
        name=limits.function_name(resource, props["functionName"]),
        region=props["region"],
        runtime=props["runtime"],
        handler=props["handler"],
        code=(folder / props["code"]).resolve(),
        # The component lower-cases the role and takes a name or an ARN.
        role=str(props.get("role") or "").rpartition("/")[2].lower(),
        timeout=limits.whole(resource, "timeout", props.get("timeout", 3), 1, 86_400),
        memory=limits.memory(resource, props),
        env=limits.environment(resource, props.get("environmentVariables") or {}),
        reserved_concurrency=_reserved(resource, section(resource, props, "concurrencyConfig")),
        initializer=_hook(resource, "initializer", hooks.get("initializer")),
        pre_stop=_hook(resource, "preStop", hooks.get("preStop")),
        asynchronous=_async_config(resource, section(resource, props, "asyncInvokeConfig")),
        log_project=str(logs.get("project", "")),
        log_store=str(logs.get("logstore", "")),
        **_triggers(resource, props),
    )


def _triggers(resource: str, props: dict[str, Any]) -> dict[str, Any]:
    queues, timers = [], []
    for trigger in props.get("triggers") or []:
        known_keys(resource, "a trigger", trigger, "trigger")
        name = trigger.get("triggerName")
        where = f"{resource}, trigger {name}"
        if not name or not isinstance(trigger.get("triggerConfig"), dict):
            raise ServiceFileError(f"{where}: triggerName or triggerConfig is missing")
        kind = trigger.get("triggerType")
        if kind == "eventbridge":
            queues.append(queue_trigger(where, name, trigger["triggerConfig"]))
        elif kind == "timer":
            timers.append(_timer(where, name, trigger["triggerConfig"]))
        else:
            raise ServiceFileError(f"{where}: the type {kind!r} is not built here")
    _refuse_doubles([t.name for t in queues] + [t.name for t in timers])
    return {"queue_triggers": tuple(queues), "timers": tuple(timers)}


def _timer(where: str, name: str, config: dict[str, Any]) -> TimerTrigger:
    known_keys(where, "triggerConfig", config, "timer")
    try:
        schedule = parse_schedule(str(config.get("cronExpression", "")))
        schedule.after(datetime.now(timezone.utc))  # one that never comes is found now
    except CronError as error:
        raise ServiceFileError(f"{where}: {error}") from error
    payload = config.get("payload", "")
    if not isinstance(payload, str):
        raise ServiceFileError(f"{where}: payload is no text")
    if len(payload.encode()) > ASYNC_PAYLOAD:
        raise ServiceFileError(f"{where}: payload is longer than 128 KB")
    return TimerTrigger(name, schedule, payload, config.get("enable", True) is True)


def _hook(resource: str, kind: str, given: Any) -> Hook | None:
    hook = known_keys(resource, kind, given, "hook")
    if not hook:
        return None
    if not isinstance(hook.get("handler"), str):
        raise ServiceFileError(f"{resource}: the {kind} has no handler")
    name, most = f"{kind} timeout", _HOOK_SECONDS[kind]
    return Hook(hook["handler"], limits.whole(resource, name, hook.get("timeout", 3), 1, most))


def _async_config(resource: str, config: dict[str, Any]) -> AsyncConfig:
    destinations = section(resource, config, "destinationConfig")
    return AsyncConfig(
        limits.whole(
            resource, "maxAsyncRetryAttempts", config.get("maxAsyncRetryAttempts", 3), 0, 8
        ),
        limits.whole(
            resource,
            "maxAsyncEventAgeInSeconds",
            config.get("maxAsyncEventAgeInSeconds", 86_400),
            1,
            604_800,
        ),
        _destination(resource, destinations.get("onFailure")),
        _destination(resource, destinations.get("onSuccess")),
    )


def _destination(resource: str, value: Any) -> str | None:
    value = known_keys(resource, "destination", value, "destination")
    if not value.get("destination"):
        return None
    return queue_name(f"{resource}, destination", str(value["destination"]))


def _reserved(resource: str, config: dict[str, Any]) -> int | None:
    value = config.get("reservedConcurrency")
    return (
        None if value is None else limits.whole(resource, "reservedConcurrency", value, 0, 10_000)
    )


def _refuse_doubles(names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ServiceFileError(f"{name!r} is there twice")
