"""Rules that strike calls or connections: named when they come into force."""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass, replace
from typing import Generic, TypeVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`id` is empty until the rule is in force."""

    id: str = ""


R = TypeVar("R", bound=Rule)


class RuleList(Generic[R]):
    """The rules in force, in the order in which they were added; the first that strikes wins.

    They do not survive a restart: a rule that outlives its rehearsal is a trap.
    """

    prefix = "rule"

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._rules: list[R] = []

    def add(self, rule: R) -> R:
        """Put a rule into force and give it an id: its prefix and a number."""
        with self._lock:
            named = replace(rule, id=f"{self.prefix}-{next(self._numbers)}")
            self._rules.append(named)
            return named

    def remove(self, rule_id: str) -> bool:
        """Take a rule out of force; False when there is none with this id."""
        with self._lock:
            before = len(self._rules)
            self._rules = [rule for rule in self._rules if rule.id != rule_id]
            return len(self._rules) < before

    def clear(self) -> None:
        """Take all rules out of force."""
        with self._lock:
            self._rules.clear()

    def rules(self) -> tuple[R, ...]:
        """The rules in force."""
        with self._lock:
            return tuple(self._rules)


def means(pattern: tuple[str, str, str], call: tuple[str, str, str]) -> bool:
    """Whether a call is meant. Both: service, action, resource; `*` stands for any service or
    action, and the resource of the pattern must occur in the call's.
    """
    return pattern[0] in ("*", call[0]) and pattern[1] in ("*", call[1]) and pattern[2] in call[2]
