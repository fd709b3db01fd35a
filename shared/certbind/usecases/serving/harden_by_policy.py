"""How CERTBIND_HARDEN wants domains to be served, set and told by the sweep that looks at them."""

from __future__ import annotations

from collections import defaultdict
from threading import Lock

from certbind.domain.decide.decision import Decision
from certbind.domain.lifecycle.journal import Entry, EntryKind
from certbind.domain.model.target import BoundTarget
from certbind.domain.serving.by_policy import WANTED, Drift, drift
from certbind.domain.serving.hardening import Surroundings, against, changes_of
from certbind.domain.serving.values import SettingsSeen
from certbind.domain.situation.reading import Known
from certbind.domain.situation.situation import Situation
from certbind.errors import BusyError, CertbindError, UnknownProductError
from certbind.ports.targets import TargetSettings
from certbind.usecases.account.sweep_report import SweepFinding
from certbind.usecases.rotate.world import Rules, Sources
from certbind.usecases.serving.settings_journal import SettingsJournal, SettingsRecord
from certbind.usecases.serving.settings_write import WriteSettings
from certbind.usecases.serving.telling import changes_told

Findings = tuple[tuple[SweepFinding, str], ...]

_UNFINISHED = (EntryKind.SETTINGS_INTENT, EntryKind.SETTINGS_FAILED)


class HardenByPolicy:
    """One domain of a sweep after another; those of one bucket wait for each other."""

    def __init__(
        self, sources: Sources, settings: TargetSettings, rules: Rules, write: WriteSettings
    ) -> None:
        self._settings = settings
        self._rules = rules
        self._journal = SettingsJournal(sources.journal, sources.clock)
        self._write = write
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)
        self._lock = Lock()

    def __call__(self, situation: Situation, decision: Decision) -> Findings:
        """What was set, and what differs and why it stays; () where all is as wanted, or the
        domain is not asked for.
        """
        bound = self._asked_for(situation, decision)
        if bound is None:
            return ()
        with self._lock:
            place = self._locks[bound.target.bucket or bound.target.domain]
        try:
            with place:
                return self._at(situation, bound)
        except UnknownProductError:
            return ()
        except BusyError:
            told = (
                "settings are to be changed, and the target takes no writes: the next sweep does"
            )
            return ((SweepFinding.WAITING, told),)
        except CertbindError as error:
            return ((SweepFinding.SETTINGS_DRIFT, str(error)),)

    def _asked_for(self, situation: Situation, decision: Decision) -> BoundTarget | None:
        """Where visitors meet it and HTTPS stays: not behind another, offline or taken to HTTP."""
        memory, place = situation.memory, situation.place
        if not self._rules.policy.may_harden(situation.target.domain):
            return None
        if not isinstance(memory, Known) or memory.value.state.downgrade is not None:
            return None
        if not isinstance(place, Known) or decision.stands is None:
            return None
        return place.value.at(situation.target)

    def _at(self, situation: Situation, bound: BoundTarget) -> Findings:
        target = bound.target
        seen = self._settings.read(target)
        changes = changes_of(seen, target.bucket, WANTED)
        if not changes:
            return ()
        record = self._journal.read(seen.place)
        found = drift(changes, record.kept, record.undone, is_interrupted=_is_open(record))
        left = tuple((SweepFinding.SETTINGS_DRIFT, str(one)) for one in found.left)
        return (*self._set(situation, bound, seen, record, found), *left)

    def _set(
        self,
        situation: Situation,
        bound: BoundTarget,
        seen: SettingsSeen,
        record: SettingsRecord,
        found: Drift,
    ) -> Findings:
        if not found.changes:
            return ()
        reasons = against(seen, bound.target.bucket, WANTED, _around(situation))
        told = changes_told(found.changes)
        if reasons:
            why = "; ".join(map(str, reasons))
            return ((SweepFinding.SETTINGS_DRIFT, f"{told} is wanted, and not set: {why}"),)
        self._write(bound.target, record, found.changes, "recheck")
        return ((SweepFinding.HARDENED, told),)


def _is_open(record: SettingsRecord) -> bool:
    newest = record.newest
    return isinstance(newest, Entry) and newest.record.kind in _UNFINISHED


def _around(situation: Situation) -> Surroundings:
    served = situation.served
    serves_well = served.value.verdict.is_good if isinstance(served, Known) else None
    return Surroundings(has_certificate=True, serves_well=serves_well)
