"""How a target is served besides its certificate, read before a binding and compared after it.

A bucket's settings are those of all its domains, a hundred at most: an instance reads them once
for a moment, and never takes what it read before a binding for what stands after it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock

from certbind.domain.decide.decision import Bind
from certbind.domain.model.target import Target
from certbind.domain.serving.around_binding import Stood, changed_since, stood
from certbind.domain.serving.values import SettingChange, SettingsSeen
from certbind.domain.situation.reading import Unread
from certbind.errors import CertbindError, UnknownProductError
from certbind.ports.clock import Clock
from certbind.ports.targets import TargetSettings
from certbind.values import dataclass, field

_KEPT_FOR = timedelta(seconds=30)
_MOST_BUCKETS = 64


class SettingsKept:
    """Of buckets, by region and name; it lives as long as the instance."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[tuple[str, str], tuple[datetime, SettingsSeen]] = {}

    def of(self, target: Target, now: datetime, at_most: timedelta) -> SettingsSeen | None:
        """As read in the last so many seconds."""
        with self._lock:
            at, seen = self._kept.get((target.region, target.bucket), (None, None))
        return seen if at is not None and timedelta() <= now - at < at_most else None

    def keep(self, target: Target, now: datetime, seen: SettingsSeen) -> None:
        """As they stand at this moment."""
        with self._lock:
            if len(self._kept) >= _MOST_BUCKETS:
                self._kept.clear()
            self._kept[target.region, target.bucket] = now, seen


@dataclass(frozen=True, slots=True)
class SettingsAround:
    """settings: None where nobody compares."""

    settings: TargetSettings | None
    clock: Clock
    kept: SettingsKept = field(default_factory=SettingsKept)

    def before(self, target: Target, bind: Bind) -> Stood | Unread | None:
        """As they stand. None: there is nothing to compare, since HTTPS was off until now, or
        certbind knows no settings of the product. What is not read holds no binding back.
        """
        if self.settings is None or bind.expects.is_empty:
            return None
        try:
            return stood(self._read(self.settings, target, _KEPT_FOR))
        except UnknownProductError:
            return None
        except CertbindError as error:
            return Unread(error.code, str(error), error.retryable)

    def after(
        self, target: Target, before: Stood | None, since: timedelta
    ) -> tuple[SettingChange, ...] | Unread | None:
        """What is another than it was; None: nothing was kept. since: since it was bound."""
        if self.settings is None or before is None:
            return None
        try:
            return changed_since(before, self._read(self.settings, target, min(since, _KEPT_FOR)))
        except CertbindError as error:
            return Unread(error.code, str(error), error.retryable)

    def _read(self, settings: TargetSettings, target: Target, at_most: timedelta) -> SettingsSeen:
        if not target.bucket:
            return settings.read(target)
        now = self.clock.now()
        known = self.kept.of(target, now, at_most)
        if known is not None:
            return known
        seen = settings.read(target)
        self.kept.keep(target, now, seen)
        return seen
