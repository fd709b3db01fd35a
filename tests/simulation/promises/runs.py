"""Promises of each invocation, and of each sweep."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from certbind.errors import FAULTS, CertbindError
from tests.simulation.account import Spot
from tests.simulation.promises.worth import Worth

if TYPE_CHECKING:
    from tests.simulation.scheduler import Invocation

MESSAGES_A_DAY, ENTRIES_A_DAY, CALLS_A_RUN = 250, 250, 600
"""For each domain; and in one run."""
IN_VAIN = 12
"""Hours in which the same message is delivered: three days of sweeps."""
LETTERS_A_DAY = 3
"""Of one timer: one a day, and one for each time that what it remembers of that is damaged."""


class Runs(Worth):
    """What a run answers, and what it raises."""

    def begins(self, one: Invocation) -> None:
        """Of an invocation."""
        self._standing_at[one] = self._account.standing()
        one.seen["began"] = [self._now.isoformat()]
        one.seen["scope"] = [self._play.scope]
        one.seen["offline"] = [str(spot) for spot in self._account.offline]
        if one.function == "recheck":
            one.seen["unwell"] = [
                str(spot)
                for spot in self._account.spots
                if self._is_unwell(spot) and not self._is_left_alone(spot)
            ]
        if one.skew:
            self._hit("a clock was ahead" if one.skew > 0 else "a clock was behind")

    def ended(self, one: Invocation) -> None:
        """Every run ends in an outcome that says why, in an error of ours, or dies."""
        before = self._standing_at.pop(one)
        self._read.pop(one, None)
        if one.is_dead:
            if one.function == "recheck":
                self._hit("a sweep died in the middle")
            return
        if one.error is not None:
            self._own_error(one)
        elif isinstance(one.answer, dict):
            self._outcome(one, one.answer)
            if one.function == "recheck":
                self._never_silent(one, one.answer)
        if one.calls > CALLS_A_RUN:
            self.report("bounded", f"{one.key} made {one.calls} calls")
        if one.seen.get("control") and not one.troubles and not one.skew:
            self._control(one, before)

    def _own_error(self, one: Invocation) -> None:
        error = one.error
        if not isinstance(error, CertbindError) or error.code in FAULTS:
            self.report("only our errors", f"{one.key} raised {type(error).__name__}: {error}")
        elif not one.troubles and not one.skew and not self._damaged:
            self.report("only our errors", f"{one.key} raised without any trouble: {error}")
        if isinstance(error, CertbindError):
            self._hit(f"word: {error.code}")
        if one.function in ("watch", "recheck"):
            day = int((self._play.time.seconds - self._play.begin) // 86_400)
            self._letters[one.function, day] += 1
            if self._letters[one.function, day] > LETTERS_A_DAY:
                self.report(
                    "bounded", f"{one.function} made {LETTERS_A_DAY + 1} dead letters in a day"
                )

    def _outcome(self, one: Invocation, answer: dict[str, Any]) -> None:
        outcome = answer.get("outcome")
        self._hit(f"outcome: {outcome}")
        for word in (answer.get("reason"), *(f.get("word") for f in answer.get("findings", ()))):
            if word:
                self._hit(f"word: {word}")
        if one.function == "certificate_event" and not answer.get("message"):
            self.report("always a reason", f"{one.key} ended as {outcome} and says nothing")
        if outcome == "nothing_to_do":
            self._in_vain(one)
        if one.function == "certificate_event" and one.by_hand and outcome == "deferred":
            self._no_wish_is_dropped(one)
        self._mark_outcome(one, answer)

    def _no_wish_is_dropped(self, one: Invocation) -> None:
        """What a person asked for and is put off comes back, unless it was answered before: no
        sweep knows of it.
        """
        asked = json.loads(one.seen["asked"][0])["data"]
        state = (
            self._account.newest(asked["target"]["domain"]).get("state", {}).get("domain") or {}
        )
        is_answered = any(wish["id"] == asked["cause"] for wish in state.get("wishes", ()))
        self._hit("rare: a wish was put off")
        if not one.seen.get("wishes") and not is_answered:
            told = f"{one.key}: a wish was put off, and nothing brings it back"
            self.report("never silent", told)

    def _mark_outcome(self, one: Invocation, answer: dict[str, Any]) -> None:
        outcome, reason = answer.get("outcome"), answer.get("reason")
        if outcome == "duplicate":
            self._hit("rare: a message found its end on record")
        if reason == "not_found" and "unknown" in str(answer.get("message")):
            self._hit("an event of an unknown certificate")
        if one.by_hand and outcome == "bound":
            self._hit("a wish was carried out")
        if reason == "lost_race":
            self._hit("rare: another was first at the ledger, until the run gave up")

    def _in_vain(self, one: Invocation) -> None:
        """A message that comes to nothing, and so leaves no trace: sweeps must not send it for
        ever. Its id holds the number of the newest entry of what it is about.
        """
        event = one.key.partition("@")[0]
        hours = self._to_no_end[event]
        hours.add(int(self._play.time.seconds // 3600))
        if len(hours) > IN_VAIN:
            self.report("bounded", f"{event} came to nothing in {len(hours)} hours")

    def _control(self, one: Invocation, before: dict[Spot, str]) -> None:
        """A tick that was to change nothing."""
        self._hit("a control tick ran")
        entries = [e for e in one.seen.get("entries", ()) if e.startswith("domain/")]
        if one.seen.get("sent") or entries or before != self._account.standing():
            sent = one.seen.get("sent", []) + entries
            self._play.result.counts["controls that found work"] += 1
            self.report("control", f"{one.key} was passed over wrongly: {sent}")

    def _is_taken_for_late(self, spot: Spot) -> bool:
        """While what certbind bound is looked at, what stood before is taken for what edges and
        lists still tell; that it was brought back is seen when the look ends.
        """
        state = (self._account.newest(spot.domain).get("state") or {}).get("domain") or {}
        before = self._certificate_in(state.get("way_back"))
        is_late = bool(state.get("look") and state.get("ours"))
        if is_late and before == self._account.bound(spot):
            self._hit("rare: what stood before was brought back while visitors were looked at")
            return True
        return False

    def _never_silent(self, one: Invocation, answer: dict[str, Any]) -> None:
        """What is unwell is told, by every sweep that could read."""
        if one.troubles or one.skew or answer.get("unread"):
            return
        if answer["domains"] != len(self._account.spots):
            self.report("never silent", f"{one.key}: {answer['domains']} domains examined")
        told = {
            (found["target"].split()[0].lower(), found["domain"]): found
            for found in answer.get("findings", ())
        }
        self._told = {place: str(found["word"]) for place, found in told.items()}
        self._findings = {
            place: tuple(str(one["finding"]) for one in found["findings"])
            for place, found in told.items()
        }
        for spot in self._account.spots:
            found = told.get((spot.product, spot.domain))
            if found is not None and not found["word"]:
                self.report("always a reason", f"{spot}: a finding without a word")
            was_unwell = str(spot) in one.seen["unwell"] and self._is_unwell(spot)
            is_told = found is not None or self._is_taken_for_late(spot)
            if not is_told and was_unwell and not self._is_left_alone(spot):
                self.report("never silent", f"{spot}: {self._account.bound(spot)!r}, told as well")
