"""Trouble by order: what becomes of a call of a fake, and what others do around it."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import NoReturn

_Acts = defaultdict[str, deque[Callable[[], object]]]


class Trouble:
    """What waits for the calls of one fake, and a count of the calls made.

    `before` makes the next calls fail with nothing done; `after` makes one fail with the work
    done, as a lost answer does. `act_before` and `act_after` let somebody else act at that
    moment. `calls["bind"]` counts calls, failed ones too.
    """

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self._before: _Acts = defaultdict(deque)
        self._after: _Acts = defaultdict(deque)

    def before(self, method: str, error: BaseException, times: int = 1) -> None:
        """Let the next `times` calls of `method` fail before they do anything."""
        for _ in range(times):
            self.act_before(method, partial(_raise, error))

    def after(self, method: str, error: BaseException) -> None:
        """Let a call of `method` do its work and then fail."""
        self.act_after(method, partial(_raise, error))

    def act_before(self, method: str, act: Callable[[], object]) -> None:
        """Let this happen when `method` is called next, before it does anything."""
        self._before[method].append(act)

    def act_after(self, method: str, act: Callable[[], object]) -> None:
        """Let this happen when a call of `method` has done its work."""
        self._after[method].append(act)

    @contextmanager
    def around(self, method: str) -> Iterator[None]:
        """One call of `method`."""
        self.calls[method] += 1
        if self._before[method]:
            self._before[method].popleft()()
        yield
        if self._after[method]:
            self._after[method].popleft()()


def _raise(error: BaseException) -> NoReturn:
    raise error
