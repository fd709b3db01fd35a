"""What hardening a target changes, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from certbind.domain.model.identity import Domain
from certbind.domain.model.reasons import Finding, Reason
from certbind.domain.serving.bucket_policy import UnreadablePolicyError, denying
from certbind.domain.serving.functions import BACK, REDIRECT, Measure, hardened, known_at
from certbind.domain.serving.values import (
    POLICY,
    TLS_VERSIONS,
    Fetchers,
    Form,
    SettingChange,
    SettingsSeen,
)
from certbind.values import dataclass, field

MODERN = "TLSv1.2,TLSv1.3"
_OF_BUCKETS = frozenset({Measure.TLS, Measure.DENY_HTTP})
_OF_FORM = {
    Form.FUNCTIONS: frozenset(Measure) - {Measure.DENY_HTTP},
    Form.BUCKET: _OF_BUCKETS,
}
_NEEDS_HTTPS = frozenset({Measure.REDIRECT, Measure.HSTS, Measure.DENY_HTTP})
"""What keeps visitors out who cannot come by HTTPS."""


@dataclass(frozen=True, slots=True)
class Hardening:
    """measures: those that are asked for; None: all that can be taken back at once, so not HSTS.
    hsts: how long browsers are to keep to HTTPS.
    """

    measures: frozenset[Measure] | None = None
    hsts: timedelta = timedelta()

    def at(self, seen: SettingsSeen) -> frozenset[Measure]:
        """Those that the product knows."""
        asked = self._asked(seen)
        return asked & known_at(seen) if seen.form is Form.FUNCTIONS else asked

    def left_out(self, seen: SettingsSeen) -> tuple[str, ...]:
        """Those of its kind that this product has no function for."""
        return tuple(sorted(one.value for one in self._asked(seen) - self.at(seen)))

    def _asked(self, seen: SettingsSeen) -> frozenset[Measure]:
        asked = frozenset(Measure) - {Measure.HSTS} if self.measures is None else self.measures
        return asked & _OF_FORM[seen.form]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What decides whether plain HTTP may be refused. serves_well: whether a fresh look saw that
    visitors get HTTPS; None where nobody could look. without_https: other domains of the bucket.
    """

    has_certificate: bool
    serves_well: bool | None
    without_https: tuple[Domain, ...] = ()
    fetchers: Fetchers = field(default_factory=Fetchers)


def changes_of(seen: SettingsSeen, bucket: str, hardening: Hardening) -> tuple[SettingChange, ...]:
    """What is not so yet. UnreadablePolicyError."""
    measures = hardening.at(seen)
    if seen.form is Form.FUNCTIONS:
        return hardened(seen, measures, hardening.hsts)
    wanted: dict[str, str] = {}
    spoken = seen.texts.get(TLS_VERSIONS, "").split(",")
    if Measure.TLS in measures and not set(spoken) <= set(MODERN.split(",")):
        wanted[TLS_VERSIONS] = MODERN
    if Measure.DENY_HTTP in measures:
        wanted[POLICY] = denying(seen.texts.get(POLICY), bucket)
    changes = (SettingChange(name, seen.texts.get(name), text) for name, text in wanted.items())
    return tuple(one for one in changes if one.before != one.after)


def against(
    seen: SettingsSeen, bucket: str, hardening: Hardening, around: Surroundings
) -> tuple[Finding, ...]:
    """Why none of it is done; () for nothing."""
    measures = hardening.at(seen)
    if not measures:
        asked = ", ".join(sorted(one.value for one in hardening.measures or ()))
        return (Finding(Reason.NO_SUCH_SETTING, f"{seen.place} has no {asked or 'such setting'}"),)
    found = [*_without_https(measures, around)]
    if seen.form is Form.FUNCTIONS:
        found += _rules_in_the_way(seen, measures)
    elif Measure.DENY_HTTP in measures:
        found += _locked_out(seen, around)
        try:
            denying(seen.texts.get(POLICY), bucket)
        except UnreadablePolicyError as error:
            told = f"the policy of {bucket} cannot be added to: {error}"
            found.append(Finding(Reason.POLICY_UNREADABLE, told))
    return tuple(found)


def _without_https(measures: frozenset[Measure], around: Surroundings) -> Iterator[Finding]:
    if not measures & _NEEDS_HTTPS:
        return
    if not around.has_certificate:
        yield Finding(Reason.NO_HTTPS, "no certificate is bound there, and plain HTTP would end")
    elif around.serves_well is not True:
        seen = "nobody could look" if around.serves_well is None else "they do not, as was seen"
        told = f"visitors must get HTTPS first, and {seen}"
        yield Finding(Reason.HTTPS_NOT_SEEN, told)


def _rules_in_the_way(seen: SettingsSeen, measures: frozenset[Measure]) -> Iterator[Finding]:
    """Both exclude each other whatever their conditions."""
    if Measure.REDIRECT in measures and BACK in seen.under_rules:
        told = f"{BACK} stands there under a rule's condition, which excludes {REDIRECT}"
        yield Finding(Reason.RULE_IN_THE_WAY, told)


def _locked_out(seen: SettingsSeen, around: Surroundings) -> Iterator[Finding]:
    if not seen.by_https:
        told = "OSS_ENDPOINT is http://, and OSS would refuse certbind itself"
        yield Finding(Reason.LOCKS_OUT, told)
    if around.without_https:
        names = ", ".join(around.without_https)
        yield Finding(Reason.LOCKS_OUT, f"the bucket's {names} has no certificate")
    plain = sorted(one.domain for one in around.fetchers.found if not one.by_https)
    if plain:
        told = f"these fetch from the bucket over http: {', '.join(f'CDN {one}' for one in plain)}"
        yield Finding(Reason.LOCKS_OUT, told)
    if around.fetchers.limits:
        limits = ", ".join(around.fetchers.limits)
        told = f"who fetches from the bucket is not all in sight ({limits})"
        yield Finding(Reason.LOCKS_OUT, told)
