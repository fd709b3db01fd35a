"""What must be lifted before a domain can live on plain HTTP, and put back after that."""

from __future__ import annotations

from datetime import datetime

from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.serving.bucket_policy import (
    UnreadablePolicyError,
    denies_otherwise,
    denies_plain_http,
    denying,
    without_denial,
)
from certbind.domain.serving.functions import HSTS, hsts_age, softened
from certbind.domain.serving.record import Kept
from certbind.domain.serving.values import POLICY, Form, SettingChange, SettingsSeen
from certbind.values import dataclass


def lifted(seen: SettingsSeen, bucket: str) -> tuple[SettingChange, ...]:
    """The redirect and HSTS, or the policy that denies plain HTTP. UnreadablePolicyError."""
    if seen.form is Form.FUNCTIONS:
        return softened(seen)
    policy = seen.texts.get(POLICY)
    if policy is None:
        return ()
    after = without_denial(policy, bucket)
    return () if after == policy else (SettingChange(POLICY, policy, after),)


def against_plain_http(seen: SettingsSeen, bucket: str) -> tuple[Finding, ...]:
    """What would keep visitors out all the same."""
    if seen.form is Form.FUNCTIONS and not seen.has(HSTS):
        told = "whether browsers were told to keep to HTTPS (HSTS) cannot be read there"
        return (Finding(Reason.NO_SUCH_SETTING, told),)
    if seen.form is Form.FUNCTIONS:
        return ()
    try:
        if not denies_otherwise(seen.texts.get(POLICY), bucket):
            return ()
    except UnreadablePolicyError as error:
        told = f"whether the policy of {bucket} denies plain HTTP is not known: {error}"
        return (Finding(Reason.POLICY_UNREADABLE, told),)
    told = f"another statement of the policy of {bucket} than certbind's denies plain HTTP"
    return (Finding(Reason.HTTP_DENIED, told),)


def remembered_until(seen: SettingsSeen, now: datetime) -> datetime | None:
    """Until when browsers that see HSTS at this moment keep to HTTPS; None: it is off."""
    age = hsts_age(seen) if seen.form is Form.FUNCTIONS else None
    return None if age is None else now + age


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """changes: to what stood before the downgrade. left: what another hand has set since."""

    changes: tuple[SettingChange, ...]
    left: tuple[Finding, ...] = ()


def brought_back(kept: tuple[Kept, ...], seen: SettingsSeen, bucket: str) -> BroughtBack:
    """What was lifted, put back; into a policy that others have changed since, the denial alone.
    UnreadablePolicyError.
    """
    changes, left = [], []
    for one in kept:
        stands = seen.texts.get(one.name)
        if stands == one.wrote:
            changes.append(SettingChange(one.name, stands, one.before))
        elif one.name == POLICY and denies_plain_http(one.before, bucket):
            changes.append(SettingChange(POLICY, stands, denying(stands, bucket)))
        elif stands != one.before:
            told = f"another hand has changed {one.name} since; it stays so"
            left.append(Finding(Reason.SETTINGS_CHANGED, told))
    wanted = tuple(one for one in changes if one.before != one.after)
    return BroughtBack(wanted, tuple(left))


def denies(changes: tuple[SettingChange, ...]) -> bool:
    """Whether the policy is among them: it holds for the bucket's other domains too."""
    return any(change.name == POLICY for change in changes)
