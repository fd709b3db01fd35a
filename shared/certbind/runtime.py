"""Function Compute around a use case: what it is told, its log lines, and how it fails.

Only an exception is a failure to the platform; whatever is returned counts as done (Function
Compute, "Error handling" of the Python pages). So, in one place:

    retryable error      raised: the queue or the asynchronous call tries again
    permanent error      raised too, so that the message reaches the dead-letter queue; only where
                         a person reads the answer it is an outcome with its code
    any error of a timer raised once, and an answer while it goes on: the next tick does its work
    anything else        a fault in certbind: logged with its place in the code, raised anew
                         without its message, which may hold anything
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol

from certbind import logs
from certbind.envelopes import Delivery
from certbind.errors import FAULTS, CertbindError, EventError
from certbind.redaction import redacted
from certbind.usecases.operate.metrics import NOTHING_DUE, measure
from certbind.values import dataclass, field

LOG = logging.getLogger("certbind")

MARGIN_SECONDS = 5.0
"""Kept of the run time for the last record and the answer: a function that runs into its timeout
is killed without either."""

DEFAULT_TIMEOUT_SECONDS = 60.0
"""Where the context does not tell (a call from a test or a terminal)."""

_TROUBLE = frozenset({"error", "failed", "not_verified", "refused", "message_rejected"})
_CREDENTIALS = {
    "access_key_id": "ALIBABA_CLOUD_ACCESS_KEY_ID",
    "access_key_secret": "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    "security_token": "ALIBABA_CLOUD_SECURITY_TOKEN",
}
_PLACE = {"region": "FC_REGION", "account_id": "FC_ACCOUNT_ID"}


class Failures(Protocol):
    """What is remembered of a timer's calls (usecases/operate/timer_failures.py)."""

    def is_news(self, error: CertbindError) -> bool:
        """Whether it failed for the first time since it worked."""

    def worked(self) -> None:
        """It was finished."""


class Answer(Protocol):
    """What a use case ends in."""

    def to_json(self) -> dict[str, Any]:
        """JSON values only, without secrets."""


class UnfinishedBatchError(CertbindError):
    """Some messages of a batch could not be finished; the platform repeats the whole batch."""

    code = "unfinished_batch"
    retryable = True
    default_hint = "The log has a line for each; those that were finished change nothing again."


@dataclass(frozen=True, slots=True)
class Call:
    """One invocation, the same for every runtime's context.

    environment: the process's, completed from the context: region and account where they are
        missing, and the role's credentials where the runtime hands them out per request (up to
        python3.10), since those of the environment are as old as the instance.
    ends_at: of the monotonic clock; the margin is already taken off.
    """

    function: str
    request_id: str
    payload: bytes = field(repr=False)
    environment: Mapping[str, str] = field(repr=False)
    ends_at: float

    def seconds_left(self) -> float:
        """Run time that is left to work in; 0 when it is used up."""
        return max(0.0, self.ends_at - time.monotonic())


def read_call(function: str, payload: bytes, context: object) -> Call:
    """The invocation out of a context of python3.10 or 3.12, or of none."""
    started = time.monotonic()
    environment = dict(os.environ)
    for name, variable in _PLACE.items():
        if not environment.get(variable) and _text(context, name):
            environment[variable] = _text(context, name)
    credentials = getattr(context, "credentials", None)
    if all(_text(credentials, name) for name in _CREDENTIALS):
        environment |= {var: _text(credentials, name) for name, var in _CREDENTIALS.items()}
    timeout = _timeout(getattr(context, "function", None))
    ends_at = started + max(timeout - MARGIN_SECONDS, timeout / 2)
    return Call(function, _text(context, "request_id"), payload, environment, ends_at)


def _text(owner: object, name: str) -> str:
    value = getattr(owner, name, "")
    return value if isinstance(value, str) else ""


def _timeout(function: object) -> float:
    """Seconds; the runtimes up to python3.10 give it as text."""
    try:
        seconds = float(getattr(function, "timeout", 0))
    except (TypeError, ValueError):
        seconds = 0.0
    return seconds if seconds > 0 else DEFAULT_TIMEOUT_SECONDS


def run(
    function: str,
    payload: bytes,
    context: object,
    work: Callable[[Call], Answer],
    *,
    answers_person: bool = False,
    failures: Callable[[Call], Failures] | None = None,
) -> dict[str, Any]:
    """Do the work of one invocation and answer as the platform needs it (see the module).

    answers_person: somebody waits for the answer (a manual invoke), and a permanent error is one.
    failures: of a timer's calls.
    """
    call = read_call(function, payload, context)
    logs.install({"function": function, "request_id": call.request_id})
    started = time.monotonic()
    try:
        answer = work(call)
    except _LoggedFailure as failure:
        _log_metrics(failure.finished, failure.errors, started)
        raise failure.error from None
    except Exception as error:  # noqa: BLE001 - the one place where faults of ours end
        logged = _logged(error)
        _log_metrics((), (logged,), started)
        if failures is not None and not _is_news(failures, call, logged):
            return {"outcome": "error", **logged.to_json()}
        return _end_in(logged, raises=not answers_person)
    told: dict[str, Any] = redacted(answer.to_json())
    if failures is not None and told.get("outcome") != NOTHING_DUE:
        with suppress(CertbindError):  # what it did is done
            failures(call).worked()
    if isinstance(answer, BatchAnswer):  # each message has its line
        _log_metrics(answer.outcomes, (), started)
    else:
        _log_answer(told, {"answer": told})
        _log_metrics((told,), (), started)
    return told


