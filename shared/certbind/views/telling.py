"""One row of the report in words, for the terminal and for the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from certbind.domain.hygiene.elsewhere import Elsewhere, Radar
from certbind.domain.model.target import BindingSource, ScanFailure, Target
from certbind.domain.trust.faults import FaultClass
from certbind.domain.trust.names import shown
from certbind.domain.trust.summary import Refusers, refusers
from certbind.domain.words import Language, is_word, word
from certbind.domain.words.index import WORDS
from certbind.domain.words.labels import LABELS, label
from certbind.domain.words.sentences import said
from certbind.usecases.overview.report import (
    AccountReport,
    Attached,
    DomainHealth,
    DomainRow,
    Runs,
    Visitors,
    days_left,
)

_SENTENCE = re.compile(r"(?<=\.)\s+|(?<=。)(?=.)")
_MARKUP = re.compile(r"\[([^\]]+)\]\([^)]+\)|\*([\w ]+)\*")
"""Links and words as remedies have them for the runbook."""

_DAY, _MINUTE = "%Y-%m-%d", "%Y-%m-%d %H:%M"


def told_health(row: DomainRow, language: Language = "en") -> str:
    """`broken now`, `act by 2026-12-20`."""
    if row.health is DomainHealth.PERSON and row.act_by is not None:
        return label("health.person.by", language, day=f"{row.act_by:{_DAY}}")
    return label(f"health.{row.health.value}", language)


def told_domain(row: DomainRow) -> str:
    """With its own letters, where it has some beyond ASCII, before its A-labels."""
    letters = shown(row.domain)
    return row.domain if letters == row.domain else f"{letters} ({row.domain})"


def told_place(target: Target) -> str:
    """`CDN`, `OSS shop-assets`."""
    return f"{target.product} {target.bucket}".strip()


def told_id(one: Attached | None, language: Language = "en") -> str:
    """The id; where a product shows none, what stands there instead."""
    if one is None:
        return label("nothing", language)
    if one.id and one.source is BindingSource.CAS:
        return one.id
    return one.id or label(f"source.{one.source.value}", language)


def told_days(one: Attached | None, now: datetime) -> str:
    """Whole days; of an end that a list told as a day alone, the earliest."""
    if one is None:
        return "-"
    return "?" if one.ends is None else str(days_left(one.ends, now))


def told_visitors(row: DomainRow, language: Language = "en") -> str:
    """`what is bound 2026-11-24 22:37`."""
    seen = row.visitors
    if seen is None:
        key = "seen.unread" if row.error else "seen.nobody"
        return label("seen.looking" if _is_looked_at(row) else key, language)
    return f"{told_got(seen, language)} {seen.at:{_MINUTE}}"


def told_got(seen: Visitors, language: Language = "en") -> str:
    """Without its time: `refused by browsers (expired)`."""
    told = told_seen(seen.seen, language)
    who = refused_by([seen.reason]) if seen.seen in _REFUSED else Refusers.BROWSERS
    if who is not Refusers.BROWSERS:
        told = label(f"seen.refused.{who.value}", language)
    if not seen.reason or seen.reason == seen.seen:
        return told
    return told + label("explain.aside", language, text=seen.reason)


_REFUSED = frozenset({"broken", "dead"})


def refused_by(codes: Iterable[str]) -> Refusers:
    """Of faults by their codes, of which a record of another version may have others."""
    try:
        return refusers(map(FaultClass, codes))
    except ValueError:
        return Refusers.BROWSERS


def told_seen(seen: str, language: Language = "en") -> str:
    """A verdict as a person reads it."""
    key = f"seen.{seen}"
    return label(key, language) if key in LABELS else seen


def next_step(row: DomainRow, language: Language = "en", *, whole: bool = False) -> str:
    """What is to be done, by whom it is: one sentence, or whole. "" where nothing is."""
    advice = row.advice
    if not advice:
        return ""
    key = _step_key(row)
    if key in LABELS:
        day = f"{row.act_by:{_DAY}}" if row.act_by is not None else ""
        certificate = row.certificate.id if row.certificate and advice == "renew" else ""
        text = label(key, language, certificate=certificate or row.candidate, day=day)
    else:
        text = _remedy(advice, language)
    text = _MARKUP.sub(r"\1\2", _filled(text, row))
    if key in LABELS:
        return text
    return text if whole else first_sentence(text)


def step_of(code: str, domain: str, language: Language = "en") -> str:
    """What is to be done about a refusal; "" where the catalogue lacks its word."""
    if not is_word(code):
        return ""
    text = re.sub(r"\bDOMAIN\b", domain, _remedy(code, language))
    return _MARKUP.sub(r"\1\2", text)


def _step_key(row: DomainRow) -> str:
    if row.advice != "renew":
        return f"step.{row.advice}"
    if row.act_by is None:
        return "step.renew_now"
    is_of_cas = row.certificate is not None and row.certificate.source is BindingSource.CAS
    return "step.renew" if is_of_cas and row.certificate else "step.renew_elsewhere"


def _remedy(code: str, language: Language) -> str:
    try:
        return word(code).remedy.say(language)
    except KeyError:  # of an error that the catalogue lacks: the code says at least where to look
        return code


def _filled(text: str, row: DomainRow) -> str:
    text = re.sub(r"\bDOMAIN\b", row.domain, text)
    return re.sub(r"\bID\b", row.candidate, text) if row.candidate else text


def told_cause(row: DomainRow, language: Language = "en") -> str:
    """Why somebody is needed, or what is waited for; "" of what is well. What visitors meet comes
    before what is said of the record.
    """
    seen = row.visitors
    if row.health is DomainHealth.WELL:
        return ""
    if row.error:
        return told_reason(row.error, row.detail, language)
    of_step = [one for one in row.findings if row.advice in (one[0], one[1].partition(": ")[0])]
    if not of_step and seen is not None and seen.reason and seen.text:
        return _told_look(seen, language)
    if _is_looked_at(row) and seen is None and row.message:
        return said(row.message.partition(f"{row.domain}: ")[2] or row.message, language)
    code, detail = (*of_step, *row.findings, (row.word, row.detail))[0]
    return told_reason(code, detail, language)


def _is_looked_at(row: DomainRow) -> bool:
    """What the looks after a change have met so far is in the newest entry."""
    return row.advice == "looks_next" and row.entry > 0


def _told_look(seen: Visitors, language: Language) -> str:
    """What was seen; where that does not say the reason, with its meaning."""
    text = said(seen.text, language)
    if seen.reason in seen.text or seen.reason not in WORDS:
        return text
    meaning = _meaning(seen.reason, language) + label("explain.aside", language, text=text)
    return label("reason", language, code=seen.reason, text=meaning)


def told_reason(code: str, detail: str, language: Language = "en") -> str:
    """`expired: ended 2026-11-20 10:00 UTC`. What the catalogue lacks in the language is told by
    the word's meaning, with the particulars behind it as they are.
    """
    text = told_detail(code, detail, language)
    is_another = detail.partition(": ")[0] in WORDS and not detail.startswith(f"{code}: ")
    if is_another:
        return text
    return label("reason", language, code=code, text=text) if text else code


def told_detail(code: str, detail: str, language: Language = "en") -> str:
    """The same without the word."""
    bare = detail.removeprefix(f"{code}: ")
    told = said(bare, language)
    meaning = "" if language == "en" or told != bare else _meaning(code, language)
    if not (bare and meaning):
        return told
    return meaning + label("explain.aside", language, text=bare)


def _meaning(code: str, language: Language) -> str:
    try:
        return first_sentence(word(code).meaning.say(language)).rstrip("。.")
    except KeyError:
        return ""


def first_sentence(text: str) -> str:
    """A remedy that begins with "Nothing." alone says more in its second one."""
    parts = _SENTENCE.split(text)
    return parts[0] if len(parts[0]) > len("Nothing.") or len(parts) == 1 else " ".join(parts[:2])


def told_asker(event_id: str, language: Language = "en") -> str:
    """Who asked: a timer's function, a person's command, or an event (its id tells which)."""
    if event_id in _TIMERS:
        return label("asked.timer", language)
    return label("asked.person" if event_id.startswith("cli-") else "asked.event", language)


_TIMERS = frozenset({"recheck", "watch"})


def told_runs(runs: Runs, language: Language = "en") -> tuple[str, ...]:
    """When timers were last seen at work; what fails."""
    swept, watched = runs.swept, runs.watched
    if not runs.is_known:
        since = label("never", language) if swept is None else f"{swept:{_MINUTE}}"
        return (label("runs.unread", language, time=since),)
    told = [
        label("swept.never", language)
        if swept is None
        else label("swept", language, time=f"{swept:{_MINUTE}}"),
        label("watched.never", language)
        if watched is None
        else label("watched", language, time=f"{watched:{_MINUTE}}"),
    ]
    fails = (("recheck", runs.recheck_fails), ("watch", runs.watch_fails))
    told += [label("fails", language, function=name, code=code) for name, code in fails if code]
    return tuple(told)


def told_unread(one: ScanFailure, language: Language = "en") -> str:
    """A part of the account, and why nothing is known of it."""
    where, why = said(one.where, language), said(one.message, language)
    return label("reason", language, code=where, text=why)


def told_counts(report: AccountReport, language: Language = "en") -> tuple[str, ...]:
    """`2 broken now`, …; what no domain has is left out."""
    return tuple(
        label("count", language, number=number, health=label(f"health.{health.value}", language))
        for health, number in report.counts.items()
        if number
    )


def told_radar(radar: Radar, language: Language = "en") -> str:
    """What the list of other products is, and how far it may lag."""
    age = label("elsewhere.unknown", language)
    if radar.newest is not None:
        age = label("elsewhere.newest", language, time=f"{radar.newest:{_MINUTE}} UTC")
    told = label("elsewhere", language, age=age)
    if not radar.contradicted:
        return told
    more = label("elsewhere.contradicted", language, number=radar.contradicted)
    return f"{told} {more}"


def told_elsewhere(one: Elsewhere, now: datetime, language: Language = "en") -> str:
    """`WAF waf.example.com: 12345678-cn-hangzhou, ends 2026-12-09 (in days: 9)`."""
    what = {"resource": one.resource, "certificate": one.resource.certificate}
    if one.ends is None:
        return label("elsewhere.place.unknown", language, **what)
    left = days_left(one.ends, now)
    return label("elsewhere.place", language, **what, day=f"{one.ends:{_DAY}}", days=left)


def step_elsewhere(one: Elsewhere, language: Language = "en") -> str:
    """What a person does there."""
    remedy = word(one.handled.value).remedy.say(language)
    name = one.resource.domain
    return remedy.replace("DOMAIN", name) if name else remedy.replace(" DOMAIN", "")
