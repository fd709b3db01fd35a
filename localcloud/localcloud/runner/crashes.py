"""Kills a function instance at a moment chosen by the cloud calls that it makes."""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass, replace

from localcloud.calls import Call
from localcloud.runner.executor import Executor


@dataclass(frozen=True, slots=True)
class CrashRule:
    """Kill the instance that makes the `nth` call of this kind, when the call has been applied
    and before its answer is on the wire. `resource` must occur in the call's object.
    """

    service: str
    action: str
    resource: str = ""
    nth: int = 1
    id: str = ""

    def matches(self, call: Call) -> bool:
        """Whether this call counts."""
        return (
            self.service in ("*", call.service)
            and self.action in ("*", call.action)
            and self.resource in call.resource
        )


class Crashes:
    """The rules in force; each strikes once. A listener of the call log."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._rules: list[CrashRule] = []

    def add(self, rule: CrashRule) -> CrashRule:
        """Put a rule into force and give it an id."""
        with self._lock:
            named = replace(rule, id=f"crash-{next(self._numbers)}")
            self._rules.append(named)
            return named

    def remove(self, rule_id: str) -> bool:
        """Take a rule out of force; False when there is none with this id."""
        with self._lock:
            before = len(self._rules)
            self._rules = [rule for rule in self._rules if rule.id != rule_id]
            return len(self._rules) < before

    def rules(self) -> tuple[CrashRule, ...]:
        """The rules in force."""
        with self._lock:
            return tuple(self._rules)

    def clear(self) -> None:
        """Take all rules out of force."""
        with self._lock:
            self._rules.clear()

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
