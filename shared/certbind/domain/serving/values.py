"""What a product's own settings say of how a target is served, besides its certificate."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum

from certbind.domain.model.identity import Domain
from certbind.values import dataclass, field


class Form(Enum):
    """What the settings of a product look like."""

    FUNCTIONS = "functions"  # CDN: by function, its arguments as the text of a JSON object
    BUCKET = "bucket"  # OSS: the bucket's policy, and the versions of TLS that its domains speak


POLICY = "policy"
TLS_VERSIONS = "tls_versions"
"""Of a bucket: the policy's text; names such as `TLSv1.2`, with commas, where it says any."""


@dataclass(frozen=True, slots=True)
class SettingsSeen:
    """place: where they belong, as the ledger names it (`cdn/www.example.com`, `oss/assets`):
    those of a bucket hold for every domain of it.

    texts: by the name of the setting; one that is missing is not set. under_rules: functions that
    are set a further time for requests of some kind (a rule's condition), which are left alone.
    by_https: whether our own calls go there by HTTPS. takes: the functions that the product has,
    with the arguments that it takes; None: all that hardening sets.
    """

    place: str
    form: Form
    texts: Mapping[str, str] = field(default_factory=dict)
    under_rules: frozenset[str] = frozenset()
    by_https: bool = True
    takes: Mapping[str, frozenset[str]] | None = None

    def has(self, name: str, arguments: Collection[str] = ()) -> bool:
        """Whether the product has the function, and takes these."""
        return self.takes is None or (name in self.takes and self.takes[name] >= set(arguments))


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One setting from one text to another; None: not set."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Fetcher:
    """A domain at whose edges is served what they fetch from a bucket; by_https: how they do."""

    domain: Domain
    by_https: bool


@dataclass(frozen=True, slots=True)
class Fetchers:
    """Who fetches from a bucket. limits: the settings that leave others out of sight."""

    found: tuple[Fetcher, ...] = ()
    limits: tuple[str, ...] = ()


def steps_of(
    form: Form, changes: tuple[SettingChange, ...]
) -> tuple[tuple[SettingChange, ...], ...]:
    """One write each, in order. CDN takes functions away by one action and sets them by another,
    and what excludes another must be gone before; a bucket's settings are set one by one.
    """
    if form is Form.BUCKET:
        return tuple((change,) for change in changes)
    gone = tuple(change for change in changes if change.after is None)
    put = tuple(change for change in changes if change.after is not None)
    return tuple(step for step in (gone, put) if step)


def still_to_do(
    seen: SettingsSeen, changes: tuple[SettingChange, ...]
) -> tuple[SettingChange, ...]:
    """Those that do not stand yet, from what stands now."""
    return tuple(
        SettingChange(one.name, seen.texts.get(one.name), one.after)
        for one in changes
        if seen.texts.get(one.name) != one.after
    )
