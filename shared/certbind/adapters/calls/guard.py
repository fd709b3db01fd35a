"""The rule of every bind: only what was expected is replaced, and what stands is read first."""

from __future__ import annotations

from certbind.domain.model.target import Binding, Target
from certbind.errors import StalePlanError


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
