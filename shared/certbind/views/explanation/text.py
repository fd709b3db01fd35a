"""An explanation in words, section by section, in either language.

The particulars of a case stand behind the meaning, in brackets.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from certbind.domain.model.reasons import Reason
from certbind.domain.model.target import Target, TargetState
from certbind.domain.trust.stores.provider import is_default
from certbind.domain.trust.summary import Refusers
from certbind.domain.words import Language, word
from certbind.domain.words.labels import label
from certbind.domain.words.sentences import is_said, said
from certbind.usecases.explain.explanation import (
    Address,
    Belongs,
    Cause,
    Course,
    Direction,
    Does,
    Explanation,
    Got,
    Option,
)
from certbind.usecases.overview.report import SeenBy, Visitors
from certbind.values import dataclass
from certbind.views.telling import (
    first_sentence,
    next_step,
    refused_by,
    step_elsewhere,
    told_domain,
    told_elsewhere,
    told_got,
    told_health,
    told_id,
)

_MINUTE, _DAY = "%Y-%m-%d %H:%M", "%Y-%m-%d"
_SHOWN_NAMES = 3


@dataclass(frozen=True, slots=True)
class Paragraph:
    """depth: how far it stands to the right of its heading."""

    text: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, never empty."""

    heading: str
    paragraphs: tuple[Paragraph, ...]


def told_title(found: Explanation, language: Language = "en") -> tuple[str, str]:
    """`act by 2026-12-20`, and the domain."""
    return told_health(found.row, language), told_domain(found.row)


def sections(found: Explanation, language: Language = "en") -> tuple[Section, ...]:
    """Why and what to do first: who reads no further has read what counts."""
    told = _Told(found, language)
    parts = (
        ("causes", told.causes()),
        ("step", told.step()),
        ("place", told.place()),
        ("options", told.options()),
        ("dns", told.dns()),
        ("visitors", told.visitors()),
        ("course", told.course()),
    )
    return tuple(Section(label(f"explain.{name}", language), tuple(some)) for name, some in parts)


