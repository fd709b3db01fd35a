"""What a step says where it does nothing: once, and with a message where one is owed."""

from __future__ import annotations

from datetime import timedelta

from certbind.domain.decide.decision import Decision, Tone
from certbind.domain.lifecycle.facts import Refused, SentAgain, Told
from certbind.domain.lifecycle.looks import revoked_off_record
from certbind.domain.lifecycle.pause import LONGEST_MESSAGE, promised, until_look
from certbind.domain.model.reasons import Reason
from certbind.domain.situation.reading import Unread
from certbind.usecases.rotate import sentences
from certbind.usecases.rotate.domain_journal import Note, Position
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.usecases.rotate.step.ends import ended, left_alone, trying_again
from certbind.usecases.rotate.step.following import Following

_SELDOMEST_WISH = timedelta(hours=4)


def could_not_read(following: Following, position: Position, what: Unread) -> Outcome:
    """On record with a pause, so that the domain is not asked for over and over."""
    fact = Refused(what.code, what.retryable, None)
    note = Note(following.message.cause, what.detail, what.code)
    position = following.advance(position, fact, note)
    following.follow(position)
    result = Result.DEFERRED if what.retryable else Result.FAILED
    return ended(
        result, following.message, trying_again(what.detail, following, position), what.code
    )


def tell(following: Following, position: Position, decision: Decision) -> Outcome:
    """The same word again needs no entry and no message, but the one that was promised and came
    too early; and a wish that only waits, which is not answered by that.
    """
    message, state = following.message, position.state
    told = sentences.told(decision)
    again = _again_at(following, position, decision)
    waits = decision.tone is Tone.WAITS and again is not None
    is_kept = waits and following.has_open_wish(position)
    revoked = revoked_off_record(state, decision.stands)
    if position.follow is not None:
        following.follow(position)  # what was absorbed promised a look
    elif decision.word == Reason.BUSY_DOMAIN.value:
        following.once_more(again)
    elif revoked or _is_worth_an_entry(position, decision) or (message.by_hand and not is_kept):
        awaits, bind = decision.awaits, decision.would
        stands = bind.before if awaits is not None and bind is not None else None
        wish = "" if is_kept else following.cause.wish
        fact = Told(decision.word, decision.is_refusal, wish, awaits, stands, revoked)
        details = {"findings": [list(reason) for reason in decision.reasons]}
        note = Note(message.cause, told, decision.word, details)
        position = following.advance(position, fact, note)
        if again is not None:
            following.send(position, again)
    elif message.after == position.sequence:
        following.once_more(_grown(again, position, decision, is_kept=is_kept))
    elif is_kept and again is not None:
        following.send(position, again)
    return left_alone(decision, told, message)


def again(following: Following, position: Position) -> Outcome:
    """It came twice: its end is on record. What that promised may be lost with its sender, so
    it is sent once more. That is on record before: whatever else comes of the same message is
    late then, else copies would make copies, without end where answers of the queue are lost.
    """
    message, journal = following.message, following.journal
    told = f"{message.id} is handled already, by entry {position.sequence}; nothing is done "
    follow = following.owed(position, promised(position.state, journal.times))
    if follow is not None:
        note = Note(message.cause, f"{message.target}: a message came twice.")
        following.send(journal.advance(position, SentAgain(), note), follow)
    return ended(Result.DUPLICATE, message, f"{message.target}: {told}twice.")


def is_recorded(following: Following, position: Position) -> bool:
    """Whether the newest entry is what came of this very message, to its end."""
    record = position.entry.record if position.entry else None
    if record is None or record.details.get("message_id") != following.message.id:
        return False
    return position.state.change is None


def _again_at(following: Following, position: Position, decision: Decision) -> timedelta | None:
    """An open look has to go on, whatever else is decided meanwhile; not where nothing can be
    looked at.
    """
    if decision.again is not None or decision.tone not in (Tone.WELL, Tone.WAITS):
        return decision.again
    return until_look(position.state, following.journal.times)


def _grown(
    again: timedelta | None, position: Position, decision: Decision, *, is_kept: bool
) -> timedelta | None:
    """The longer a target is busy, the longer the pause; over an hour it is the sweep's, but for a
    wish, of which no sweep knows.
    """
    if again is None or decision.word != Reason.TARGET_BUSY.value:
        return again
    if position.age <= LONGEST_MESSAGE:
        return max(again, position.age)
    return min(position.age, _SELDOMEST_WISH) if is_kept else None


def _is_worth_an_entry(position: Position, decision: Decision) -> bool:
    """Not where the newest entry says it already, nor while visitors are looked at: that a look
    is open stands in the state, and its end will be told.
    """
    if position.state.look is not None and decision.tone in (Tone.WELL, Tone.WAITS):
        return False
    return decision.word != position.state.said or _is_other_job(position, decision)


def _is_other_job(position: Position, decision: Decision) -> bool:
    """Of another deployment job the end is waited for now, or more is known of what it brings."""
    awaits, known = decision.awaits, position.state.awaits
    if awaits is None:
        return False
    return known is None or (known.job, known.certificates) != (awaits.job, awaits.certificates)
