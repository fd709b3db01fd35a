"""Ask both about every case, and tell where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.judge.answers import (
    IF_FETCHED,
    OK,
    WallClock,
    anchors_of,
    answer_of,
    ask_certbind,
    ask_chromium,
    chromium,
)
from tests.judge.building import build, trusted_root
from tests.judge.cases import Case
from tests.judge.endpoints import NotServedError, issuing, serving

NOT_SERVED = "not served"


@dataclass(frozen=True)
class Answer:
    """Of one case. told: certbind's headline, with its detail."""

    case: Case
    chromium: str
    certbind: str
    told: str

    @property
    def agrees(self) -> bool:
        """Whether both name the same error, or none; or both say that Chrome may mend it."""
        return self.chromium == self.certbind or (self.certbind, self.chromium) == (IF_FETCHED, OK)


def ask(cases: Iterable[Case], folder: Path) -> Iterator[Answer]:
    """One browser, one endpoint after another."""
    cases = tuple(cases)
    now = WallClock().now().replace(microsecond=0)
    roots = list(dict.fromkeys(trusted_root(one.root, now).der for one in cases if one.trusted))
    anchors = anchors_of(roots)
    home = folder / "home"
    home.mkdir()
    with chromium(home, roots) as page, issuing() as issuers:
        for case in cases:
            try:
                built = build(case, now, issuers.port)
                issuers.hold(built.fetchable)
                with serving(case.how, built.chain, built.key, folder) as port:
                    verdict = ask_certbind(port, anchors)
                    shown = ask_chromium(page, port)
            except NotServedError:
                yield Answer(case, NOT_SERVED, NOT_SERVED, "")
            else:
                yield Answer(case, shown, answer_of(verdict), str(verdict.headline or ""))
