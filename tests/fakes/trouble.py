"""Trouble by order: which call of a fake fails, and whether it had done its work by then."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager


class Trouble:
    """Errors waiting for the calls of one fake, and a count of the calls made.

    `before` makes the next calls fail with nothing done; `after` makes one fail with the work
    done, as a lost answer does. `calls["bind"]` counts calls, failed ones too.
    """

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self._before: defaultdict[str, deque[Exception]] = defaultdict(deque)
        self._after: defaultdict[str, deque[Exception]] = defaultdict(deque)

    def before(self, method: str, error: Exception, times: int = 1) -> None:
        """Let the next `times` calls of `method` fail before they do anything."""
        self._before[method].extend([error] * times)

    def after(self, method: str, error: Exception) -> None:
        """Let a call of `method` do its work and then fail."""
        self._after[method].append(error)

    @contextmanager
    def around(self, method: str) -> Iterator[None]:
        """One call of `method`."""
        self.calls[method] += 1
        if self._before[method]:
            raise self._before[method].popleft()
        yield
        if self._after[method]:
            raise self._after[method].popleft()
