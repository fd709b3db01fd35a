"""Reading an s.yaml: variables, templates, and what is refused."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

import pytest

from localcloud.runner.service_file import ServiceFile, read_service_file
from localcloud.runner.specs import AsyncConfig
from localcloud.runner.variables import ServiceFileError
from tests.schemas import component_schema, needs_component_schema

WHOLE = """
edition: 3.0.0
name: demo
access: ${env('NOT_SET_AND_NOT_NEEDED')}
vars:
  region: ${env('REGION', 'cn-hangzhou')}
  account: ${env("ACCOUNT")}
  queue: work
  seconds: 240
template:
  common:
    region: ${vars.region}
    runtime: python3.10
    code: ./build
    role: acs:ram::1:role/Demo-FC
    environmentVariables: { A: below, B: below }
resources:
  bind:
    component: fc3
    extend: { name: common }
    props:
      functionName: demo-bind
      handler: ${this.name}.handler
      timeout: ${vars.seconds}
      environmentVariables: { B: "x-${this.props.functionName}", C: "${env('UNSET',' ')}" }
      triggers:
        - triggerName: q
          triggerType: eventbridge
          triggerConfig:
            asyncInvocationType: false
            eventRuleFilterPattern: '{}'
            eventSourceConfig:
              eventSourceType: MNS
              eventSourceParameters:
                sourceMNSParameters: { RegionId: "${vars.region}", QueueName: "${vars.queue}" }
            runOptions:
              mode: event-streaming
              errorsTolerance: ALL
              retryStrategy: { PushRetryStrategy: BACKOFF_RETRY }
              deadLetterQueue:
                Arn: "acs:mns:${vars.region}:${vars.account}:/queues/${vars.queue}-dead"
              batchWindow: { CountBasedWindow: 1, TimeBasedWindow: 0 }
              maximumTasks: 4
  look:
    component: fc3
    extend: { name: common }
    props:
      functionName: look-after-${resources.bind.props.functionName}
      handler: look.handler
      asyncInvokeConfig:
        maxAsyncRetryAttempts: 2
        maxAsyncEventAgeInSeconds: 3600
        destinationConfig:
          onFailure: { destination: "acs:mns:cn-hangzhou:1:/queues/dead/messages" }
      triggers:
        - triggerName: t
          triggerType: timer
          triggerConfig: { enable: true, cronExpression: "@every 5m", payload: '{}' }
