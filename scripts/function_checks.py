"""What the component's schema leaves open about a function of s.yaml.

Limits: Function Compute, "Quotas and limits" and "Environment variables". Keys: fc3 component.
Each check takes a resource's name and its props with every variable replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scripts.service_values import Fault, in_steps, mapping, number, one_of, unknown_keys, within

PROPS = (
    *("region", "functionName", "description", "runtime", "handler", "code", "role"),
    *("memorySize", "cpu", "diskSize", "timeout", "instanceConcurrency", "layers"),
    *("environmentVariables", "logConfig", "instanceLifecycleConfig", "asyncInvokeConfig"),
    *("concurrencyConfig", "provisionConfig", "scalingConfig", "tracingConfig", "tags"),
    *("resourceGroupId", "internetAccess", "vpcConfig", "vpcBinding", "nasConfig"),
    *("ossMountConfig", "customDNS", "endpoint", "triggers", "disableInjectCredentials"),
)
_REQUIRED = (
    *("region", "functionName", "runtime", "handler", "code", "role"),
    *("memorySize", "cpu", "timeout"),  # what is left out is reset to a default: three seconds
)
_LOG = ("project", "logstore", "enableRequestMetrics", "enableInstanceMetrics", "logBeginRule")
_ASYNC = ("asyncTask", "maxAsyncRetryAttempts", "maxAsyncEventAgeInSeconds", "destinationConfig")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")
_ROLE = re.compile(r"[a-z0-9.-]{1,64}")
_PROJECT = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
_HANDLER = re.compile(r"[A-Za-z_]\w*\.[A-Za-z_]\w*")
_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_ENV_BYTES = 4096
_PREVIEW_REGIONS = (
    *("cn-hangzhou", "cn-shanghai", "cn-qingdao", "cn-beijing", "cn-zhangjiakou"),
    *("cn-huhehaote", "cn-shenzhen", "cn-chengdu", "cn-hongkong", "ap-northeast-1"),
    *("ap-northeast-2", "ap-southeast-7", "eu-central-1", "eu-west-1", "us-east-1", "us-west-1"),
)
"""Where python3.12, a public preview, is offered."""

Props = Mapping[str, Any]


def check_keys(name: str, props: Props) -> Iterator[Fault]:
    """Every key in its exact case; `layers` and the like are known, and not used here."""
    yield from unknown_keys(name, props, PROPS, required=_REQUIRED)
    yield from unknown_keys(f"{name}, logConfig", props.get("logConfig"), _LOG)
    asynchronous = mapping(props.get("asyncInvokeConfig"))
    where = f"{name}, asyncInvokeConfig"
    yield from unknown_keys(where, asynchronous, _ASYNC)
    destinations = mapping(asynchronous.get("destinationConfig"))
    yield from unknown_keys(f"{where}, destinationConfig", destinations, _DESTINATIONS)
    for kind, destination in destinations.items():
        yield from unknown_keys(f"{where}, {kind}", destination, ("destination",))
    where = f"{name}, concurrencyConfig"
    yield from unknown_keys(where, props.get("concurrencyConfig"), ("reservedConcurrency",))


_DESTINATIONS = ("onSuccess", "onFailure")


def check_names(name: str, props: Props) -> Iterator[Fault]:
    """Lengths and characters: a long prefix shows here and not half-way through a deployment."""
    function = str(props.get("functionName", ""))
    if not _NAME.fullmatch(function):
        yield Fault(
            name,
            f"functionName {function!r} ({len(function)} characters) is not 1 to 64"
            " letters, digits, _ and -, beginning with a letter or _",
        )
    if not _HANDLER.fullmatch(str(props.get("handler", ""))):
        yield Fault(
            name,
            f"handler {props.get('handler')!r} is not module.function at the root"
            " of the package, the form that every runtime loads",
        )
    role = str(props.get("role", "")).rpartition("/")[2]
    if not _ROLE.fullmatch(role):
        yield Fault(
            name,
            f"role {role!r} is not 1 to 64 lower-case letters, digits, - and .;"
            " the component makes it lower case",
        )
    project = str(mapping(props.get("logConfig")).get("project", ""))
    if not _PROJECT.fullmatch(project):
        yield Fault(
            name, f"the log project {project!r} is not 3 to 63 lower-case letters, digits and -"
        )


def check_runtime(name: str, props: Props) -> Iterator[Fault]:
    """The runtimes that packages are built for, where they are offered."""
    runtime, region = props.get("runtime"), props.get("region")
    yield from one_of(name, "runtime", runtime, ("python3.10", "python3.12"))
    if runtime == "python3.12" and region not in _PREVIEW_REGIONS:
        yield Fault(name, f"python3.12 is not offered in {region}; python3.10 is")


def check_size(name: str, props: Props) -> Iterator[Fault]:
    """Memory, processor, disk, time; one request at a time, as the runtime's log line needs it."""
    memory, cpu = props.get("memorySize"), props.get("cpu")
    yield from within(name, "memorySize", memory, 128, 32_768)
    yield from in_steps(name, "memorySize", memory, 64)
    yield from within(name, "cpu", cpu, 0.05, 16)
    yield from in_steps(name, "cpu", cpu, 0.05)
    if number(memory) and number(cpu):
        ratio = (number(memory) or 0) / 1024 / (number(cpu) or 1)
        yield from within(name, "memorySize (GB) to cpu", round(ratio, 3), 1, 4)
    yield from one_of(name, "diskSize", props.get("diskSize", 512), (512, 10_240))
    yield from one_of(name, "instanceConcurrency", props.get("instanceConcurrency", 1), (1,))
    yield from within(name, "timeout", props.get("timeout"), 1, 86_400)


def check_environment(name: str, props: Props) -> Iterator[Fault]:
    """Texts, 4 KB in all, no names of the platform."""
    variables = mapping(props.get("environmentVariables"))
    for key, value in variables.items():
        if not isinstance(value, str):
            yield Fault(name, f"the environment variable {key} is {value!r}; put it in quotes")
        if not _VARIABLE.fullmatch(str(key)):
            yield Fault(
                name,
                f"the environment variable {key!r} does not begin with a letter, or"
                " has other characters than letters, digits and _",
            )
        if str(key).startswith(("FC_", "ALIBABA_CLOUD_ACCESS", "ALIBABA_CLOUD_SECURITY")):
            yield Fault(name, f"the environment variable {key} is the platform's own")
    size = sum(len(f"{key}{value}".encode()) for key, value in variables.items())
    if size > _ENV_BYTES:
        longest = max(variables, key=lambda key: len(str(variables[key])))
        yield Fault(
            name,
            f"the environment variables take {size} bytes, {_ENV_BYTES} at most;"
            f" the longest is {longest}",
        )
