"""The functions, the clock, the switches, the record of calls."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from localcloud.acts.refusal import Refusal
from localcloud.runner.invocations import InvocationResult
from localcloud.world import LocalCloud

_SPAN = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?")


class Running:
    """Acts on what runs."""

    def __init__(self, world: LocalCloud) -> None:
        self._world = world

    def status(self) -> dict[str, Any]:
        """Endpoints without the secret, clock, functions."""
        env = self._world.env()
        del env["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]
        return {
            "directory": str(self._world.directory),
            "service_file": str(self._world.service_file or ""),
            "env": env,
            "clock": self.clock(),
            "roles_missing": self._missing_roles(),
            **self._world.runner.status(),
        }

    def clock(self) -> dict[str, Any]:
        """The world's time, and how many seconds it is ahead of the machine."""
        clock = self._world.clock
        return {"now": clock.now().isoformat(), "ahead": clock.offset.total_seconds()}

    def advance(self, span: str) -> dict[str, Any]:
        """Move the world's clock by `1d2h30m5s`, or a part of that."""
        self._world.advance(parse_span(span))
        return self.clock()

    def switches(self) -> dict[str, str]:
        """Every switch with the reading in force."""
        return self._world.switches.all()

    def set_switch(self, name: str, value: str) -> dict[str, str]:
        """Choose a reading."""
        self._world.switches.set(name, value)
        return {name: value}

    def invoke(
        self, function: str, payload: str = "", *, asynchronous: bool = False
    ) -> dict[str, Any]:
        """Run a function as a manual invocation does. Its full name, or the end of it."""
        name = self._function(function)
        result = self._world.runner.invoke(name, payload.encode(), asynchronous=asynchronous)
        return {"function": name, **_result(result)}

    def invocations(self, *, function: str = "") -> list[dict[str, Any]]:
        """The newest invocations, oldest first."""
        name = self._function(function) if function else None
        return [run.to_json() for run in self._world.runner.invocations(name)]

    def settle(self, *, seconds: float = 30.0) -> dict[str, Any]:
        """Wait until nothing runs and nothing is due now. Refusal when that takes too long."""
        if not self._world.runner.settle(seconds):
            raise Refusal(f"functions are still at work after {seconds:g} seconds")
        return {"settled": True}

    def cool(self) -> dict[str, Any]:
        """End idle instances: the next requests meet cold ones, with the code as it is now."""
        return {"ended": self._world.runner.cool()}

    def start_stream(self, function: str) -> dict[str, Any]:
        """Start the function's stopped streams, as a person does in the console."""
        name = self._function(function)
        streams = [s for s in self._world.runner.streams if s.spec.name == name]
        started = [s.trigger.name for s in streams if s.start_by_hand()]
        if not started:
            raise Refusal(f"no stream of {name} is stopped")
        return {"function": name, "started": ", ".join(started)}

    def calls(self, *, denied: bool = False) -> list[dict[str, Any]]:
        """The newest API calls, oldest first; `denied`: those that RAM refused."""
        return [
            {
                "at": call.at.isoformat(),
                "call": f"{call.service}.{call.action}",
                "resource": call.resource,
                "principal": call.principal,
                "status": call.status,
                "code": call.code,
                "missing": call.missing,
            }
            for call in self._world.kernel.calls.calls()
            if call.missing or not denied
        ]

    def call_counts(self) -> dict[str, int]:
        """How many of each since the last reset."""
        return self._world.kernel.calls.counts()

    def reset_calls(self) -> dict[str, Any]:
        """Forget the calls."""
        self._world.kernel.calls.reset()
        return {}

    def _missing_roles(self) -> list[str]:
        """Of functions, which may therefore do nothing."""
        if not self._world.guard.strict_roles:
            return []
        wanted = {spec.role for spec in self._world.runner.functions if spec.role}
        return sorted(name for name in wanted if self._world.ram.find_role(name) is None)

    def _function(self, name: str) -> str:
        known = [spec.name for spec in self._world.runner.functions]
        wanted = name.replace("_", "-")
        found = [k for k in known if name == k] or [k for k in known if k.endswith("-" + wanted)]
        if len(found) != 1:
            raise Refusal(f"no function {name!r}; there are: {', '.join(known) or 'none'}")
        return found[0]


def parse_span(text: str) -> timedelta:
    """`1d2h30m5s` or a part of it; a bare number is no span. Refusal."""
    match = _SPAN.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        raise Refusal(f"{text!r} is no span of time, such as 90s, 30m, 6h or 1d12h")
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def _result(result: InvocationResult) -> dict[str, Any]:
    return {
        "request_id": result.request_id,
        "status": result.status,
        "error_type": result.error_type,
        "body": result.body.decode("utf-8", "replace"),
        "log": list(result.log),
        "seconds": round(result.duration, 4),
    }
