"""Each check of s.yaml finds what it is for: one value broken, one fault said."""

from __future__ import annotations

import re
from typing import Any

import pytest

from scripts.service_checks import check_document, check_functions, check_text
from tests.deploy.service_sample import DELETE, changed, good, renamed

STREAM = "bind.triggers.0.triggerConfig"
SOURCE = f"{STREAM}.eventSourceConfig.eventSourceParameters.sourceMNSParameters"
OPTIONS = f"{STREAM}.runOptions"
TIMER = "watch.triggers.0.triggerConfig"
ASYNC = "watch.asyncInvokeConfig"
ENV = "watch.environmentVariables"
CASES: tuple[tuple[str, object, str], ...] = (
    # names, and what is too long
    ("watch.functionName", "p" * 65, r"functionName 'p+' \(65 characters\) is not 1 to 64"),
    ("watch.functionName", "1-watch", "functionName '1-watch'"),
    ("watch.functionName", "demo-bind", "two functions are named 'demo-bind'"),
    ("watch.role", DELETE, "role is missing"),
    ("watch.role", "Demo-FC", "lower-case"),
    ("watch.logConfig.project", "p" * 64, "log project"),
    ("watch.handler", "functions/watch.handler", "not module.function at the root"),
    ("watch.runtime", "python3.13", "runtime is 'python3.13', not 'python3.10' or 'python3.12'"),
    # sizes
    ("watch.memorySize", 500, "memorySize is 500, which is no multiple of 64"),
    ("watch.memorySize", 64, "memorySize is 64, not 128"),
    ("watch.cpu", 0.33, "cpu is 0.33, which is no multiple of 0.05"),
    ("watch.cpu", 1, "to cpu is 0.5, not 1 to 4"),
    ("watch.cpu", 0.1, "to cpu is 5.0, not 1 to 4"),
    ("watch.diskSize", 1024, "diskSize is 1024"),
    ("watch.instanceConcurrency", 2, "instanceConcurrency is 2"),
    ("watch.timeout", DELETE, "timeout is missing"),
    ("watch.timeout", 90_000, "timeout is 90000"),
    ("bind.timeout", 301, "EventBridge ends the call after 300 s"),
    # environment
    (f"{ENV}.N", 5, "variable N is 5; put it in quotes"),
    (f"{ENV}.LONG", "x" * 4100, "take 4[0-9]+ bytes, 4096 at most; the longest is LONG"),
    (f"{ENV}.LONG", "é" * 2040, "bytes, 4096 at most"),  # bytes, not characters
    (f"{ENV}.FC_REGION", "x", "FC_REGION is the platform's own"),
    (f"{ENV}.ALIBABA_CLOUD_ACCESS_KEY_ID", "x", "is the platform's own"),
    (f"{ENV}.1ST", "x", "does not begin with a letter"),
    (f"{ENV}.ODD", "LTAI0123456789abcdef", "variable ODD holds a secret"),
    # timers
    (f"{TIMER}.cronExpression", "0 3 * * *", "six fields are needed"),
    (f"{TIMER}.cronExpression", "@every 5", "cronExpression"),
    (f"{TIMER}.cronExpression", "0 0 24 * * *", "hours"),
    (f"{TIMER}.cronExpression", "CRON_TZ=Asia/Nowhere 0 0 3 * * *", "time zone"),
    (f"{TIMER}.enable", "yes", "enable is 'yes', not True or False"),
    (f"{TIMER}.payload", {"a": 1}, "payload is no text"),
    ("watch.concurrencyConfig", DELETE, "reservedConcurrency is None, not 1"),
    ("watch.concurrencyConfig.reservedConcurrency", 2, "reservedConcurrency is 2, not 1"),
    # streams
    ("bind.triggers.0.triggerType", "mns_queue", "not timer or eventbridge"),
    (f"{STREAM}.asyncInvocationType", True, "asyncInvocationType is True, not False"),
    (f"{STREAM}.asyncInvocationType", 0, "asyncInvocationType is 0, not False"),
    (f"{STREAM}.eventRuleFilterPattern", {}, "not a JSON object in a text"),
    (f"{STREAM}.eventSourceConfig.eventSourceType", "Default", "not 'MNS'"),
    (f"{SOURCE}.RegionId", "cn-beijing", "RegionId is 'cn-beijing', not 'cn-hangzhou'"),
    (f"{SOURCE}.QueueName", "q" * 121, "QueueName"),
    (f"{SOURCE}.IsBase64Decode", False, "IsBase64Decode is False, not True"),
    (f"{STREAM}.eventSinkConfig.deliveryOption.eventSchema", "RawData", "not 'CloudEvents'"),
    (f"{OPTIONS}.mode", DELETE, "mode is missing"),
    (f"{OPTIONS}.mode", "streaming", "mode is 'streaming'"),
    (f"{OPTIONS}.errorsTolerance", "NONE", "errorsTolerance is 'NONE', not 'ALL'"),
    (f"{OPTIONS}.retryStrategy.PushRetryStrategy", "backoff", "PushRetryStrategy is 'backoff'"),
    (f"{OPTIONS}.batchWindow.CountBasedWindow", 10, "CountBasedWindow is 10, not 1"),
    (f"{OPTIONS}.deadLetterQueue", DELETE, "deadLetterQueue is missing"),
    # where failures go
    (f"{OPTIONS}.deadLetterQueue.Arn", "acs:mns:cn-hangzhou::/queues/dead", "not of the form"),
    (f"{OPTIONS}.deadLetterQueue.Arn", "acs:mns:cn-hangzhou:1:/queues/d/messages", "not of the"),
    (f"{OPTIONS}.deadLetterQueue.Arn", "acs:mns:cn-beijing:1:/queues/d", "in cn-beijing, the"),
    (f"{OPTIONS}.deadLetterQueue.Arn", f"acs:mns:cn-hangzhou:1:/queues/{'q' * 121}", "121 char"),
    (
        f"{ASYNC}.destinationConfig.onFailure.destination",
        "acs:mns:cn-hangzhou:1:/queues/dead",
        "<queue>/messages",
    ),
    (ASYNC, DELETE, "destinationConfig.onFailure is missing"),
    (f"{ASYNC}.maxAsyncRetryAttempts", 9, "maxAsyncRetryAttempts is 9, not 0 to 8"),
    (f"{ASYNC}.maxAsyncEventAgeInSeconds", 100_000, "not 1 to 86400"),
)
MISSPELT = (
    ("watch.memorySize", "memorysize", "write it memorySize"),
    ("watch.environmentVariables", "EnvironmentVariables", "write it environmentVariables"),
    ("watch.logConfig.logstore", "logStore", "write it logstore"),
    (f"{ASYNC}.maxAsyncRetryAttempts", "maxAsyncRetryAttempt", "'maxAsyncRetryAttempt' is not"),
    (f"{ASYNC}.destinationConfig.onFailure", "OnFailure", "write it onFailure"),
    ("watch.concurrencyConfig.reservedConcurrency", "ReservedConcurrency", "write it reserved"),
    ("bind.triggers.0.qualifier", "Qualifier", "write it qualifier"),
    (f"{TIMER}.cronExpression", "CronExpression", "write it cronExpression"),
    (f"{STREAM}.runOptions", "RunOptions", "write it runOptions"),
    (f"{STREAM}.eventSourceConfig.eventSourceType", "EventSourceType", "write it eventSource"),
    (f"{SOURCE}.QueueName", "queueName", "write it QueueName"),
    (f"{SOURCE}.IsBase64Decode", "isBase64Decode", "write it IsBase64Decode"),
    (f"{OPTIONS}.errorsTolerance", "ErrorsTolerance", "write it errorsTolerance"),
    (f"{OPTIONS}.deadLetterQueue.Arn", "arn", "write it Arn"),
    (f"{OPTIONS}.batchWindow.CountBasedWindow", "countBasedWindow", "write it CountBasedWindow"),
    (f"{OPTIONS}.retryStrategy.PushRetryStrategy", "pushRetryStrategy", "write it PushRetry"),
    (f"{STREAM}.eventSinkConfig.deliveryOption.eventSchema", "EventSchema", "write it eventSche"),
)


