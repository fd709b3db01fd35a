"""Kills a function instance at a moment chosen by the cloud calls that it makes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from localcloud.calls import Call
from localcloud.rules import Rule, RuleList, means
from localcloud.runner.executor import Executor


@dataclass(frozen=True, slots=True)
class CrashRule(Rule):
    """Kill the instance that makes the `nth` call of this kind, when the call has been applied
    and before its answer is on the wire. `resource` must occur in the call's object.
    """

    service: str
    action: str
    resource: str = ""
    nth: int = 1

    def matches(self, call: Call) -> bool:
        """Whether this call counts."""
        pattern = (self.service, self.action, self.resource)
        return means(pattern, (call.service, call.action, call.resource))


class Crashes(RuleList[CrashRule]):
    """The rules in force; each strikes once. A listener of the call log."""

    prefix = "crash"

    def __init__(self, executor: Executor) -> None:
        super().__init__()
        self._executor = executor

    def on_call(self, call: Call) -> None:
        """Called in the server's thread, before the answer is sent; only functions count."""
        if call.principal.startswith("role/") and self._is_struck(call):
            self._executor.kill_principal(call.principal)

    def _is_struck(self, call: Call) -> bool:
        with self._lock:
            for position, rule in enumerate(self._rules):
                if not rule.matches(call):
                    continue
                if rule.nth > 1:
                    self._rules[position] = replace(rule, nth=rule.nth - 1)
                    return False
                del self._rules[position]
                return True
        return False
