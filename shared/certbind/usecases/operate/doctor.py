"""Looking at everything that certbind stands on, one check after the other.

No check changes anything, except that of the ledger's protection, which says so. A check that
cannot be made stops no other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any

from certbind.errors import (
    BusyError,
    CertbindError,
    ConfigError,
    RejectedError,
    ThrottledError,
    UnavailableError,
)
from certbind.values import dataclass


class Status(Enum):
    """What became of a check; stable."""

    OK = "ok"
    WRONG = "wrong"
    COULD_NOT_LOOK = "could_not_look"
    NOT_PROBED = "not_probed"  # no way of looking that is certain to change nothing


@dataclass(frozen=True, slots=True)
class Check:
    """One line. found: what there is, or what is wrong. remedy: the one thing to do, or ""."""

    name: str
    status: Status
    found: str
    remedy: str = ""

    def to_json(self) -> dict[str, str]:
        """For `--json`."""
        return {
            "check": self.name,
            "status": self.status.value,
            "found": self.found,
            "remedy": self.remedy,
        }


Look = Callable[[], Sequence[Check]]


@dataclass(frozen=True, slots=True)
class Examination:
    """A check, or several of a kind, by the name under which a trouble of looking is told."""

    name: str
    look: Look


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Every check, in the order in which they were made."""

    checks: tuple[Check, ...]

    def count(self, status: Status) -> int:
        """How many ended so."""
        return sum(check.status is status for check in self.checks)

    def to_json(self) -> dict[str, Any]:
        """For `--json`."""
        counts = {status.value: self.count(status) for status in Status}
        return {"counts": counts, "checks": [check.to_json() for check in self.checks]}


@dataclass(frozen=True, slots=True)
class Doctor:
    """Makes the examinations that it is given."""

    examinations: tuple[Examination, ...]

    def __call__(self, tell: Callable[[Check], None] = lambda _: None) -> Diagnosis:
        """`tell` is given each check when it is made."""
        made: list[Check] = []
        for examination in self.examinations:
            for check in _examine(examination):
                tell(check)
                made.append(check)
        return Diagnosis(tuple(made))


def ok(name: str, found: str) -> Check:
    """All as it should be."""
    return Check(name, Status.OK, found)


def wrong(name: str, found: str, remedy: str) -> Check:
    """Something to mend."""
    return Check(name, Status.WRONG, found, remedy)


def not_probed(name: str, why: str) -> Check:
    """Left out on purpose."""
    return Check(name, Status.NOT_PROBED, why)


def _examine(examination: Examination) -> Sequence[Check]:
    try:
        return examination.look()
    except ConfigError as error:
        faults = sorted(error.faults.items())
        return [wrong(examination.name, f"{name} {fault}", error.hint) for name, fault in faults]
    except CertbindError as error:
        return [_trouble(examination.name, error)]
    except Exception as error:  # noqa: BLE001 - a fault of one check must not hide the others
        fault = f"the check itself failed ({type(error).__name__})"
        return [
            Check(
                examination.name,
                Status.COULD_NOT_LOOK,
                fault,
                "This is a fault in certbind: report it.",
            )
        ]


def _trouble(name: str, error: CertbindError) -> Check:
    """A refusal without a code is the SDK's own: nobody was asked."""
    was_not_asked = isinstance(error, RejectedError) and not error.api_code
    is_unseen = was_not_asked or isinstance(error, (UnavailableError, ThrottledError, BusyError))
    subject = f"{error.subject}: " if error.subject else ""
    status = Status.COULD_NOT_LOOK if is_unseen else Status.WRONG
    return Check(name, status, f"{subject}{error.message}", error.hint)