"""
PRE_STOP = "      instanceLifecycleConfig: { preStop: { handler: a.b, timeout: 200 } }"
PRE_FREEZE = "      instanceLifecycleConfig: { preFreeze: { handler: a.b } }"


def read(tmp_path: Path, text: str, **env: str) -> ServiceFile:
    path = tmp_path / "s.yaml"
    path.write_text(textwrap.dedent(text))
    return read_service_file(path, env)


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    bind, look = read(tmp_path, WHOLE, ACCOUNT="42").functions
    (trigger,) = bind.queue_triggers
    assert (bind.name, bind.handler, bind.region) == ("demo-bind", "bind.handler", "cn-hangzhou")
    assert (bind.timeout, bind.role, bind.code) == (240, "demo-fc", tmp_path / "build")
    assert bind.env == {"A": "below", "B": "x-demo-bind", "C": " "}
    assert (trigger.queue, trigger.dead_letter_queue) == ("work", "work-dead")
    assert (trigger.tolerance, trigger.tasks, trigger.decode_base64) == ("ALL", 4, True)
    assert look.name == "look-after-demo-bind"
    assert look.timeout == 3  # the component's default
    assert look.asynchronous == AsyncConfig(2, 3600, "dead")
    assert look.timers[0].payload == "{}"


def test_the_largest_settings_are_taken(tmp_path: Path) -> None:
    settings = "memorySize: 32768\n      cpu: 16\n      diskSize: 10240\n      timeout: $"
    bind, _ = read(tmp_path, WHOLE.replace("timeout: $", settings), ACCOUNT="42").functions
    assert bind.memory == 32_768


def test_the_environment_wins_over_a_default(tmp_path: Path) -> None:
    bind, _ = read(tmp_path, WHOLE, ACCOUNT="42", REGION="cn-shanghai").functions
    assert bind.region == "cn-shanghai"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("${env('UNSET',' ')}", "${env('UNSET', '')}", "is empty, which `s` refuses"),
        ("edition: 3.0.0", "", "`edition: 3.0.0` is missing"),
        ("component: fc3", "component: fc", "bind: only the component fc3"),
        ("name: common }", "name: other }", "no template 'other'"),
        ("${vars.seconds}", "${seconds}", r"bind: \${seconds} is no variable"),
        ("${vars.seconds}", "${config('AccountID')}", "no variable that is known"),
        ("${vars.seconds}", "${vars.minutes}", "there is no 'minutes'"),
        ("seconds: 240", "seconds: ${vars.seconds}", "refers to itself"),
        ("seconds: 240", "seconds: 90000", "timeout is 90000, not a number from 1"),
        ("resources.bind.props", "resources.bond.props", "no resource 'bond'"),
        ("A: below", "A: 5", "the environment variable A is no text"),
        ("handler: look.handler", "", "look: handler is missing"),
        ("python3.10", "python3.13", "runtime 'python3.13' is not built here"),
        ("      timeout: $", "      instanceConcurrency: 5\n      timeout: $", "not built"),
        ("triggerType: timer", "triggerType: oss", "the type 'oss' is not built here"),
        ('cronExpression: "@every 5m"', "cronExpression: '0 3 * * *'", "t: .*six fields"),
        ('cronExpression: "@every 5m"', "cronExpression: '0 0 0 30 2 *'", "t: .*no tick"),
        ("QueueName: ", "queueName: ", "unknown keys in sourceMNSParameters: queueName"),
        ("QueueName: ", "Unknown: x, QueueName: ", "sourceMNSParameters: Unknown"),
        ('QueueName: "${vars.queue}"', "", "QueueName is missing"),
        ("errorsTolerance: ALL", "errorsTolerence: ALL", "unknown keys in runOptions: errorsTol"),
        ("PushRetryStrategy: BACK", "pushRetryStrategy: BACK", "unknown keys in retryStrategy"),
        ("CountBasedWindow: 1", "countBasedWindow: 1", "unknown keys in batchWindow"),
        ("onFailure:", "onfailure:", "unknown keys in destinationConfig: onfailure"),
        ("maxAsyncRetryAttempts", "maxAsyncRetries", "unknown keys in asyncInvokeConfig"),
        ("enable: true, cron", "enabled: true, cron", "unknown keys in triggerConfig: enabled"),
        ("triggerType: timer", "type: x\n          triggerType: timer", "keys in a trigger: type"),
        ("functionName: demo-bind", "functionName: 9bad name!", "no name that FC takes"),
        ("A: below", "1A: x", "'1A' does not begin with a letter"),
        ("A: below", "FC_MINE: x", "names with FC_ are the platform's own"),
        ("      timeout: $", "      memorySize: 500\n      timeout: $", "no multiple of 64"),
        ("      timeout: $", "      cpu: 7.03\n      timeout: $", "in steps of 0.05"),
        ("      timeout: $", "      cpu: .inf\n      timeout: $", "in steps of 0.05"),
        ("      timeout: $", "      cpu: 0.1\n      timeout: $", "not 1:1 to 1:4"),
        ("      timeout: $", "      diskSize: 1024\n      timeout: $", "not 512 or 10240"),
        ("      timeout: $", PRE_STOP + "\n      timeout: $", "preStop timeout is 200"),
        ("      timeout: $", PRE_FREEZE + "\n      timeout: $", "unknown keys in inst"),
        ("errorsTolerance: ALL", "errorsTolerance: SOME", "errorsTolerance is 'SOME'"),
        ("TimeBasedWindow: 0", "TimeBasedWindow: 5", "TimeBasedWindow above 0 is not built"),
        ("runOptions:", "runoptions:", "unknown keys in triggerConfig: runoptions"),
        (":/queues/${vars.queue}-dead", ":queues/dead", "not the ARN of a queue"),
        ("eventSourceType: MNS", "eventSourceType: Kafka", "'Kafka' is not built here"),
        ("look-after-${resources.bind.props.functionName}", "demo-bind", "is there twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    assert old in WHOLE
    text = WHOLE.replace(old, new)
    with pytest.raises(ServiceFileError, match=fault):
        read(tmp_path, text, ACCOUNT="42")


def test_a_variable_of_the_environment_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ServiceFileError, match="environment variable ACCOUNT is not set"):
        read(tmp_path, WHOLE)


def test_an_empty_variable_of_the_environment_counts_as_not_set(tmp_path: Path) -> None:
    bind, _ = read(tmp_path, WHOLE, ACCOUNT="42", REGION="").functions
    assert bind.region == "cn-hangzhou"


def test_a_file_that_is_no_yaml_or_not_there_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(ServiceFileError, match=r"s\.yaml"):
        read(tmp_path, "a: [")
    with pytest.raises(ServiceFileError, match="no mapping"):
        read(tmp_path, "- a")
    with pytest.raises(ServiceFileError, match=r"absent\.yaml"):
        read_service_file(tmp_path / "absent.yaml", {})


def test_a_timer_s_payload_is_128_kb_at_most(tmp_path: Path) -> None:
    text = WHOLE.replace("payload: '{}'", "payload: '" + "é" * (64 * 1024 + 1) + "'")
    with pytest.raises(ServiceFileError, match="trigger t: payload is longer than 128 KB"):
        read(tmp_path, text, ACCOUNT="42")


def test_more_than_4_kb_of_environment_is_refused(tmp_path: Path) -> None:
    text = WHOLE.replace("A: below", "A: " + "x" * 4096)
    with pytest.raises(ServiceFileError, match="4 KB at most"):
        read(tmp_path, text, ACCOUNT="42")


@needs_component_schema
@pytest.mark.parametrize(
    "wrong",
    [
        {"memorySize": 500},
        {"memorySize": 64},
        {"cpu": 0.01},
        {"diskSize": 1024},
        {"timeout": 0},
        {"timeout": 90_000},
        {"environmentVariables": {"A": 5}},
        {"runtime": "python3.13"},
        {"asyncInvokeConfig": {"maxAsyncRetryAttempts": 9}},
    ],
)
def test_what_the_component_s_schema_refuses_is_refused_here(
    tmp_path: Path, wrong: dict[str, Any]
) -> None:
    props = {
        "functionName": "f",
        "region": "cn-hangzhou",
        "runtime": "python3.10",
        "handler": "f.handler",
        "code": ".",
        **wrong,
    }
    faults = component_schema().iter_errors(props)
    assert any(set(wrong) & {str(part) for part in fault.path} for fault in faults)
    file = {"edition": "3.0.0", "resources": {"f": {"component": "fc3", "props": props}}}
    with pytest.raises(ServiceFileError):
        read(tmp_path, json.dumps(file))
