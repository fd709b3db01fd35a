"""Which keys each section of the service file may hold.

Names and their exact case: schema and complete props of the fc3 component.
The component and the platform pass a misspelt key by, and what it meant is lost: here it is an
error.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localcloud.runner.variables import ServiceFileError

_KEYS: dict[str, tuple[str, ...]] = {
    "instanceLifecycleConfig": ("initializer", "preStop"),
    "hook": ("handler", "timeout", "command"),
    "concurrencyConfig": ("reservedConcurrency",),
    "asyncInvokeConfig": (
        "asyncTask",
        "maxAsyncRetryAttempts",
        "maxAsyncEventAgeInSeconds",
        "qualifier",
        "destinationConfig",
    ),
    "destinationConfig": ("onFailure", "onSuccess"),
    "destination": ("destination",),
    "trigger": (
        "triggerName",
        "triggerType",
        "triggerConfig",
        "description",
        "qualifier",
        "sourceArn",
        "invocationRole",
    ),
    "timer": ("cronExpression", "enable", "payload"),
    "eventbridge": (
        "triggerEnable",
        "asyncInvocationType",
        "eventRuleFilterPattern",
        "eventSourceConfig",
        "eventSinkConfig",
        "runOptions",
    ),
    "eventSourceConfig": ("eventSourceType", "eventSourceParameters"),
    "eventSourceParameters": ("sourceMNSParameters",),
    "sourceMNSParameters": ("RegionId", "QueueName", "IsBase64Decode"),
    "eventSinkConfig": ("deliveryOption",),
    # `mode` stood here once; runOptions.mode wins over it.
    "deliveryOption": ("eventSchema", "mode"),
    "runOptions": (
        "mode",
        "errorsTolerance",
        "retryStrategy",
        "deadLetterQueue",
        "batchWindow",
        "maximumTasks",
    ),
    "retryStrategy": ("PushRetryStrategy", "MaximumEventAgeInSeconds", "MaximumRetryAttempts"),
    "deadLetterQueue": ("Arn",),
    "batchWindow": ("CountBasedWindow", "TimeBasedWindow"),
}


def section(where: str, above: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The section of this name; {} for none or an empty one. ServiceFileError: unknown keys."""
    return known_keys(where, name, above.get(name) or None, name)


def known_keys(where: str, label: str, given: Any, kind: str) -> dict[str, Any]:
    """A section that stands under another name than its kind's; {} for None."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise ServiceFileError(f"{where}: {label} is no mapping")
    unknown = sorted(str(key) for key in given if key not in _KEYS[kind])
    if unknown:
        raise ServiceFileError(f"{where}: unknown keys in {label}: {', '.join(unknown)}")
    return dict(given)