def faults_of(resolved: dict[str, dict[str, Any]]) -> str:
    return "\n".join(map(str, check_functions(resolved)))


def test_the_sample_is_good() -> None:
    assert faults_of(good()) == ""


@pytest.mark.parametrize(("path", "value", "said"), CASES)
def test_a_broken_value_is_said(path: str, value: object, said: str) -> None:
    faults = list(check_functions(changed(path, value)))
    assert any(re.search(said, str(fault)) for fault in faults), faults
    assert {fault.where.partition(",")[0] for fault in faults} <= {path.partition(".")[0], "bind"}


@pytest.mark.parametrize(("path", "key", "said"), MISSPELT)
def test_a_key_in_the_wrong_case_is_said_with_the_right_one(
    path: str, key: str, said: str
) -> None:
    assert said in faults_of(renamed(path, key))


def test_a_timer_after_an_eventbridge_trigger_is_refused() -> None:
    """fc3 ends its loop at an unchanged eventbridge trigger."""
    sample = good()
    sample["bind"]["triggers"].append(sample["watch"]["triggers"][0])
    assert "list eventbridge last" in faults_of(sample)
    sample["bind"]["triggers"].reverse()
    assert "list eventbridge last" not in faults_of(sample)


def test_two_triggers_of_one_name_are_refused() -> None:
    sample = good()
    sample["watch"]["triggers"] *= 2
    assert "two triggers are named 'often'" in faults_of(sample)


