"""What starts a function, and where its failures go: the component's schema checks none of it.

Keys and values: fc3 component, complete props; EventBridge, event streams; Function Compute,
"Time triggers" and "Result callback". Outer keys begin small, those below mostly large: a key in
the wrong case is ignored by the service, and the stream then runs with a default.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from localcloud.runner.cron import CronError, parse_schedule
from scripts.service_values import Fault, items, mapping, number, one_of, unknown_keys, within

EVENTBRIDGE_SECONDS = 300
"""EventBridge waits no longer, whatever `timeout` says."""

_TRIGGER = ("triggerName", "triggerType", "triggerConfig", "description", "qualifier")
_TIMER = ("enable", "cronExpression", "payload")
_STREAM = (
    *("triggerEnable", "asyncInvocationType", "eventRuleFilterPattern"),
    *("eventSourceConfig", "eventSinkConfig", "runOptions"),
)
_OPTIONS = (
    *("mode", "errorsTolerance", "retryStrategy", "deadLetterQueue", "batchWindow"),
    "maximumTasks",
)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,127}")
_QUEUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,119}")
_ARN = re.compile(
    r"acs:mns:(?P<region>[a-z0-9-]+):(?P<account>\d+):/queues/(?P<queue>[^/]*)(?P<end>.*)"
)
_DAY = 86_400

Props = Mapping[str, Any]


def check_triggers(name: str, props: Props) -> Iterator[Fault]:
    """Each trigger by its kind; eventbridge triggers last, and within their time."""
    triggers = items(props.get("triggers"))
    names = [mapping(trigger).get("triggerName") for trigger in triggers]
    for trigger in triggers:
        where = f"{name}, trigger {mapping(trigger).get('triggerName')}"
        yield from unknown_keys(where, trigger, _TRIGGER, required=_TRIGGER[:3])
        if not _NAME.fullmatch(str(mapping(trigger).get("triggerName", ""))):
            yield Fault(where, "its name is not 1 to 128 letters, digits, _ and -")
        yield from _of_kind(where, mapping(trigger), props)
    for double in {str(n) for n in names if names.count(n) > 1}:
        yield Fault(name, f"two triggers are named {double!r}")
    yield from _check_order(name, triggers)


def _of_kind(where: str, trigger: Props, props: Props) -> Iterator[Fault]:
    kind, config = trigger.get("triggerType"), mapping(trigger.get("triggerConfig"))
    if kind == "timer":
        yield from _check_timer(where, config)
    elif kind == "eventbridge":
        yield from _check_stream(where, config, str(props.get("region")))
        seconds = number(props.get("timeout"))
        if seconds is not None and seconds > EVENTBRIDGE_SECONDS:
            yield Fault(
                where,
                f"timeout is {seconds:.0f} s; EventBridge ends the call after"
                f" {EVENTBRIDGE_SECONDS} s",
            )
    else:
        yield Fault(where, f"triggerType is {kind!r}, not timer or eventbridge")


def _check_order(name: str, triggers: Any) -> Iterator[Fault]:
    """fc3 stops at an eventbridge trigger that has not changed: those after it stay undeployed."""
    kinds = [mapping(trigger).get("triggerType") for trigger in triggers]
    if "eventbridge" in kinds:
        after = kinds[kinds.index("eventbridge") :]
        if any(kind != "eventbridge" for kind in after):
            yield Fault(
                name,
                "a trigger follows an eventbridge trigger; list eventbridge last,"
                " since fc3 leaves out what follows an unchanged one",
            )


def _check_timer(where: str, config: Props) -> Iterator[Fault]:
    yield from unknown_keys(where, config, _TIMER, required=("cronExpression",))
    yield from one_of(where, "enable", config.get("enable"), (True, False))
    try:
        parse_schedule(str(config.get("cronExpression", "")))
    except CronError as error:
        yield Fault(where, f"cronExpression: {error}")
    if not isinstance(config.get("payload", ""), str):
        yield Fault(where, "payload is no text")


def _check_stream(where: str, config: Props, region: str) -> Iterator[Fault]:
    """Everything stated: what is left out has a default that is undocumented or wrong here."""
    yield from unknown_keys(where, config, _STREAM, required=_STREAM[3:])
    yield from one_of(where, "triggerEnable", config.get("triggerEnable"), (True, False))
    # Asynchronous, EventBridge would be content as soon as the event is taken: no retry of its.
    yield from one_of(where, "asyncInvocationType", config.get("asyncInvocationType"), (False,))
    yield from _check_pattern(where, config.get("eventRuleFilterPattern"))
    yield from _check_source(where, mapping(config.get("eventSourceConfig")), region)
    yield from _check_sink(where, mapping(config.get("eventSinkConfig")))
    yield from _check_options(where, mapping(config.get("runOptions")), region)


def _check_pattern(where: str, pattern: object) -> Iterator[Fault]:
    try:
        is_pattern = isinstance(pattern, str) and isinstance(json.loads(pattern), dict)
    except ValueError:
        is_pattern = False
    if not is_pattern:
        yield Fault(where, f"eventRuleFilterPattern is {pattern!r}, not a JSON object in a text")


def _check_source(where: str, source: Props, region: str) -> Iterator[Fault]:
    where = f"{where}, eventSourceConfig"
    yield from unknown_keys(where, source, ("eventSourceType", "eventSourceParameters"))
    yield from one_of(where, "eventSourceType", source.get("eventSourceType"), ("MNS",))
    parameters = mapping(source.get("eventSourceParameters"))
    yield from unknown_keys(where, parameters, ("sourceMNSParameters",))
    queue = mapping(parameters.get("sourceMNSParameters"))
    keys = ("RegionId", "QueueName", "IsBase64Decode")
    yield from unknown_keys(where, queue, keys, required=keys[:2])
    yield from one_of(where, "RegionId", queue.get("RegionId"), (region,))
    # certbind's own messages are base64, as the SDK sends them.
    yield from one_of(where, "IsBase64Decode", queue.get("IsBase64Decode"), (True,))
    if not _QUEUE.fullmatch(str(queue.get("QueueName", ""))):
        yield Fault(
            where, f"QueueName {queue.get('QueueName')!r} is not 1 to 120 letters, digits and -"
        )


def _check_sink(where: str, sink: Props) -> Iterator[Fault]:
    where = f"{where}, eventSinkConfig"
    yield from unknown_keys(where, sink, ("deliveryOption",))
    option = mapping(sink.get("deliveryOption"))
    yield from unknown_keys(where, option, ("eventSchema",))
    # RawData leaves the message's id out, by which repeated deliveries are known.
    yield from one_of(where, "eventSchema", option.get("eventSchema"), ("CloudEvents",))


def _check_options(where: str, options: Props, region: str) -> Iterator[Fault]:
    where = f"{where}, runOptions"
    yield from unknown_keys(where, options, _OPTIONS, required=_OPTIONS[:5])
    yield from one_of(where, "mode", options.get("mode"), ("event-streaming", "event-driven"))
    # NONE, the default, lets one message that cannot be handled stop the stream.
    yield from one_of(where, "errorsTolerance", options.get("errorsTolerance"), ("ALL",))
    retry = mapping(options.get("retryStrategy"))
    yield from unknown_keys(where, retry, ("PushRetryStrategy",))
    strategies = ("BACKOFF_RETRY", "EXPONENTIAL_DECAY_RETRY")
    yield from one_of(where, "PushRetryStrategy", retry.get("PushRetryStrategy"), strategies)
    dead = mapping(options.get("deadLetterQueue"))
    yield from unknown_keys(where, dead, ("Arn",))
    yield from check_arn(f"{where}, deadLetterQueue", dead.get("Arn"), region, end="")
    window = mapping(options.get("batchWindow"))
    yield from unknown_keys(where, window, ("CountBasedWindow", "TimeBasedWindow"))
    # A batch succeeds or fails whole: one message a call.
    yield from one_of(where, "CountBasedWindow", window.get("CountBasedWindow"), (1,))
    yield from one_of(where, "TimeBasedWindow", window.get("TimeBasedWindow"), (0,))


def check_async(name: str, props: Props) -> Iterator[Fault]:
    """A timer's failure is told nowhere unless a destination is named."""
    config = mapping(props.get("asyncInvokeConfig"))
    where = f"{name}, asyncInvokeConfig"
    kinds = {mapping(t).get("triggerType") for t in items(props.get("triggers"))}
    destinations = mapping(config.get("destinationConfig"))
    if "timer" in kinds and not destinations.get("onFailure"):
        yield Fault(where, "a timer starts it, and destinationConfig.onFailure is missing")
    for kind, destination in destinations.items():
        arn = mapping(destination).get("destination")
        yield from check_arn(f"{where}, {kind}", arn, str(props.get("region")), end="/messages")
    if not config:
        return
    retries, age = "maxAsyncRetryAttempts", "maxAsyncEventAgeInSeconds"
    yield from within(where, retries, config.get(retries), 0, 8)
    yield from within(where, age, config.get(age), 1, _DAY)  # what every page of theirs allows


def check_arn(where: str, arn: object, region: str, *, end: str) -> Iterator[Fault]:
    """`acs:mns:<region>:<account>:/queues/<queue>`; a destination has `/messages` after it."""
    match = _ARN.fullmatch(str(arn))
    if match is None or match["end"] != end:
        form = f"acs:mns:<region>:<account>:/queues/<queue>{end}"
        yield Fault(where, f"{arn!r} is not of the form {form}")
        return
    if match["region"] != region:
        yield Fault(where, f"the queue is in {match['region']}, the function in {region}")
    if not _QUEUE.fullmatch(match["queue"]):
        yield Fault(
            where,
            f"the queue {match['queue']!r} ({len(match['queue'])} characters) is not"
            " 1 to 120 letters, digits and -",
        )
