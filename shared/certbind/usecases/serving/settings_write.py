"""Settings changed step by step, each on record before it is made and after."""

from __future__ import annotations

from functools import partial

from certbind.domain.lifecycle.journal import EntryKind
from certbind.domain.model.target import Target
from certbind.domain.serving.record import Kept, remember
from certbind.domain.serving.values import Form, SettingChange, steps_of
from certbind.errors import CloudError
from certbind.ports.targets import TargetSettings
from certbind.usecases.serving.patience import Patience
from certbind.usecases.serving.settings_journal import SettingsJournal, SettingsRecord
from certbind.usecases.serving.telling import changes_told
from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class WriteSettings:
    """is_narrow: by the permission that lets nobody be denied (TargetSettings.change_serving)."""

    settings: TargetSettings
    journal: SettingsJournal
    patience: Patience
    is_narrow: bool = False

    def __call__(
        self,
        target: Target,
        record: SettingsRecord,
        changes: tuple[SettingChange, ...],
        cause: str,
        *,
        undo: bool = False,
    ) -> None:
        """What an undo took away is remembered, until a person asks for it again. CloudError."""
        form = Form.BUCKET if target.bucket else Form.FUNCTIONS
        change = self.settings.change_serving if self.is_narrow else self.settings.change
        for step in steps_of(form, changes):
            told = f"{target}: {changes_told(step)}"
            kept = record.kept if undo else remember(record.kept, step)
            record = record.with_kept(kept)
            intent = EntryKind.SETTINGS_INTENT
            record = self.journal.write(record, intent, f"{told}.", cause, changes=step)
            try:
                self.patience.until_taken(partial(change, target, step))
            except CloudError as error:
                failing, code = EntryKind.SETTINGS_FAILED, error.code
                self.journal.write(record, failing, str(error), cause, reason=code, changes=step)
                raise
            names = frozenset(one.name for one in step)
            record = _after(record, names, undo=undo)
            done = EntryKind.SETTINGS_CHANGED
            record = self.journal.write(record, done, f"{told}.", cause, changes=step)


def _after(record: SettingsRecord, names: frozenset[str], *, undo: bool) -> SettingsRecord:
    if not undo:
        return record.with_undone(record.undone - names)
    left: tuple[Kept, ...] = tuple(one for one in record.kept if one.name not in names)
    return record.with_kept(left).with_undone(record.undone | names)
