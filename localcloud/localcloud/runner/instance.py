"""One instance of a function: a process of its own that serves one request at a time."""

from __future__ import annotations

import contextlib
import json
import secrets
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from localcloud.credentials import AccessKey
from localcloud.runner.code import prepare
from localcloud.runner.environment import instance_environment
from localcloud.runner.frames import receive_frame, send_frame
from localcloud.runner.function_log import FunctionLog
from localcloud.runner.platform import InvocationRefusedError, Platform
from localcloud.runner.process_group import ProcessGroup
from localcloud.runner.specs import FunctionSpec

_SOURCE_ROOT = Path(__file__).resolve().parents[2]
# The code folder comes first on sys.path; the local cloud's own source root only for this import.
_BOOT = (
    "import sys; sys.path[0] = sys.argv[2]; from localcloud.runner.harness.main import main;"
    " sys.path[0] = sys.argv[3]; main(int(sys.argv[1]), sys.argv[4])"
)
_GRACE_SECONDS = 1.0
"""Between SIGTERM and SIGKILL when the time is over."""
UNHANDLED = "UnhandledInvocationError"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an instance made of a request. `error_type` is the X-Fc-Error-Type header, or empty."""

    error_type: str
    body: bytes
    log: tuple[str, ...]


class Instance:
    """A process. Not thread-safe but for `kill`: the pool hands it to one request at a time."""

    def __init__(self, spec: FunctionSpec, platform: Platform) -> None:
        self.spec = spec
        self.id = f"c-{secrets.token_hex(4)}-{secrets.token_hex(4)}-{secrets.token_hex(6)}"
        self.served = 0
        self._platform = platform
        self._key = self._context_key = self._issue_key()
        self._channel, self._group = self._spawn()
        logs = platform.directory / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        self._log = FunctionLog(self._group.output, logs / f"{spec.name}.log")

    @property
    def principal(self) -> str:
        """The name under which the gateway records this instance's calls."""
        return self._key.principal if self._key else ""

    @property
    def usable(self) -> bool:
        """Whether another request may be given to it: alive, its credentials still good.

        With a context that carries credentials these count, else those of its environment.
        """
        key = self._context_key
        expired = key is not None and self._platform.credentials.is_expired(key)
        return self._group.is_alive and not expired

    def renew_credentials(self) -> None:
        """Hand out new ones with the next request's context; the environment keeps the first.

        python3.12 has no credentials in its context: such an instance only has its old ones, and
        is not used again.
        """
        if self._key is None:
            return
        old = self._platform.credentials.find(self._key.key_id)
        if self.spec.runtime != "python3.12":
            with contextlib.suppress(InvocationRefusedError):
                self._context_key = self._issue_key()
                return
        self._context_key = old

    def call(self, request_id: str, event: bytes, *, attempt: int, timeout: float) -> Answer:
        """Run the initializer if it is due, then the handler."""
        hook = self.spec.initializer
        if self.served == 0 and hook is not None:
            failure = self._initialize(request_id, hook.handler, hook.timeout)
            if failure is not None:
                return failure
        self.served += 1
        head = self._head("invoke", request_id, self.spec.handler, attempt)
        return self._exchange(head, event, timeout)

    def kill(self) -> None:
        """End it at once, as a crash does; from any thread."""
        self._group.kill()

    def retire(self) -> None:
        """End an idle instance: preStop first, then hang up."""
        hook = self.spec.pre_stop
        if hook is not None and self.served and self._group.is_alive:
            request_id = new_request_id()
            self._exchange(self._head("pre_stop", request_id, hook.handler, 0), b"", hook.timeout)
        self.discard()

    def discard(self) -> None:
        """Hang up, and make sure that the process is gone with all that it started."""
        self._channel.close()
        self._group.await_exit(_GRACE_SECONDS)
        self._group.end()
        self._log.join(_GRACE_SECONDS)

    def _initialize(self, request_id: str, handler: str, timeout: float) -> Answer | None:
        head = self._head("initialize", request_id, handler, 0)
        answer = self._exchange(head, b"", timeout)
        if not answer.error_type:
            return None
        return Answer("InitializationError", answer.body, answer.log)

    def _exchange(self, head: dict[str, Any], event: bytes, timeout: float) -> Answer:
        phase = {"invoke": "Invoke", "initialize": "Initialize", "pre_stop": "PreStop"}
        self._log.begin(f"FC {phase[head['kind']]} End RequestId: {head['request_id']}")
        started = time.monotonic()
        try:
            self._channel.settimeout(timeout)
            send_frame(self._channel, head, event)
            # A time-out of the whole answer, not of each packet: an answer is sent in one go.
            frame = receive_frame(self._channel)
        except TimeoutError:
            return self._timed_out(timeout)
        except OSError:
            frame = None
        if frame is None:
            return self._exited(time.monotonic() - started)
        answer, body = frame
        return Answer(UNHANDLED if answer["failed"] else "", body, self._log.collect(2.0))

    def _timed_out(self, timeout: float) -> Answer:
        self._group.terminate()
        self._group.await_exit(_GRACE_SECONDS)
        message = f"Function timed out after {timeout:g} seconds"
        return Answer("FunctionTimeoutError", _plain_error(message), self._last_lines())

    def _exited(self, seconds: float) -> Answer:
        self._group.await_exit(_GRACE_SECONDS)
        message = (
            "Process exited unexpectedly before completing request"
            f" (duration: {seconds * 1000:.0f}ms, maxMemoryUsage: 0.00MB)"
        )
        return Answer(UNHANDLED, _plain_error(message), self._last_lines())

    def _last_lines(self) -> tuple[str, ...]:
        self._group.end()
        return self._log.collect(2.0)

    def _issue_key(self) -> AccessKey | None:
        if not self.spec.role:
            return None
        allowed = self._platform.lets_functions
        if allowed is not None and not allowed(self.spec.role):
            # The platform's own words are not published (UNCERTAIN).
            message = f"the role {self.spec.role} does not trust fc.aliyuncs.com"
            raise InvocationRefusedError(403, "AccessDenied", message)
        return self._platform.credentials.issue_role_key(f"{self.spec.role}/{self.id}")

    def _head(self, kind: str, request_id: str, handler: str, attempt: int) -> dict[str, Any]:
        key = self._context_key
        return {
            "kind": kind,
            "request_id": request_id,
            "handler": handler,
            "offset": self._platform.clock.offset.total_seconds(),
            "runtime": self.spec.runtime,
            "function": self.spec.name,
            "memory": self.spec.memory,
            "timeout": self.spec.timeout,
            "region": self.spec.region,
            "account_id": self._platform.credentials.account_id,
            "log_project": self.spec.log_project,
            "log_store": self.spec.log_store,
            "credentials": [key.key_id, key.secret, key.token] if key else ["", "", ""],
            "retry_count": attempt,
        }

    def _spawn(self) -> tuple[socket.socket, ProcessGroup]:
        platform = self._platform
        code = prepare(self.spec.code, self.spec.runtime, platform.directory / "code")
        ours, theirs = socket.socketpair()
        compiled = "" if code.packed else str(platform.compiled)
        arguments = [str(theirs.fileno()), str(_SOURCE_ROOT), str(code.folder), compiled]
        environment = instance_environment(
            replace(self.spec, code=code.folder),
            self.id,
            platform.credentials.account_id,
            self._key,
        )
        with theirs:
            process = subprocess.Popen(
                [code.python or platform.python or sys.executable, "-c", _BOOT, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                cwd=code.folder,
                env=environment,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        return ours, ProcessGroup(process)


def new_request_id() -> str:
    """`1-<8 hex>-<8 hex>-<12 hex>`, as the platform numbers requests."""
    return f"1-{int(time.time()):08x}-{secrets.token_hex(4)}-{secrets.token_hex(6)}"


def _plain_error(message: str) -> bytes:
    return json.dumps({"errorMessage": message}).encode()
