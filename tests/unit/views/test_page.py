"""The page: one file, whole without a script, in two languages, with nothing of a name obeyed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from certbind.domain.model.target import ScanFailure
from certbind.domain.words.index import WORDS
from certbind.domain.words.labels import LABELS
from certbind.usecases.overview.report import (
    AccountReport,
    DomainHealth,
    Runs,
    SeenBy,
    Visitors,
)
from certbind.views.page import document
from certbind.views.page.document import page_files
from certbind.views.page.style import DRAWN_ON, PALETTES, TEXT_ON, style
from tests.fakes.clock import NOON
from tests.unit.views.accounts import LONG, MARKUP, many, row, troubled

VOID = {"meta", "br", "input"}
HAN = re.compile(r"[\u4e00-\u9fff]")


class Page(HTMLParser):
    """Elements in order, each with its attributes; texts with the languages that they stand in."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.append((tag, found))
        if tag not in VOID:
            self._open.append((tag, found.get("lang") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag, f"{tag} is closed in its place"

    def handle_data(self, data: str) -> None:
        if {tag for tag, _ in self._open} & {"title", "style"}:
            return
        languages = [language for _, language in self._open if language]
        self.texts.append((languages[-1] if languages else "", data))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [found for name, found in self.elements if name == tag]

    @property
    def text(self) -> str:
        return "".join(data for _, data in self.texts)


def page(report: AccountReport) -> Page:
    ((_, text),) = page_files(report)
    return Page(text)


def test_the_page_is_one_file_that_asks_for_no_other() -> None:
    found = page(troubled())
    assert {"src", "srcset", "data"} & {
        key for _, attrs in found.elements for key in attrs
    } == set()
    links = [attrs["href"] for _, attrs in found.elements if "href" in attrs]
    assert [one for one in links if not (one or "").startswith("#")] == []
    assert found.all("link") == []
    (policy,) = (m["content"] for m in found.all("meta") if m.get("http-equiv"))
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "http" not in policy


def test_nothing_of_a_name_is_obeyed_and_nothing_swallowed() -> None:
    found = page(troubled())
    assert len(found.all("script")) == 1, "the page's own"
    assert not [one for one in found.elements if any(key.startswith("on") for key in one[1])]
    assert "<script>alert(1)</script>[bold red]x[/bold red] [31m&amp;`\"'gnp" in found.text
    assert not set(found.text) & {"\x1b", "\u202e"}
    assert LONG in found.text


def test_a_domain_in_chinese_letters_stands_beside_its_a_labels() -> None:
    assert "例子.example (xn--fsqu00a.example)" in page(troubled()).text


def test_what_is_said_in_one_language_is_said_in_the_other() -> None:
    found = page(troubled())
    languages = Counter(
        attrs["lang"] for tag, attrs in found.elements if tag == "span" and "lang" in attrs
    )
    texts: dict[str, str] = {"en": "", "zh-CN": "", "": ""}
    for language, data in found.texts:
        texts[language] = texts.get(language, "") + data
    names = re.sub("语言|中文|例子", "", texts["en"])
    assert not HAN.search(names)
    assert languages["en"] > 50
    assert languages["zh-CN"] >= languages["en"]


def test_every_link_within_the_page_leads_somewhere_and_ids_are_unique() -> None:
    found = page(troubled())
    ids = [attrs["id"] for _, attrs in found.elements if "id" in attrs]
    assert [one for one, times in Counter(ids).items() if times > 1] == []
    links = {(attrs["href"] or "")[1:] for attrs in found.all("a")}
    assert links <= set(ids)
    labelled = {
        attrs["aria-labelledby"] for attrs in found.all("svg") if "aria-labelledby" in attrs
    }
    assert labelled <= set(ids)


def test_landmarks_and_headings_are_those_of_a_page() -> None:
    found = page(troubled())
    assert [len(found.all(one)) for one in ("header", "nav", "main", "footer", "h1")] == [1] * 5
    levels = [int(tag[1]) for tag, _ in found.elements if re.fullmatch(r"h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    focused = [tag for tag, attrs in found.elements if tag in ("a", "input", "summary")]
    assert focused[:3] == ["a", "input", "input"], "the way past, then the language"
    assert not [1 for _, attrs in found.elements if int(attrs.get("tabindex") or 0) > 0]


def test_its_age_is_told_with_and_without_a_script() -> None:
    found = page(troubled())
    (old,) = (attrs for attrs in found.all("p") if attrs.get("id") == "old")
    assert "hidden" in old
    until = f"{NOON + timedelta(hours=13):%Y-%m-%d %H:%M}"
    assert f"After {until} UTC this one is out of date." in found.text
    (made,) = (attrs for attrs in found.all("time") if attrs.get("id") == "made")
    assert made["datetime"] == NOON.isoformat()
    script = "".join(data for _, data in found.texts if "Date.now()" in data)
    assert str(13 * 3600 * 1000) in script


def test_what_is_broken_comes_first_and_every_group_says_something() -> None:
    found = page(troubled())
    groups = [attrs["id"] for attrs in found.all("h2") if attrs.get("id") in _HEALTHS]
    assert groups == [one.value for one in DomainHealth]
    empty = page(AccountReport(NOON, ()))
    assert "No domain is in sight" in empty.text
    assert "No domain is broken." in empty.text


def test_of_what_was_not_read_no_group_says_that_it_is_well() -> None:
    unread = (ScanFailure("OSS", "clock_off", "set the clock"),)
    told = page(AccountReport(NOON, (), (), unread)).text
    assert told.count("None of what could be read.") == len(DomainHealth)
    claims = (LABELS[f"page.empty.{one.value}"].en for one in DomainHealth)
    assert not any(one in told for one in claims)


_HEALTHS = {one.value for one in DomainHealth}


def test_what_could_not_be_read_is_told_before_all_else() -> None:
    text = page(troubled()).text
    assert text.index("What could not be read") < text.index("Order or upload")
    assert "gone.example.com" in text
    unread = page(AccountReport(NOON, (), None)).text
    assert "CAS's list could not be read." in unread
    assert "CAS holds no certificate." not in unread


def test_each_reason_has_its_meaning_and_its_remedy_in_both_languages() -> None:
    text = page(troubled()).text
    assert "None of the certificates that CAS was seen to hold can serve the domain now." in text
    assert WORDS["no_certificate"].meaning.zh in text


def test_no_key_is_in_it() -> None:
    key = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIIRfx\n-----END EC PRIVATE KEY-----"
    report = troubled()
    first = report.domains[0]
    told = type(first)(first.target, first.health, "no_certificate", key)
    assert "MHcCAQEEIIRfx" not in page(AccountReport(NOON, (told,))).text


def test_above_five_thousand_domains_a_group_has_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "LARGEST", 20)
    files = dict(page_files(many(30), "account"))
    assert list(files) == ["account.html", *(f"account-{one.value}.html" for one in DomainHealth)]
    first, well = Page(files["account.html"]), Page(files["account-well.html"])
    assert "d1.example.com" not in "".join(str(a) for a in first.all("article"))
    assert "account-well.html" in {attrs.get("href") for attrs in first.all("a")}
    assert len(well.all("tr")) - len(well.all("thead")) == 27
    ids = {attrs.get("id") for _, attrs in well.elements}
    linked = {(attrs.get("href") or "") for attrs in first.all("a")}
    into = {one.partition("#")[2] for one in linked if one.startswith("account-well.html#")}
    assert into <= ids


def test_every_label_is_filled_in_both_languages_and_said_somewhere() -> None:
    assert [key for key, text in LABELS.items() if not text.en or not text.zh] == []
    assert [key for key, text in LABELS.items() if HAN.search(text.en)] == []
    names = {key: (fields(text.en), fields(text.zh)) for key, text in LABELS.items()}
    assert [key for key, (en, zh) in names.items() if en != zh] == []


def fields(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", sorted(PALETTES))
def test_what_is_written_can_be_read_and_what_is_drawn_be_seen(scheme: str) -> None:
    palette = PALETTES[scheme]
    faint = [(a, b) for a, b in TEXT_ON if contrast(palette[a], palette[b]) < 4.5]
    faint += [(a, b) for a, b in DRAWN_ON if contrast(palette[a], palette[b]) < 3]
    assert faint == []
    assert round(contrast("#ffffff", "#000000")) == 21


def test_every_colour_of_the_sheet_is_one_of_the_palettes() -> None:
    used = set(re.findall(r"var\(--([a-z-]+)\)", style()))
    assert used <= PALETTES["light"].keys() == PALETTES["dark"].keys()
    inks = {ink for ink, _ in TEXT_ON}
    written = set(re.findall(r"(?<![-\w])color:var\(--([a-z-]+)\)", style()))
    assert written <= inks


def test_a_name_s_markup_is_there_as_it_is() -> None:
    """The fixture holds what it is meant to."""
    assert "<script>" in MARKUP
    assert len(LONG) > 240


def test_a_domain_s_reasons_say_nothing_twice_and_no_id_is_broken() -> None:
    """What visitors meet stood under its word, and once more under the finding made of it."""
    told = "browsers refuse it at all 2 addresses (expired: ended 2026-11-20 10:00 UTC)"
    elsewhere = "certificate 12345678-cn-hangzhou ends 2026-11-20"
    seen = Visitors("broken", NOON, SeenBy.NOW, "expired", told)
    findings = (("not_sound", told), ("expiring", elsewhere))
    one = row("a.example.com", DomainHealth.OUTAGE, visitors=seen, findings=findings)
    ((_, text),) = page_files(replace(troubled(), domains=(one,)))
    (why,) = re.findall(r'<ul class="why">(?:(?!</ul>).)*#w-expired.*?</ul>', text)
    assert re.findall(r'href="#w-(\w+)"', why) == ["expiring", "expired"]
    assert '<span class="whole">12345678-cn-hangzhou</span>' in why
    assert '<span class="whole">2026-11-20</span> 10:00' in why


def test_a_ledger_that_cannot_be_read_is_told_with_since_when() -> None:
    """What is not known, and of which time the last of it is."""
    unread = (ScanFailure("the ledger", "permission_denied", "You may not read it."),)
    runs = Runs(NOON - timedelta(hours=3), is_known=False)
    seen = Visitors("sound", NOON - timedelta(hours=3), SeenBy.SWEEP)
    one = row("a.example.com", DomainHealth.UNREAD, visitors=seen, error="permission_denied")
    found = page(AccountReport(NOON, (one,), (), unread, runs=runs))
    last = f"{NOON - timedelta(hours=3):%Y-%m-%d %H:%M}"
    for language, told in (("en", "is not known; the last report"), ("zh-CN", "运行的时间未知")):
        said = "".join(text for of, text in found.texts if of == language)
        assert told in said
        assert last in said
    assert "the ledger: You may not read it." in found.text
    assert found.text.index("the ledger: ") < found.text.index("a.example.com")


def test_a_name_of_253_characters_is_there_whole() -> None:
    assert len(LONG) == 253
    assert LONG in page(troubled()).text


def test_a_part_that_was_not_read_is_told_in_both_languages() -> None:
    """Its reason stood in English on the Chinese page."""
    why = "The service said so. This machine's clock is more than 15 minutes off: set it (NTP)."
    unread = (ScanFailure("the ledger", "clock_off", why),)
    found = page(AccountReport(NOON, (), (), unread))
    chinese = "".join(text for of, text in found.texts if of == "zh-CN")
    assert "The service said so. 本机时钟偏差超过 15 分钟" in chinese
    assert "台账" in chinese
    assert f"the ledger: {why}" in found.text


@pytest.mark.parametrize(
    ("healths", "is_whole", "told"),
    [
        ((), True, "No domain is in sight"),
        ((), False, "The account could not be read"),
        ((DomainHealth.WELL,), True, "All 1"),
        (
            (DomainHealth.WELL,),
            False,
            "0 of 1 domains need somebody; a part of the account could not be read",
        ),
        (
            (DomainHealth.WELL, DomainHealth.UNREAD),
            False,
            "0 of 2 domains need somebody, 1 could not be read",
        ),
        ((DomainHealth.WELL, DomainHealth.OUTAGE), True, "1 of 2 domains need somebody"),
    ],
)
def test_the_title_tells_nothing_as_well_that_was_not_read(
    healths: tuple[DomainHealth, ...], is_whole: bool, told: str
) -> None:
    """An account of which nothing was read was told as one of which nobody needs anything."""
    rows = tuple(row(f"d{number}.example.com", one) for number, one in enumerate(healths))
    unread = () if is_whole else (ScanFailure("OSS", "unavailable", "It did not answer."),)
    ((_, text),) = page_files(AccountReport(NOON, rows, (), unread))
    title = re.search(r"<title>(.*?)</title>", text)
    assert title is not None
    assert title[1].startswith(told)
