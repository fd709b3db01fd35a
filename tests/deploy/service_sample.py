"""A service file that deploys, as `s preview` resolves it; tests break one value each."""

from __future__ import annotations

import copy
from typing import Any

REGION, ACCOUNT = "cn-hangzhou", "1234567890123456"
_DEAD = f"acs:mns:{REGION}:{ACCOUNT}:/queues/events-dead"
_COMMON = {
    "region": REGION,
    "runtime": "python3.10",
    "code": "./package.zip",
    "role": "demo-fc",
    "memorySize": 512,
    "cpu": 0.35,
    "diskSize": 512,
    "instanceConcurrency": 1,
    "logConfig": {"project": "demo-logs", "logstore": "functions"},
    "environmentVariables": {"QUEUE": "events", "BLANK": " "},
}
_QUEUE = {
    "triggerName": "queue",
    "triggerType": "eventbridge",
    "qualifier": "LATEST",
    "triggerConfig": {
        "triggerEnable": True,
        "asyncInvocationType": False,
        "eventRuleFilterPattern": "{}",
        "eventSourceConfig": {
            "eventSourceType": "MNS",
            "eventSourceParameters": {
                "sourceMNSParameters": {
                    "RegionId": REGION,
                    "QueueName": "events",
                    "IsBase64Decode": True,
                }
            },
        },
        "eventSinkConfig": {"deliveryOption": {"eventSchema": "CloudEvents"}},
        "runOptions": {
            "mode": "event-streaming",
            "errorsTolerance": "ALL",
            "retryStrategy": {"PushRetryStrategy": "BACKOFF_RETRY"},
            "deadLetterQueue": {"Arn": _DEAD},
            "batchWindow": {"CountBasedWindow": 1, "TimeBasedWindow": 0},
            "maximumTasks": 4,
        },
    },
}
_TIMER = {
    "triggerName": "often",
    "triggerType": "timer",
    "triggerConfig": {
        "enable": True,
        "cronExpression": "CRON_TZ=Asia/Shanghai 0 0 3 * * *",
        "payload": "{}",
    },
}


def good() -> dict[str, dict[str, Any]]:
    """Props of a function that a timer starts and of one that a queue starts."""
    watch = {
        "functionName": "demo-watch",
        "handler": "watch.handler",
        "timeout": 240,
        "concurrencyConfig": {"reservedConcurrency": 1},
        "asyncInvokeConfig": {
            "maxAsyncRetryAttempts": 2,
            "maxAsyncEventAgeInSeconds": 3600,
            "destinationConfig": {"onFailure": {"destination": f"{_DEAD}/messages"}},
        },
        "triggers": [_TIMER],
    }
    bind = {"functionName": "demo-bind", "handler": "bind.handler", "timeout": 300}
    both = {"watch": {**_COMMON, **watch}, "bind": {**_COMMON, **bind, "triggers": [_QUEUE]}}
    return copy.deepcopy(both)


DELETE = object()
"""As a new value: take the key away."""


def changed(path: str, value: object) -> dict[str, dict[str, Any]]:
    """The sample with one value replaced; `path` is keys and indexes with dots between."""
    sample = good()
    *steps, last = path.split(".")
    place: Any = sample
    for step in steps:
        place = place[int(step) if isinstance(place, list) else step]
    if value is DELETE:
        del place[last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    return sample


def renamed(path: str, key: str) -> dict[str, dict[str, Any]]:
    """The sample with the last key of `path` written as `key`."""
    sample = good()
    *steps, last = path.split(".")
    place: Any = sample
    for step in steps:
        place = place[int(step) if isinstance(place, list) else step]
    place[key] = place.pop(last)
    return sample
