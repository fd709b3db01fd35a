"""Roots in words, section by section, in either language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from certbind.domain.trust.faults import Fault
from certbind.domain.trust.roots.endings import Ending
from certbind.domain.trust.roots.installing import CHECK, COMMANDS, LINUX, OTHERS, System
from certbind.domain.trust.roots.wanted import Client, Held, Need
from certbind.domain.trust.stores.asked import StoreVerdict
from certbind.domain.trust.stores.calendar import Store
from certbind.domain.words import Language, word
from certbind.domain.words.labels import label
from certbind.usecases.certificates.roots import ChainRoots, RootsReport
from certbind.values import dataclass
from certbind.views.explanation.text import Paragraph, Section
from certbind.views.telling import first_sentence

_DAY = "%Y-%m-%d"
_BYTE = 2  # digits


def sections(report: RootsReport, language: Language = "en") -> tuple[Section, ...]:
    """Each chain, then the client, then what to install; empty sections are left out."""
    told = _Told(report, language)
    chains = (Section(_source(one), tuple(told.chain(one))) for one in report.chains)
    every = [*chains, *told.client(), *told.installing()]
    return tuple(one for one in every if one.paragraphs)


def _source(one: ChainRoots) -> str:
    return f"{one.source} ({', '.join(one.addresses)})" if one.addresses else one.source


@dataclass(frozen=True, slots=True)
class ToInstall:
    """A root that a client lacks. url: "" where only its CA knows."""

    name: str
    sha256: str
    url: str = ""


def to_install(report: RootsReport) -> tuple[ToInstall, ...]:
    """What the client lacks: of what these chains end at, and of what everybody needs."""
    client = report.client
    if client is None:
        return ()
    urls = {one.wanted.sha256: one.wanted.url for one in client.held}
    of_chains = (
        ToInstall(root.name, root.sha256, urls.get(root.sha256, ""))
        for one in report.chains
        if one.endings is not None and not report.client_has(one)
        for root in one.endings.roots
    )
    missed = (ToInstall(w.name, w.sha256, w.url) for w in (one.wanted for one in client.missed))
    return tuple({one.sha256: one for one in (*of_chains, *missed)}.values())


class _Told:
    """One report in one language."""

    def __init__(self, report: RootsReport, language: Language) -> None:
        self._report = report
        self._language = language

    def chain(self, one: ChainRoots) -> Iterator[Paragraph]:
        if one.endings is None:
            yield Paragraph(self._say("unseen"))
            yield Paragraph(self._fault(one.why, one.detail), 1)
            return
        if one.endings.faults:
            yield Paragraph(self._say("none"))
            yield from (Paragraph(self._of(fault), 1) for fault in one.endings.faults)
        if one.endings.checked:
            yield Paragraph(self._say("can_end"))
        for root in one.endings.roots:
            yield from self._root(root)
        client = self._report.client
        if client is not None and one.endings.roots and not self._report.client_has(one):
            yield Paragraph(self._say("client.none", place=client.place))
        if any(root.stores for root in one.endings.roots):
            age = (self._report.at.date() - self._report.made).days
            yield Paragraph(self._say("calendar", made=self._report.made, age=age))

    def client(self) -> Iterator[Section]:
        client = self._report.client
        if client is None:
            return
        heading = self._say("client", place=client.place, count=len(client.sha256s))
        yield Section(heading, tuple(self._of_client(client)))

    def installing(self) -> Iterator[Section]:
        missing = to_install(self._report)
        if missing:
            yield Section(self._say("install"), tuple(self._how(missing)))

    def _root(self, root: Ending) -> Iterator[Paragraph]:
        name = root.name if root.is_checked else self._say("by_name", name=root.name)
        yield Paragraph(name, 1)
        yield Paragraph(self._say("path", path=" ← ".join(root.path)), 2)
        if root.ends is not None:
            day = f"{root.ends:{_DAY}}"
            yield Paragraph(self._say("path_ends", day=day, first=root.ends_first), 2)
        for one in root.stores:
            yield Paragraph(self._store(one), 2)
        if not root.stores:
            yield Paragraph(self._say("private"), 2)
        if self._report.client is not None:
            has = root.sha256 in self._report.client.sha256s
            yield Paragraph(self._say("client.has" if has else "client.lacks"), 2)
        yield Paragraph(self._say("sha256", sha256=root.sha256), 2)

    def _store(self, one: StoreVerdict) -> str:
        said = self._takes(one) if one.takes else self._refuses(one)
        return f"{self._say(f'store.{one.store.value}')}: {said}"

    def _takes(self, one: StoreVerdict) -> str:
        told = self._say("takes.apple" if one.store is Store.APPLE else "takes")
        if one.until is not None:
            key = "takes.expected" if one.estimated else "takes.until"
            told += self._say(key, day=one.until)
        if one.cut is not None:
            told += self._say("takes.cut", day=one.cut)
        return told

    def _refuses(self, one: StoreVerdict) -> str:
        if one.store is Store.APPLE:  # its list is an old one, and refuses nothing
            return self._say("refuses.apple")
        if one.refusal is None:
            raise TypeError("a store that refuses says why")
        day = one.until if one.refusal.value == "dropped" else one.cut
        return self._say("refuses", why=self._say(f"why.{one.refusal.value}", day=day))

    def _of_client(self, client: Client) -> Iterator[Paragraph]:
        for one in client.held:
            use = self._say(f"use.{one.wanted.key}")
            state = self._say(_state(one))
            yield Paragraph(self._say("row", state=state, name=one.wanted.name, use=use))
        if client.unread:
            yield Paragraph(self._say("client.unread", number=client.unread))
        yield Paragraph(self._say("client.elsewhere"))

    def _how(self, missing: Sequence[ToInstall]) -> Iterator[Paragraph]:
        for one in missing:
            key = "install.from" if one.url else "install.from_ca"
            yield Paragraph(self._say(key, name=one.name, url=one.url))
            yield Paragraph(_as_openssl(one.sha256), 1)
        yield Paragraph(self._say("install.check", command=CHECK))
        yield Paragraph(self._say("install.names"))
        here = self._report.system
        for system in (*((here,) if here else LINUX), *OTHERS):
            yield Paragraph(self._system(system))
            yield from (Paragraph(command, 1) for command in COMMANDS[system])

    def _system(self, system: System) -> str:
        name = self._say(f"system.{system.value}")
        return self._say("install.here", system=name) if system is self._report.system else name

    def _of(self, fault: Fault) -> str:
        return self._fault(fault.kind.value, fault.detail)

    def _fault(self, code: str, detail: str) -> str:
        meaning = first_sentence(word(code).meaning.say(self._language))
        aside = label("explain.aside", self._language, text=detail) if detail else ""
        return f"{code}: {meaning}{aside}"

    def _say(self, key: str, **values: object) -> str:
        return label(f"roots.{key}", self._language, **values)


def _state(one: Held) -> str:
    if one.is_there:
        return "there"
    return "missing" if one.need is Need.NOW else "not_there"


def _as_openssl(sha256: str) -> str:
    """`sha256 Fingerprint=4F:A3:…`: as it is printed there."""
    digits = sha256.upper()
    pairs = (digits[at : at + _BYTE] for at in range(0, len(digits), _BYTE))
    return f"sha256 Fingerprint={':'.join(pairs)}"
