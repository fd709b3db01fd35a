"""The rule of every bind: only what was expected is replaced, and what stands is read first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from certbind.domain.model.target import Binding, Target
from certbind.errors import CloudError, StalePlanError, UnavailableError

T = TypeVar("T")


def refuse_stale(target: Target, stands: Binding, expects: Binding, wanted: Binding) -> bool:
    """Whether `wanted` stands at the target already; StalePlanError when neither it nor
    `expects` does.
    """
    if stands.same_as(wanted):
        return True
    if stands.same_as(expects):
        return False
    raise StalePlanError(
        f"The plan expected {_words(expects)} there, but {_words(stands)} is bound.",
        subject=str(target),
    )


class Doubt:
    """Of one bind, which is repeated as a whole. Once a write was made, or its answer lost,
    whatever fails after it (the reading of what became of it) does not say that nothing was
    written: else what was bound would be called another hand's.
    """

    def __init__(self) -> None:
        """Nothing was written yet."""
        self._is_open = False

    def writing(self, write: Callable[[], T]) -> T:
        """What the write answers."""
        try:
            answer = write()
        except UnavailableError:
            self._is_open = True
            raise
        self._is_open = True
        return answer

    def until_settled(self, bind: Callable[[], T]) -> T:
        """What the bind comes to."""
        try:
            return bind()
        except CloudError as error:
            error.is_in_doubt = self._is_open
            raise


def _words(binding: Binding) -> str:
    if binding.is_empty:
        return "no certificate"
    shown = binding.certificate_id or binding.raw_id or binding.name or "without an id"
    return f"{binding.source.value} certificate {shown}"


class OneSlot:
    """What is bound takes the place of what was: nothing is left to be taken off."""

    def take_off(self, target: Target, old: Binding, keeps: Binding) -> str:  # noqa: ARG002
        """See Targets."""
        raise StalePlanError(
            "Nothing stands beside another certificate there.", subject=str(target)
        )
