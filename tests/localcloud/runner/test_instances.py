"""Processes: how they end, how many there are, which clock they see."""

from __future__ import annotations

import json
import threading
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from localcloud.calls import Call
from localcloud.runner.platform import InvocationRefusedError
from localcloud.runner.runner import Runner
from localcloud.runner.specs import Hook
from tests.localcloud.runner.conftest import Bench
from tests.waiting import has_ended, until

STARTED = Hook("f.initialize", timeout=30)
"""So that the start of the process is not in the handler's own time."""
EXITED = "Process exited unexpectedly before completing request"
SLEEP = """
import time
def handler(event, context):
    open(event.decode(), "w").close()
    while True:
        time.sleep(0.01)
"""
GATE = """
import os, time
def handler(event, context):
    open(event.decode(), "w").close()
    while not os.path.exists(event.decode() + ".go"):
        time.sleep(0.01)
    return os.getpid()
"""


@pytest.mark.parametrize(
    "ending",
    ["import sys; sys.exit(0)", "import os; os._exit(1)", "import os; os.kill(os.getpid(), 9)"],
)
def test_a_process_that_ends_fails_the_request_and_is_replaced(bench: Bench, ending: str) -> None:
    source = f"""
    def handler(event, context):
        if event: {ending}
        return "fine"
    """
    runner = bench.runner(bench.function(source))
    result = runner.invoke("f", b"x")
    assert (result.status, result.error_type) == (200, "UnhandledInvocationError")
    assert json.loads(result.body)["errorMessage"].startswith(EXITED)
    assert runner.invoke("f").body == b"fine"


def test_the_time_limit_ends_the_process_and_dumps_its_stacks(bench: Bench) -> None:
    source = """
    import time
    def initialize(context): pass
    def handler(event, context): time.sleep(60)
    """
    result = bench.runner(bench.function(source, timeout=1, initializer=STARTED)).invoke("f")
    assert result.error_type == "FunctionTimeoutError"
    assert json.loads(result.body) == {"errorMessage": "Function timed out after 1 seconds"}
    assert any("Dumping stack trace after function timeout" in line for line in result.log)
    assert any("time.sleep(60)" in line for line in result.log)


def test_a_function_that_ignores_the_first_signal_is_killed(bench: Bench) -> None:
    source = """
    import time
    def initialize(context): pass
    def handler(event, context):
        while True:
            try:
                time.sleep(60)
            except BaseException:
                pass
    """
    runner = bench.runner(bench.function(source, timeout=1, initializer=STARTED))
    assert runner.invoke("f").error_type == "FunctionTimeoutError"
    assert runner.status()["functions"]["f"]["busy"] == 0


def test_programs_that_a_handler_left_running_end_with_its_instance(bench: Bench) -> None:
    source = """
    import subprocess
    def handler(event, context):
        return subprocess.Popen(["sleep", "300"], stdout=subprocess.DEVNULL).pid
    """
    runner = bench.runner(bench.function(source))
    pid = int(runner.invoke("f").body)
    assert not has_ended(pid, within_seconds=0)
    assert runner.cool() == 1
    assert has_ended(pid)


def test_programs_of_a_handler_that_crashed_end_too(bench: Bench) -> None:
    source = """
    import os, subprocess
    def handler(event, context):
        child = subprocess.Popen(["sleep", "300"], stdout=subprocess.DEVNULL)
        with open(event.decode(), "w") as file: file.write(str(child.pid))
        os._exit(1)
    """
    mark = bench.code.parent / "child"
    bench.runner(bench.function(source)).invoke("f", str(mark).encode())
    assert has_ended(int(mark.read_text()))


def test_one_instance_serves_one_request_at_a_time(bench: Bench) -> None:
    runner = bench.runner(bench.function(GATE))
    pids = _in_parallel(bench, runner, 3)
    assert len(set(pids)) == 3
    assert runner.status()["functions"]["f"]["idle"] == 3