def test_python_3_12_is_refused_where_it_is_not_offered() -> None:
    sample = changed("watch.runtime", "python3.12")
    assert faults_of(sample) == ""
    sample["watch"]["region"] = "ap-southeast-1"
    assert "python3.12 is not offered in ap-southeast-1" in faults_of(sample)


@pytest.mark.parametrize("shape", [None, [], "text", 5])
def test_a_value_of_another_shape_is_a_fault_and_no_crash(shape: object) -> None:
    for path in (ASYNC, TIMER, STREAM, OPTIONS, SOURCE, "watch.triggers.0", "watch.cpu"):
        assert faults_of(changed(path, shape)), path


DOCUMENT: dict[str, Any] = {
    "edition": "3.0.0",
    "name": "demo",
    "access": "default",
    "resources": {"watch": {"component": "fc3", "extend": {"name": "common"}, "props": {"a": 1}}},
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ""),
        ({"edition": None}, "edition is None; write `edition: 3.0.0`"),
        ({"edition": "1.0.0"}, "edition is '1.0.0'"),
        ({"Resources": {}}, "write it resources"),
        ({"resources": {}}, ""),
        ({"resources": {"watch": {"component": "fc", "props": {"a": 1}}}}, "component is 'fc'"),
        ({"resources": {"watch": {"component": "fc3", "Props": {"a": 1}}}}, "write it props"),
        ({"resources": {"watch": "fc3"}}, "component is missing"),
    ],
)
def test_the_file_s_own_frame(change: dict[str, Any], said: str) -> None:
    faults = "\n".join(map(str, check_document({**DOCUMENT, **change})))
    assert (faults == "") if not said else said in faults


@pytest.mark.parametrize(
    "line",
    [
        "  OSS_SECRET: abc",
        "  'ALIBABA_CLOUD_ACCESS_KEY_ID': ${env('X')}",
        "  KEY: LTAI0123456789abcdef",
        "  # LTAI0123456789abcdef",
        "  PEM: '-----BEGIN RSA PRIVATE KEY-----'",
        "  db_password: x",
    ],
)
def test_a_secret_in_the_file_is_refused_with_its_line(line: str) -> None:
    (fault,) = check_text(f"edition: 3.0.0\n{line}\n")
    assert str(fault).startswith("s.yaml, line 2: a secret")
    assert "LTAI" not in str(fault)


def test_a_comment_about_secrets_is_none() -> None:
    assert not list(
        check_text("# no access_key: here\naccess: ${env('SERVERLESS_DEVS_ACCESS')}\n")
    )
