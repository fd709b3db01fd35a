"""How targets are served, in memory, with the guards that the real ones are driven with."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from certbind.domain.model.target import UNBOUND, Binding, Target
from certbind.domain.serving.values import (
    Fetcher,
    Fetchers,
    Form,
    SettingChange,
    SettingsSeen,
)
from certbind.errors import BusyError, RejectedError, StalePlanError
from tests.fakes.targets import FakeTargets
from tests.fakes.trouble import Trouble

_EXCLUDES = {"https_force": "http_force", "http_force": "https_force"}


class FakeSettings:
    """By place. busy: how many writes are answered that the target is being configured. fetching:
    who fetches from buckets.
    """

    def __init__(self, targets: FakeTargets) -> None:
        self.trouble = Trouble()
        self.busy = 0
        self.fetching: tuple[Fetcher, ...] = ()
        self.limits: tuple[str, ...] = ()
        self._targets = targets
        self._texts: dict[str, dict[str, str]] = {}
        self._ruled: dict[str, frozenset[str]] = {}
        self._requests = 0
        self.by_https = True

    def set_by_hand(self, target: Target, name: str, text: str | None) -> None:
        """As somebody at the console would, past every guard."""
        texts = self._texts.setdefault(_place(target), {})
        texts.pop(name, None)
        if text is not None:
            texts[name] = text

    def put_under_rule(self, target: Target, *functions: str) -> None:
        """Set a further time, under a condition."""
        self._ruled[_place(target)] = frozenset(functions)

    def read(self, target: Target) -> SettingsSeen:
        """See TargetSettings."""
        with self.trouble.around("read"):
            place = _place(target)
            form = Form.BUCKET if target.bucket else Form.FUNCTIONS
            texts = dict(self._texts.get(place, {}))
            ruled = self._ruled.get(place, frozenset())
            return SettingsSeen(place, form, texts, ruled, self.by_https)

    def change(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """See TargetSettings."""
        with self.trouble.around("change"):
            texts = self._texts.setdefault(_place(target), {})
            if all(texts.get(one.name) == one.after for one in changes):
                return ""
            for one in changes:
                if texts.get(one.name) != one.before:
                    raise StalePlanError(f"{one.name} is another", subject=str(target))
            self._refuse_busy(target)
            for one in changes:
                if one.after is not None and _EXCLUDES.get(one.name) in texts:
                    raise RejectedError(
                        f"{one.name} conflicts",
                        service=target.kind,
                        action="change",
                        subject=str(target),
                    )
            for one in changes:
                self.set_by_hand(target, one.name, one.after)
            return self._done()

    def change_access(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """See TargetSettings."""
        return self.change(target, changes)

    def change_serving(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """See TargetSettings."""
        return self.change(target, changes)

    def turn_off(self, target: Target, expects: Binding) -> str:
        """See TargetSettings."""
        with self.trouble.around("turn_off"):
            bound = self._targets.read(target)
            if bound.binding.is_empty:
                return ""
            if not bound.binding.same_as(expects):
                raise StalePlanError("another is bound", subject=str(target))
            self._refuse_busy(target)
            self._targets.add(replace(bound, binding=UNBOUND))
            return self._done()

    def fetchers(self, target: Target, names: Collection[str]) -> Fetchers:
        """See TargetSettings."""
        with self.trouble.around("fetchers"):
            del target, names
            return Fetchers(self.fetching, self.limits)

    def _refuse_busy(self, target: Target) -> None:
        if self.busy:
            self.busy -= 1
            raise BusyError(
                "the domain is being configured",
                service=target.kind,
                action="change",
                subject=str(target),
                api_code="ServiceBusy",
            )

    def _done(self) -> str:
        self._requests += 1
        return f"settings-{self._requests}"


def _place(target: Target) -> str:
    return f"{target.kind}/{target.bucket or target.domain}"
