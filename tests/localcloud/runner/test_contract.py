"""The contract of a handler: event, context, environment, result, error, log."""

from __future__ import annotations

import json
import re

import pytest

from localcloud.runner.platform import InvocationRefusedError
from localcloud.runner.specs import Hook
from tests.localcloud.runner.conftest import Bench

ECHO = """
def handler(event, context):
    return event
"""


def test_the_event_arrives_byte_for_byte(bench: Bench) -> None:
    payload = bytes(range(256))
    result = bench.runner(bench.function(ECHO)).invoke("f", payload)
    assert (result.status, result.error_type, result.body) == (200, "", payload)


def test_an_event_that_was_not_sent_is_empty_bytes(bench: Bench) -> None:
    source = "def handler(event, context): return repr(event)"
    assert bench.runner(bench.function(source)).invoke("f").body == b"b''"


def test_a_result_that_is_no_text_becomes_sorted_indented_ascii_json(bench: Bench) -> None:
    source = """
    from datetime import datetime
    from decimal import Decimal
    def handler(event, context):
        return {"b": Decimal("1.5"), "a": datetime(2026, 1, 2), "c": "ü"}
    """
    body = bench.runner(bench.function(source)).invoke("f").body
    assert body == b'{\n    "a": "2026-01-02T00:00:00",\n    "b": 1.5,\n    "c": "\\u00fc"\n}'


def test_none_becomes_null(bench: Bench) -> None:
    assert bench.answer("def handler(event, context): pass") is None


def test_a_result_that_cannot_be_encoded_fails_with_type_error(bench: Bench) -> None:
    source = "def handler(event, context): return {'k': b'bytes'}"
    result = bench.runner(bench.function(source)).invoke("f")
    assert result.error_type == "UnhandledInvocationError"
    assert json.loads(result.body)["errorType"] == "TypeError"


def test_an_exception_is_status_200_with_the_error_header_and_its_trace(bench: Bench) -> None:
    source = "def handler(event, context):\n    raise KeyError('gone')\n"
    result = bench.runner(bench.function(source)).invoke("f")
    error = json.loads(result.body)
    assert (result.status, result.error_type) == (200, "UnhandledInvocationError")
    assert (error["errorType"], error["errorMessage"]) == ("KeyError", "'gone'")
    assert error["stackTrace"] == [
        [f'File "{bench.code}/f.py"', "line 2", "in handler", "raise KeyError('gone')"]
    ]


def test_a_returned_error_status_is_a_success(bench: Bench) -> None:
    result = bench.runner(
        bench.function("def handler(event, context): return {'statusCode': 500}")
    ).invoke("f")
    assert not result.failed


def test_log_lines_carry_time_request_id_and_level_between_the_markers(bench: Bench) -> None:
    source = """
    import logging
    def handler(event, context):
        logging.basicConfig(format="x")
        logging.info("hello")
        context.getLogger().warning("careful")
        print("raw")
    """
    result = bench.runner(bench.function(source)).invoke("f")
    ident = re.escape(result.request_id)
    stamp = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
    expected = [
        "FunctionCompute python3 runtime inited.",
        f"FC Invoke Start RequestId: {ident}",
        rf"{stamp} {ident} \[INFO\] hello",
        rf"{stamp} {ident} \[WARNING\] careful",
        "raw",
        f"FC Invoke End RequestId: {ident}",
    ]
    assert len(result.log) == len(expected)
    for line, pattern in zip(result.log, expected, strict=True):
        assert re.fullmatch(pattern, line)


def test_log_lines_are_kept_in_a_file_of_the_function(bench: Bench) -> None:
    runner = bench.runner(bench.function("def handler(event, context): print('seen')"))
    runner.invoke("f")
    runner.stop()
    file = bench.platform.directory / "logs" / "f.log"
    assert "seen" in file.read_text().splitlines()


def test_the_classic_context_has_the_role_s_credentials_and_a_text_timeout(bench: Bench) -> None:
    source = """
    import os
    def handler(event, context):
        c = context.credentials
        return [context.function.timeout,
                c.accessKeyId == os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
                c.security_token == os.environ["ALIBABA_CLOUD_SECURITY_TOKEN"],
                context.requestId == context.request_id, context.service.name, context.account_id]
    """
    account = bench.credentials.account_id
    assert bench.answer(source) == ["30", True, True, True, "", account]


def test_the_classic_context_can_be_answered_with_and_gives_its_secrets_away(
    bench: Bench,
) -> None:
    found = bench.answer("def handler(event, context): return context")
    key = bench.credentials.find(found["credentials"]["accessKeyId"])
    assert key is not None
    assert found["credentials"]["accessKeySecret"] == key.secret
    assert found["function"] == {
        "name": "f", "handler": "f.handler", "memory": 512, "timeout": "30",
    }  # fmt: skip
    assert found["accountId"] == bench.credentials.account_id


def test_the_3_12_context_cannot_be_answered_with(bench: Bench) -> None:
    source = "def handler(event, context): return context"
    answer = bench.answer(source, runtime="python3.12")
    assert answer["errorType"] == "TypeError"


def test_the_3_12_context_has_no_credentials_service_or_tracing(bench: Bench) -> None:
    source = """
    def handler(event, context):
        names = "credentials", "service", "tracing", "getLogger"
        return [hasattr(context, name) for name in names] + [
            context.function.timeout, context.logger, context.region]
    """
    found = bench.answer(source, runtime="python3.12")
    assert found == [False, False, False, True, 30, None, "cn-hangzhou"]


