"""The loop of a function instance: one request at a time, until the runner hangs up."""

from __future__ import annotations

import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from types import FrameType
from typing import Any

from localcloud.runner.frames import receive_frame, send_frame
from localcloud.runner.harness.compiled import keep_below
from localcloud.runner.harness.context import make_context
from localcloud.runner.harness.loading import LoadError, load
from localcloud.runner.harness.logs import LOGGER, install_logging, set_request_id
from localcloud.runner.harness.outcome import encode_result, load_error_json, user_error_json
from localcloud.runner.harness.world_time import WorldTime

_PHASES = {"invoke": "Invoke", "initialize": "Initialize", "pre_stop": "PreStop"}


def main(descriptor: int, compiled: str) -> None:
    """Serve requests that come over the socket `descriptor`. compiled: see `keep_below`."""
    keep_below(compiled, os.environ["FC_FUNC_CODE_PATH"])
    channel = socket.socket(fileno=descriptor)
    channel.setblocking(True)
    channel.set_inheritable(False)  # programs that the function starts have no business here
    install_logging()
    signal.signal(signal.SIGTERM, _dump_stacks_and_exit)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the runner, which ends us
    _say("FunctionCompute python3 runtime inited.")
    loaded: dict[str, Callable[..., Any]] = {}
    world = WorldTime()
    while (frame := receive_frame(channel)) is not None:
        head, event = frame
        world.set_offset(float(head["offset"]))
        failed, body = _serve(loaded, head, event)
        send_frame(channel, {"failed": failed}, body)


def _serve(
    loaded: dict[str, Callable[..., Any]], head: dict[str, Any], event: bytes
) -> tuple[bool, bytes]:
    request_id = head["request_id"]
    phase = _PHASES[head["kind"]]
    set_request_id(request_id)
    _say(f"FC {phase} Start RequestId: {request_id}")
    failed, body = _run(loaded, head, event)
    if failed:
        LOGGER.error(body.decode())
    suffix = ", Error: Unhandled function error" if failed else ""
    _say(f"FC {phase} End RequestId: {request_id}{suffix}")
    return failed, body


def _run(
    loaded: dict[str, Callable[..., Any]], head: dict[str, Any], event: bytes
) -> tuple[bool, bytes]:
    """Only `Exception` is caught: `sys.exit` ends the instance, as on the platform."""
    handler = head["handler"]
    context = make_context(head)
    try:
        function = loaded.get(handler)
        if function is None:
            function = loaded[handler] = load(handler, os.environ["FC_FUNC_CODE_PATH"])
        if head["kind"] == "invoke":
            return False, encode_result(function(event, context))
        function(context)
    except LoadError as error:
        return True, load_error_json(error)
    except Exception:  # noqa: BLE001 - whatever the function raises is its answer
        return True, user_error_json()
    return False, b""


def _say(line: str) -> None:
    sys.stderr.flush()
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _dump_stacks_and_exit(_signal: int, _frame: FrameType | None) -> None:
    LOGGER.error("Dumping stack trace after function timeout")
    for frame in sys._current_frames().values():  # noqa: SLF001 - the only way to see the threads
        LOGGER.error("".join(traceback.format_stack(frame)))
    sys.exit(143)