def test_reserved_concurrency_refuses_what_is_above_it(bench: Bench) -> None:
    runner = bench.runner(bench.function(GATE, reserved_concurrency=1))
    mark = bench.code.parent / "held"
    thread = threading.Thread(target=runner.invoke, args=("f", str(mark).encode()))
    thread.start()
    until(mark.exists)
    with pytest.raises(InvocationRefusedError, match="ResourceExhausted") as caught:
        runner.invoke("f", b"")
    mark.with_suffix(".go").touch()
    thread.join()
    assert caught.value.status == 429


def test_the_handler_sees_the_time_of_the_world_and_real_seconds(bench: Bench) -> None:
    source = """
    import datetime, time
    def handler(event, context):
        now = datetime.datetime.now(datetime.timezone.utc)
        return [now.isoformat(), time.time(), time.monotonic()]
    """
    runner = bench.runner(bench.function(source))
    before = json.loads(runner.invoke("f").body)
    bench.clock.advance(timedelta(days=400))
    after = json.loads(runner.invoke("f").body)
    moved = datetime.fromisoformat(after[0]) - datetime.fromisoformat(before[0])
    assert timedelta(days=400) <= moved < timedelta(days=400, minutes=1)
    assert abs(after[1] - bench.clock.now().timestamp()) < 60
    assert after[2] - before[2] < 60


def test_an_instance_whose_credentials_ran_out_is_not_used_again(bench: Bench) -> None:
    runner = bench.runner(bench.function("def handler(event, context): pass"))
    runner.invoke("f")
    bench.clock.advance(timedelta(hours=37))
    runner.invoke("f")
    one, two = runner.invocations()
    assert one.instance != two.instance


def test_stopping_cuts_off_what_is_under_way(bench: Bench) -> None:
    runner = bench.runner(bench.function(SLEEP))
    mark = bench.code.parent / "begun"
    results = []
    thread = threading.Thread(
        target=lambda: results.append(runner.invoke("f", str(mark).encode()))
    )
    thread.start()
    until(mark.exists)
    runner.stop()
    thread.join(10)
    assert results[0].failed
    with pytest.raises(InvocationRefusedError, match="stopping"):
        runner.invoke("f")


def test_an_instance_is_killed_by_the_call_that_a_rule_names(bench: Bench) -> None:
    runner = bench.runner(bench.function(GATE))
    runner.kill_on_call("oss", "PutCname", resource="b", nth=2)
    mark = bench.code.parent / "begun"
    results = []
    thread = threading.Thread(
        target=lambda: results.append(runner.invoke("f", str(mark).encode()))
    )
    thread.start()
    until(mark.exists)
    (pool,) = runner.executor.pools.values()
    principal = next(iter(pool._busy.values())).principal
    for call in (("oss", "GetCname", "b"), ("oss", "PutCname", "a"), ("oss", "PutCname", "b")):
        bench.calls.add(Call(bench.clock.now(), *call, principal, 200))
    bench.calls.add(Call(bench.clock.now(), "oss", "PutCname", "b", "root", 200))
    assert len(runner.crashes.rules()) == 1  # which goes when it has struck
    bench.calls.add(Call(bench.clock.now(), "oss", "PutCname", "b", principal, 200))
    thread.join(10)
    assert json.loads(results[0].body)["errorMessage"].startswith(EXITED)
    assert runner.crashes.rules() == ()


def _in_parallel(bench: Bench, runner: Runner, number: int) -> list[bytes]:
    bodies: list[bytes] = []
    marks = [bench.code.parent / f"mark{n}" for n in range(number)]
    threads = [threading.Thread(target=partial(_collect, bodies, runner, mark)) for mark in marks]
    for thread in threads:
        thread.start()
    for mark in marks:
        until(mark.exists)
    for mark in marks:
        mark.with_suffix(".go").touch()
    for thread in threads:
        thread.join(10)
    return bodies


def _collect(bodies: list[bytes], runner: Runner, mark: Path) -> None:
    bodies.append(runner.invoke("f", str(mark).encode()).body)