def test_the_instance_signs_as_its_role_and_its_own_id(bench: Bench) -> None:
    source = """
    import os
    def handler(event, context):
        return [os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"], os.environ["FC_INSTANCE_ID"]]
    """
    key_id, instance = bench.answer(source)
    key = bench.credentials.find(key_id)
    assert key is not None
    assert key.principal == f"role/tester/{instance}"


def test_a_function_without_a_role_gets_no_credentials(bench: Bench) -> None:
    source = """
    import os
    def handler(event, context):
        return [n for n in os.environ if "ACCESS" in n or "SECURITY" in n]
    """
    assert bench.answer(source, role="") == []


def test_only_the_platform_sets_names_with_its_prefix(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FC_FROM_MACHINE", "x")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.invalid")
    source = """
    import os
    def handler(event, context):
        return sorted(n for n in os.environ if n.startswith("FC_") or n in ("MINE", "HTTPS_PROXY"))
    """
    assert bench.answer(source, env={"FC_MINE": "x", "MINE": "y"}) == [
        "FC_ACCOUNT_ID",
        "FC_CUSTOM_LISTEN_PORT",
        "FC_FUNCTION_HANDLER",
        "FC_FUNCTION_MEMORY_SIZE",
        "FC_FUNCTION_NAME",
        "FC_FUNCTION_VERSION",
        "FC_FUNC_CODE_PATH",
        "FC_INSTANCE_ID",
        "FC_REGION",
        "FC_VER_ID",
        "MINE",
    ]


def test_the_code_folder_is_the_working_directory_and_first_on_the_path(bench: Bench) -> None:
    source = """
    import os, sys
    def handler(event, context):
        return [os.getcwd(), sys.path[0]]
    """
    assert bench.answer(source) == [str(bench.code), str(bench.code)]


def test_the_code_folder_is_left_clean(bench: Bench) -> None:
    bench.write("helper.py", "x = 1")
    bench.answer("import helper\ndef handler(event, context): return helper.x")
    assert sorted(path.name for path in bench.code.iterdir()) == ["f.py", "helper.py"]


def test_a_payload_above_32_mb_is_refused(bench: Bench) -> None:
    runner = bench.runner(bench.function(ECHO))
    with pytest.raises(InvocationRefusedError, match="EntityTooLarge"):
        runner.invoke("f", b"x" * (32 * 1024 * 1024 + 1))


def test_an_asynchronous_payload_above_128_kb_is_refused(bench: Bench) -> None:
    runner = bench.runner(bench.function(ECHO))
    with pytest.raises(InvocationRefusedError, match="EntityTooLarge"):
        runner.invoke("f", b"x" * (128 * 1024 + 1), asynchronous=True)


def test_an_unknown_function_is_refused_with_the_names_there_are(bench: Bench) -> None:
    with pytest.raises(InvocationRefusedError, match=r"no function 'g'; there are: f") as caught:
        bench.runner(bench.function(ECHO)).invoke("g")
    assert caught.value.status == 404


def test_a_package_that_was_not_built_is_refused_by_name(bench: Bench) -> None:
    spec = bench.function(ECHO, code=bench.code / "absent")
    with pytest.raises(InvocationRefusedError, match="build the package first"):
        bench.runner(spec).invoke("f")


@pytest.mark.parametrize("runtime", ["python3.10", "python3.12"])
def test_the_initializer_runs_once_before_the_first_request(bench: Bench, runtime: str) -> None:
    source = """
    seen = []
    def initialize(context): seen.append(context.request_id)
    def handler(event, context): return len(seen)
    """
    spec = bench.function(source, runtime=runtime, initializer=Hook("f.initialize"))
    runner = bench.runner(spec)
    assert [runner.invoke("f").body for _ in range(3)] == [b"1", b"1", b"1"]


def test_a_failed_initializer_fails_the_request_and_the_next_gets_a_fresh_instance(
    bench: Bench,
) -> None:
    source = """
    import os, pathlib
    def initialize(context):
        if not os.path.exists("/proc/self/ok") and not pathlib.Path(os.environ["MARK"]).exists():
            pathlib.Path(os.environ["MARK"]).touch()
            raise RuntimeError("first time")
    def handler(event, context): return "fine"
    """
    mark = str(bench.platform.directory / "mark")
    spec = bench.function(source, initializer=Hook("f.initialize"), env={"MARK": mark})
    runner = bench.runner(spec)
    first, second = runner.invoke("f"), runner.invoke("f")
    assert (first.status, first.error_type) == (200, "InitializationError")
    assert json.loads(first.body)["errorMessage"] == "first time"
    assert second.body == b"fine"
    one, two = runner.invocations()
    assert one.instance != two.instance


def test_pre_stop_runs_when_an_idle_instance_is_ended(bench: Bench) -> None:
    source = """
    def pre_stop(context): print("good bye")
    def handler(event, context): pass
    """
    runner = bench.runner(bench.function(source, pre_stop=Hook("f.pre_stop")))
    runner.invoke("f")
    assert runner.cool() == 1
    log = (bench.platform.directory / "logs" / "f.log").read_text()
    assert "FC PreStop Start" in log
    assert "good bye" in log