class _Told:
    """One explanation in one language."""

    def __init__(self, found: Explanation, language: Language) -> None:
        self._found = found
        self._language = language
        self._said: set[str] = set()

    def causes(self) -> Iterator[Paragraph]:
        if not self._found.causes:
            yield Paragraph(self._say("all_well"))
        for one in self._found.causes:
            yield Paragraph(self._cause(one))
        errors = dict.fromkeys(one.browser for one in self._found.seen.addresses if one.browser)
        if errors:
            yield Paragraph(self._say("visitors_see", errors=", ".join(errors)))

    def step(self) -> Iterator[Paragraph]:
        told = next_step(self._found.row, self._language, whole=True)
        yield Paragraph(told or self._say("no_step"))

    def place(self) -> Iterator[Paragraph]:
        place, row = self._found.place, self._found.row
        others = ", ".join(map(str, place.others))
        product = place.target.product
        key = f"belongs.{place.belongs.value}"
        yield Paragraph(self._say(key, target=place.target, product=product, others=others))
        if place.state is TargetState.OFFLINE:
            why = self._aside(place.why_offline)
            yield Paragraph(f"{self._say('state.offline', product=product)}{why}")
        elif place.state is TargetState.CONFIGURING:
            yield Paragraph(self._say("state.configuring", product=product))
        if place.belongs is Belongs.UNKNOWN and row.certificate is None:
            return
        if row.certificate is None:
            yield Paragraph(self._say("attached.none"))
        else:
            name = f"{told_id(row.certificate, self._language)} {row.certificate.name}".strip()
            yield Paragraph(self._say("attached", certificate=name))
        for one in self._found.elsewhere:
            told = told_elsewhere(one, self._found.at, self._language)
            step = step_elsewhere(one, self._language)
            yield Paragraph(f"{self._say('also.elsewhere')} {told}. {step}")

    def options(self) -> Iterator[Paragraph]:
        options = self._found.options
        if options.unread is not None:
            yield Paragraph(self._say("options.unread"))
            return
        if not options.shown:
            yield Paragraph(self._say("options.none"))
        for one in options.shown:
            yield Paragraph(self._option(one))
            yield from (Paragraph(self._cause(cause), 1) for cause in one.against)
        for code, number in options.rest:
            is_name = code == Reason.NAME_MISMATCH.value
            key = "options.rest.names" if is_name else "options.rest"
            yield Paragraph(self._say(key, number=number, word=self._meaning(code)))
        if options.sites_not_read:
            sites = ", ".join(options.sites_not_read)
            yield Paragraph(self._say("options.site", sites=sites))
        else:
            yield Paragraph(self._say("options.account"))

    def dns(self) -> Iterator[Paragraph]:
        dns, place = self._found.dns, self._found.place
        chain = " → ".join(dns.chain)
        key = f"dns.{dns.direction.value}"
        told = self._say(key, product=place.target.product, chain=chain)
        yield Paragraph(f"{told}{self._aside(dns.detail)}")
        if chain and dns.direction is not Direction.THERE:
            yield Paragraph(self._say("dns.chain", chain=chain))
        if place.expected and dns.direction is not Direction.THERE:
            yield Paragraph(self._say("dns.expected", expected=place.expected))

    def visitors(self) -> Iterator[Paragraph]:
        found, seen = self._found, self._found.row.visitors
        if seen is None:
            yield Paragraph(self._say("seen.never"))
        else:
            yield Paragraph(self._visitors(seen))
        if found.seen.addresses and found.seen.at is not None:
            yield Paragraph(self._say("addresses", age=self._age(found.seen.at)))
            yield from (Paragraph(self._address(one), 1) for one in found.seen.addresses)
        warnings = dict.fromkeys(one for each in found.seen.addresses for one in each.warnings)
        yield from (Paragraph(self._cause(one)) for one in warnings)
        recent = found.recent
        if recent is not None:
            told = {"time": f"{recent.since:{_MINUTE}}", "age": self._age(recent.since)}
            yield Paragraph(self._say(f"young.{recent.young.value}", **told))

    def course(self) -> Iterator[Paragraph]:
        course = self._found.course
        if course is None:
            yield Paragraph(self._say("does.unread"))
            return
        yield Paragraph(self._say(f"does.{course.does.value}", candidate=course.candidate))
        yield from (Paragraph(self._cause(one), 1) for one in course.reasons)
        yield from self._again(course)

    def _again(self, course: Course) -> Iterator[Paragraph]:
        if course.again is not None:
            yield Paragraph(self._say("again", time=f"{course.again:{_MINUTE}}"))
        elif course.does is not Does.BINDS:
            yield Paragraph(self._say("again.sweep"))

    def _visitors(self, seen: Visitors) -> str:
        is_told_below = bool(self._found.seen.addresses)
        aside = "" if is_told_below else self._aside(seen.text)
        got = f"{told_got(seen, self._language)}{aside}"
        told = {"got": got, "time": f"{seen.at:{_MINUTE}}", "age": self._age(seen.at)}
        if seen.by is SeenBy.NOW:
            return self._say("seen", **told)
        return self._say("seen.by", **told, by=label(f"by.{seen.by.value}", self._language))

    def _option(self, one: Option) -> str:
        more = len(one.names) - _SHOWN_NAMES
        names = ", ".join(one.names[:_SHOWN_NAMES])
        if more > 0:
            names += f" {label('and_more', self._language, number=more)}"
        day = f"{one.ends:{_DAY}}"
        if one.ends_is_day:
            day = self._say("option.day", day=day)
        fit = self._say(f"fit.{one.fit.value}")
        which = f"{one.id} {one.name}".strip()
        return self._say("option", which=which, names=names, day=day, fit=fit)

    def _address(self, one: Address) -> str:
        told = [label("reason", self._language, code=one.address, text=self._say(_got(one)))]
        if one.names and one.ends is not None:
            names, day = ", ".join(one.names[:_SHOWN_NAMES]), f"{one.ends:{_DAY}}"
            told.append(self._say("served", names=names, day=day))
        if is_default(one.names):
            told.append(self._say("default"))
        told += [self._cause(fault) for fault in one.faults]
        if one.browser:
            told.append(self._say("browser", error=one.browser))
        return self._say("joint").join(told)

    def _cause(self, one: Cause) -> str:
        """What a word means is said once a page, where the particulars say it as well."""
        if one.detail and one.code in self._said and self._knows(one.detail):
            return f"{one.code}{self._aside(one.detail)}"
        self._said.add(one.code)
        if one.note:
            told = label(one.note, self._language, domain=self._found.row.domain)
        else:
            told = self._meaning(one.code)
        text = f"{told}{self._aside(one.detail)}"
        return label("reason", self._language, code=one.code, text=text)

    def _knows(self, detail: str) -> bool:
        return self._language == "en" or is_said(detail)

    def _meaning(self, code: str) -> str:
        """A record of another version may hold a code that the catalogue lacks."""
        try:
            return first_sentence(word(code).meaning.say(self._language))
        except KeyError:
            return code

    def _aside(self, text: str) -> str:
        if not text:
            return ""
        return self._say("aside", text=said(text, self._language))

    def _age(self, moment: datetime) -> str:
        age = self._found.at - moment
        for unit, one, least in _UNITS:
            if age >= least * one:
                return self._say(f"age.{unit}", number=age // one)
        return self._say("age.now")

    def _say(self, key: str, **values: str | int | Target) -> str:
        """Every name that a sentence may have; DOMAIN is this one."""
        text = label(f"explain.{key}", self._language, **values)
        return text.replace("DOMAIN", self._found.row.domain)


def _got(one: Address) -> str:
    """What desktop Chrome opens is not told as refused by browsers."""
    if one.got is Got.REFUSED:
        who = refused_by(fault.code for fault in one.faults)
        if who is not Refusers.BROWSERS:
            return f"got.refused.{who.value}"
    return f"got.{one.got.value}"


_UNITS = (
    ("days", timedelta(days=1), 2),
    ("hours", timedelta(hours=1), 2),
    ("minutes", timedelta(minutes=1), 1),
)
