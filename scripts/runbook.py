"""Fill docs/runbook.md and docs/runbook.zh.md: a section for every word of the catalogue.

python -m scripts.runbook [--check]
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from certbind.domain.words import Language, Room, Text, Urgency, Word
from certbind.domain.words.index import RENAMED, ROOMS
from scripts.vocabularies import places_of, words

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES: dict[Path, Language] = {DOCS / "runbook.md": "en", DOCS / "runbook.zh.md": "zh"}
BEGIN, END = "<!-- words:begin -->\n", "<!-- words:end -->"
_WIDTH = 120

PLACES = {
    "reason": Text("reason", "原因"),
    "fault": Text("fault", "故障"),
    "verdict": Text("verdict", "结论"),
    "match": Text("match", "比对"),
    "sight": Text("sight", "查看"),
    "finding": Text("finding", "发现"),
    "entry": Text("entry", "记录"),
    "phase": Text("phase", "状态"),
    "health": Text("health", "健康状况"),
    "outcome": Text("outcome", "结果"),
    "event": Text("event", "事件"),
    "stage": Text("stage", "阶段"),
    "check": Text("check", "检查"),
    "step": Text("step", "步骤"),
    "letter": Text("letter", "死信"),
    "upload": Text("upload", "上传"),
    "elsewhere": Text("elsewhere", "其他产品"),
    "prune": Text("prune", "清理"),
    "quota": Text("quota", "名额"),
    "error": Text("error", "错误"),
    "trouble": Text("trouble", "问题"),
}
"""Where a word occurs, as the pages call it; what each is stands at their beginning."""

URGENCIES = {
    Urgency.WELL: Text("all is well", "正常"),
    Urgency.WAITS: Text("time mends it", "等待即可"),
    Urgency.PERSON: Text("a person must act", "需要人工处理"),
    Urgency.NOTE: Text("only told", "仅供了解"),
}
DO = Text("**Do:** ", "**处理**：")  # noqa: RUF001 - Chinese
IN_BROWSERS = Text("Browsers: ", "浏览器：")  # noqa: RUF001 - Chinese
FORMERLY = Text("Words that had another name", "改过名的词")
FORMERLY_HEAD = Text("| where | was | is |", "| 位置 | 原名 | 现名 |")


def sections(language: Language) -> str:
    """Every room with its words, then the names of before."""
    parts = [_room(room, language) for room in ROOMS]
    return "\n".join([*parts, _formerly(language)])


def filled(text: str, language: Language) -> str:
    """A page with its words made anew; what stands before and behind them is left."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the page has no {BEGIN.strip()} … {END}")
    return f"{before}{begin}\n{sections(language)}\n{end}{after}"


def _room(room: Room, language: Language) -> str:
    rows = "\n".join(_section(word, language) for word in room.words)
    return f"## {room.title.say(language)}\n\n{rows}"


def _section(word: Word, language: Language) -> str:
    paragraphs = (_where(word, language), *_meaning(word, language), _remedy(word, language))
    return "\n\n".join((f"### {word.code}", *paragraphs)) + "\n"


def _where(word: Word, language: Language) -> str:
    places = [PLACES[place] for place in places_of(word.code)]
    where = " · ".join(place.say(language) for place in places)
    return f"*{where}* · {URGENCIES[word.urgency].say(language)}"


def _meaning(word: Word, language: Language) -> Iterator[str]:
    yield _wrapped(word.meaning.say(language), language)
    if word.browser:
        yield f"{IN_BROWSERS.say(language)}`{word.browser}`"


def _remedy(word: Word, language: Language) -> str:
    return _wrapped(DO.say(language) + word.remedy.say(language), language)


def _wrapped(text: str, language: Language) -> str:
    """Lines of the pages' width; Chinese stays whole, since a line's end would show as a blank."""
    if language == "zh":
        return text
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _formerly(language: Language) -> str:
    rows = [
        f"| {PLACES[where].say(language)} | `{was}` | [{now}](#{now}) |"
        for where, was, now in RENAMED
    ]
    table = "\n".join((FORMERLY_HEAD.say(language), "|---|---|---|", *rows))
    return f"## {FORMERLY.say(language)}\n\n{table}\n"


def main() -> None:
    """Write the pages, or with --check say which one is stale."""
    stale = []
    for path, language in PAGES.items():
        now = path.read_text(encoding="utf-8")
        made = filled(now, language)
        if made != now:
            stale.append(path.name)
            if "--check" not in sys.argv:
                path.write_text(made, encoding="utf-8")
    if stale and "--check" in sys.argv:
        sys.exit(f"not current: {', '.join(stale)}: make runbook")
    total = len(set().union(*words().values()))
    print(f"{total} words in {len(ROOMS)} rooms")


if __name__ == "__main__":
    main()
