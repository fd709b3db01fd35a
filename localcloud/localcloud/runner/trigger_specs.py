"""Reads the `triggerConfig` of an eventbridge trigger with an MNS queue as its source.

Key names and their exact case: fc3 component, complete props; EventBridge API, event streaming.
The component's schema leaves triggerConfig unchecked, so that this is the only check before a
real deployment.
"""

from __future__ import annotations

import re
from typing import Any

from localcloud.reading import json_document
from localcloud.runner.sections import known_keys, section
from localcloud.runner.specs import QueueTrigger
from localcloud.runner.variables import ServiceFileError

_QUEUE_ARN = re.compile(r"acs:mns:[a-z0-9-]+:\d*:/queues/(?P<queue>[A-Za-z0-9-]+)(/messages)?")
_MODES = ("event-streaming", "event-driven")
_RETRIES = ("BACKOFF_RETRY", "EXPONENTIAL_DECAY_RETRY")
_TOLERANCES = ("NONE", "ALL")


def queue_name(where: str, arn: str) -> str:
    """The queue of `acs:mns:<region>:<account>:/queues/<q>` (destinations add `/messages`)."""
    match = _QUEUE_ARN.fullmatch(arn)
    if match is None:
        raise ServiceFileError(f"{where}: {arn!r} is not the ARN of a queue")
    return match["queue"]


def queue_trigger(where: str, name: str, config: dict[str, Any]) -> QueueTrigger:
    """Check and read one trigger."""
    known_keys(where, "triggerConfig", config, "eventbridge")
    _check_pattern(where, config.get("eventRuleFilterPattern", "{}"))
    source = _source(where, config)
    options = section(where, config, "runOptions")
    window = section(where, options, "batchWindow")
    arn = section(where, options, "deadLetterQueue").get("Arn")
    retry = section(where, options, "retryStrategy")
    if window.get("TimeBasedWindow", 0) != 0:
        raise ServiceFileError(f"{where}: a TimeBasedWindow above 0 is not built here")
    sink = section(where, config, "eventSinkConfig")
    schema = section(where, sink, "deliveryOption").get("eventSchema")
    if schema not in (None, "CloudEvents"):
        raise ServiceFileError(f"{where}: eventSchema {schema!r} is not built here")
    return QueueTrigger(
        name=name,
        queue=str(source["QueueName"]),
        region=str(source.get("RegionId", "")),
        decode_base64=_flag(where, "IsBase64Decode", source.get("IsBase64Decode", True)),
        mode=_one_of(where, "mode", options.get("mode", _MODES[0]), _MODES),
        asynchronous=_flag(where, "asyncInvocationType", config.get("asyncInvocationType", False)),
        retry=_one_of(
            where,
            "PushRetryStrategy",
            retry.get("PushRetryStrategy", _RETRIES[0]),
            _RETRIES,
        ),
        tolerance=_one_of(
            where, "errorsTolerance", options.get("errorsTolerance", "NONE"), _TOLERANCES
        ),
        dead_letter_queue=queue_name(f"{where}, deadLetterQueue", str(arn)) if arn else None,
        batch_count=_number(
            where, "CountBasedWindow", window.get("CountBasedWindow", 1), 1, 10_000
        ),
        tasks=_number(where, "maximumTasks", options.get("maximumTasks", 1), 1, 20),
        enabled=_flag(where, "triggerEnable", config.get("triggerEnable", True)),
    )


def _source(where: str, config: dict[str, Any]) -> dict[str, Any]:
    source = section(where, config, "eventSourceConfig")
    kind = source.get("eventSourceType")
    if kind != "MNS":
        raise ServiceFileError(f"{where}: eventSourceType {kind!r} is not built here, only MNS")
    own = section(where, source, "eventSourceParameters")
    parameters = section(where, own, "sourceMNSParameters")
    if not parameters.get("QueueName"):
        raise ServiceFileError(f"{where}: sourceMNSParameters.QueueName is missing")
    return parameters


def _check_pattern(where: str, pattern: Any) -> None:
    parsed = json_document(pattern) if isinstance(pattern, str) else None
    if parsed is None:
        raise ServiceFileError(f"{where}: eventRuleFilterPattern is no JSON text")
    # Streams take `{}`; event-driven triggers name their own source, which filters nothing.
    if not isinstance(parsed, dict) or set(parsed) - {"source"}:
        raise ServiceFileError(f"{where}: this eventRuleFilterPattern is not built here")


def _one_of(where: str, name: str, value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ServiceFileError(f"{where}: {name} is {value!r}, not {' or '.join(allowed)}")
    return str(value)


def _flag(where: str, name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ServiceFileError(f"{where}: {name} is {value!r}, not true or false")
    return value


def _number(where: str, name: str, value: Any, low: int, high: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise ServiceFileError(f"{where}: {name} is {value!r}, not a number from {low} to {high}")
    return value
