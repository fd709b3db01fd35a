"""The CRLs that chains name: asked of the cache, else of the CA (CrlSource)."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from certbind.adapters.crl.cache import CrlCache
from certbind.domain.trust.chain import TrustAnchors, crl_questions
from certbind.domain.trust.observation import FetchedCrl
from certbind.domain.trust.revocation.crl import Standing
from certbind.domain.trust.revocation.paths import Question

LONGEST_SECONDS = 20.0
MOST_FETCHED = 16
"""URLs of one call, kept ones left out."""

_OUT_OF_TIME = "the time for CRLs was used up before"


class Fetches(Protocol):
    """See CrlFetcher."""

    def fetch(self, url: str, left: float) -> FetchedCrl:
        """What came, or the problem."""


class CaCrls:
    """One after the other, and all within one deadline."""

    def __init__(
        self,
        fetcher: Fetches,
        cache: CrlCache,
        anchors: TrustAnchors,
        seconds: float = LONGEST_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetcher = fetcher
        self._cache = cache
        self._anchors = anchors
        self._seconds = seconds
        self._monotonic = monotonic

    def crls_for(
        self, chains: Sequence[tuple[bytes, ...]], at: datetime
    ) -> tuple[FetchedCrl, ...]:
        """See ports.CrlSource."""
        end = self._monotonic() + self._seconds
        got: dict[str, FetchedCrl] = {}
        fetched = 0
        for chain in chains:
            for question in crl_questions(chain, self._anchors, at):
                for url in question.points.urls:
                    if url not in got:
                        kept = self._cache.get(url, at)
                        fetched += kept is None
                        may_ask = fetched <= MOST_FETCHED
                        got[url] = kept or self._ask(question, url, at, end, may_ask=may_ask)
                    if question.answered_by(got[url].der, at).standing is not Standing.UNKNOWN:
                        break
        return tuple(got.values())

    def _ask(
        self, question: Question, url: str, at: datetime, end: float, *, may_ask: bool
    ) -> FetchedCrl:
        left = end - self._monotonic()
        turn = self._cache.turn(url)
        if not may_ask or left <= 0 or not turn.acquire(timeout=left):
            return FetchedCrl(url, problem=_OUT_OF_TIME)
        try:
            kept = self._cache.get(url, at)
            left = end - self._monotonic()
            if kept is not None or left <= 0:
                return kept or FetchedCrl(url, problem=_OUT_OF_TIME)
            came = self._fetcher.fetch(url, left)
            said = question.answered_by(came.der, at)
            if said.standing is Standing.UNKNOWN:  # not worth its bytes, which may be anybody's
                came = FetchedCrl(url, problem=came.problem or said.detail)
            self._cache.keep(came, at, said.until)
            return came
        finally:
            turn.release()