def _is_news(failures: Callable[[Call], Failures], call: Call, error: CertbindError) -> bool:
    """No, where nothing can be remembered: each tick would be news for ever. What is no tick is
    no failure of the timer's.
    """
    if isinstance(error, EventError):
        return True
    try:
        return failures(call).is_news(error)
    except Exception as trouble:  # noqa: BLE001 - the log has the failure; this is of its record
        _logged(trouble)
        return False


def _log_metrics(
    answers: Sequence[Mapping[str, Any]], errors: Sequence[CertbindError], started: float
) -> None:
    """The last line of every invocation."""
    took = round((time.monotonic() - started) * 1000)
    LOG.info("finished", extra={"fields": measure(answers, errors, took)})


def _end_in(error: CertbindError, *, raises: bool) -> dict[str, Any]:
    if raises or error.retryable or error.code in FAULTS:
        raise error from None  # an SDK's exception behind it may hold a signed URL
    return {"outcome": "error", **error.to_json()}


def _logged(error: Exception, **fields: str) -> CertbindError:
    """The error, which was caught, as it may leave the function, after its log line."""
    if isinstance(error, CertbindError):
        shown = logs.describe_exception(error)
        LOG.error("%s", shown.pop("message"), extra={"fields": {**fields, **shown}})
        return error
    shown = logs.describe_exception(error)
    fields["code"] = CertbindError.code
    LOG.error("a fault in certbind", extra={"fields": {**fields, **shown}})
    return logs.fault_of(error)


class _LoggedFailure(Exception):  # noqa: N818 - carries an error, is none
    """An error on its way to the platform that has its log line already; with what became of the
    messages of its batch.
    """

    def __init__(
        self,
        error: CertbindError,
        finished: Sequence[Mapping[str, Any]],
        errors: Sequence[CertbindError],
    ) -> None:
        super().__init__()
        self.error = error
        self.finished = finished
        self.errors = errors


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """The outcomes of all messages; a single one answers for itself."""

    outcomes: tuple[dict[str, Any], ...]

    def to_json(self) -> dict[str, Any]:
        """The outcome, or all of them under `messages`."""
        if len(self.outcomes) == 1:
            return self.outcomes[0]
        return {"outcome": "batch", "messages": list(self.outcomes)}


def each_alone(
    deliveries: Sequence[Delivery], handle: Callable[[Delivery], Answer]
) -> BatchAnswer:
    """Handle every message of a batch, whatever becomes of its neighbours; within `run`.

    The platform can only repeat a batch whole, so a failure is raised after all were tried, of
    whatever kind it is (what was finished changes nothing when it comes again): a single
    message's error as it is, one among several as UnfinishedBatchError.
    """
    outcomes: list[dict[str, Any]] = []
    failed: list[tuple[Delivery, CertbindError]] = []
    for delivery in deliveries:
        ids = {"delivery_id": delivery.id, "event_id": delivery.event.id if delivery.event else ""}
        try:
            answer = handle(delivery).to_json()
        except Exception as error:  # noqa: BLE001 - whatever it is, the neighbours go on
            failed.append((delivery, _logged(error, **ids)))
        else:
            _log_answer(answer, ids)
            outcomes.append(answer)
    if failed:
        unfinished = _unfinished(failed, len(deliveries))
        raise _LoggedFailure(unfinished, outcomes, [error for _, error in failed])
    return BatchAnswer(tuple(outcomes))


def _unfinished(failed: list[tuple[Delivery, CertbindError]], of: int) -> CertbindError:
    if of == 1:
        return failed[0][1]
    named = ", ".join(f"{delivery.id} ({error.code})" for delivery, error in failed[:20])
    return UnfinishedBatchError(f"{len(failed)} of {of} messages are not finished: {named}.")


def _log_answer(answer: Mapping[str, Any], more: Mapping[str, Any]) -> None:
    named = {name: answer.get(name, "") for name in ("outcome", "subject", "reason", "event_id")}
    is_trouble = named["outcome"] in _TROUBLE or answer.get("complete") is False
    level = logging.WARNING if is_trouble else logging.INFO
    message = answer.get("message") or "finished"
    LOG.log(level, "%s", message, extra={"fields": {**named, **more}})
