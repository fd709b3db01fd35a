"""A month of one failure, played through the handlers over fakes: messages and dead letters.

The platform is as s.yaml sets it up: a message whose call raises is delivered four times, then it
is a dead letter; a timer's call that raises is tried again as often as asyncInvokeConfig says, and
then it is one too. Nothing here sleeps; a month of 40 domains takes seconds.
"""

from __future__ import annotations

import heapq
import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml

from certbind import bootstrap
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import Domain, ProductName
from certbind.domain.model.target import Target, TargetState
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import (
    CertbindError,
    LedgerUnsafeError,
    NotOpenedError,
    PermissionDeniedError,
    UnavailableError,
)
from certbind.events import render
from certbind.usecases.account.sweep import Sweep
from certbind.usecases.certificates.handle_event import HandleEvent
from certbind.usecases.certificates.watch import WatchCertificates
from certbind.usecases.operate.timer_failures import TimerFailures
from functions import certificate_event, recheck, watch
from tests.fakes.trouble import Trouble
from tests.functions.contexts import modern
from tests.unit.usecases.account import Account, certificate, with_binding
from tests.unit.usecases.authority import ROOT_PEM, chain_of
from tests.wrapping import queue_event

SERVICE = Path(__file__).parents[2] / "s.yaml"
WATCH_EVERY, RECHECK_EVERY = timedelta(minutes=5), timedelta(hours=6)
DELIVERIES = 4
BETWEEN_DELIVERIES = timedelta(seconds=15)
MONTH = timedelta(days=30)
FAILS_AFTER = timedelta(minutes=1)
_OLD, _NEW = 10, 11


Raises = Callable[[], CertbindError]
"""A new one each time: one that is raised over and over keeps where it was."""


def denied(service: str) -> Raises:
    return partial(PermissionDeniedError, "no", service=service, action="any")


def down(service: str) -> Raises:
    return partial(UnavailableError, "no answer", service=service, action="any")


@dataclass(frozen=True)
class Failure:
    """Port → method ("*": any) → what it raises. only: of which product, "" for all."""

    name: str
    calls: Mapping[str, Mapping[str, Raises]] = field(default_factory=dict)
    only: str = ""
    edges_are_stuck: bool = False
    is_configuring: bool = False


FAILURES = (
    Failure("nothing fails"),
    Failure("permission to bind gone", {"targets": {"bind": denied("oss")}}),
    Failure("permission for CAS gone", {"inventory": {"*": denied("cas")}}),
    Failure("CAS unreadable", {"inventory": {"*": down("cas")}}),
    Failure("targets unreadable", {"targets": {"*": down("cdn")}}),
    Failure("queue unwritable", {"queue": {"send": down("mns")}}),
    Failure("permission for the queue gone", {"queue": {"send": denied("mns")}}),
    Failure("ledger not writable", {"journal": {"append": down("oss")}}),
    Failure("permission to write the ledger gone", {"journal": {"append": denied("oss")}}),
    Failure("ledger unreadable", {"journal": {"*": down("oss")}}),
    Failure("ledger versioned", {"journal": {"append": partial(LedgerUnsafeError, "Enabled.")}}),
    Failure("edges stuck", edges_are_stuck=True),
    Failure("domains configuring", is_configuring=True),
    Failure(
        "CDN not opened",
        {
            "targets": dict.fromkeys(
                ("read", "bind"), partial(NotOpenedError, "no", service="cdn", action="any")
            )
        },
        only="cdn",
    ),
)


class Fails(Trouble):
    """Calls fail while `is_on`."""

    def __init__(self, how: Mapping[str, Raises], is_on: Callable[[], bool]) -> None:
        super().__init__()
        self._how = how
        self._is_on = is_on

    @contextmanager
    def around(self, method: str) -> Iterator[None]:
        error = self._how.get(method) or self._how.get("*")
        if error is not None and self._is_on():
            self.calls[method] += 1
            raise error()
        with super().around(method):
            yield


@dataclass
class Tally:
    """What a month came to. letters: by what made them."""

    domains: int
    messages: int = 0
    calls: int = 0
    letters: Counter[str] = field(default_factory=Counter)
    bound: int = 0

    @property
    def from_timers(self) -> int:
        return self.letters["watch"] + self.letters["recheck"]

    @property
    def from_events(self) -> int:
        return sum(self.letters.values()) - self.from_timers


class Month:
    """One account whose certificate ends in 25 days; a new one is issued just after the failure
    begins; both are for all domains. thin: watch's ticks that can bring nothing new are skipped
    but for each 24th.
    """

    def __init__(self, failure: Failure, domains: int, *, thin: bool = False) -> None:
        self.failure = failure
        self.thin = thin
        self.targets = [_target(number) for number in range(domains)]
        names = tuple(target.domain for target in self.targets)
        self.held: dict[int, tuple[Certificate, tuple[bytes, ...]]] = {
            number: chain_of(certificate(number, *names, days_left=days))
            for number, days in ((_OLD, 25), (_NEW, 200))
        }
        self.account = Account(anchors=TrustAnchors.from_pem(ROOT_PEM))
        self.start = self.account.clock.now()
        old, chain = self.held[_OLD]
        self.account.inventory.add(old, chain)
        for target in self.targets:
            self.account.targets.add(with_binding(target, old))
            self.account.probe.serve(target.domain, chain)
        self.tally = Tally(domains)
        self.until = self.start + MONTH
        self._later: list[tuple[datetime, int, Callable[[int], None], int]] = []
        self._number = 0

    def play(self, lasts: timedelta = MONTH, then: timedelta = timedelta()) -> Tally:
        """The failure for so long, and so much calm after it."""
        self.ends = self.start + FAILS_AFTER + lasts
        self.until = self.start + FAILS_AFTER + lasts + then
        account = self.account
        self._fail()
        self.retries, self.has_letters = _asynchronous()
        with _handlers(account):
            self._at(self.start, self._watch, 0)
            self._at(self.start + timedelta(hours=1), self._recheck, 0)
            self._run()
        new = self.held[_NEW][0].id
        bound = (account.targets._targets[t].binding.certificate_id for t in self.targets)
        self.tally.bound = sum(one == new for one in bound)
        self.tally.messages = len(account.queue.bodies)
        return self.tally

    def _fail(self) -> None:
        for port, how in self.failure.calls.items():
            fake = getattr(self.account, port)
            if self.failure.only:
                _fail_only(fake, self.failure, self._is_on)
            else:
                fake.trouble = Fails(how, self._is_on)

    def _is_on(self) -> bool:
        now = self.account.clock.now()
        return self.start + FAILS_AFTER <= now < self.ends

    def _run(self) -> None:
        clock, queue = self.account.clock, self.account.queue
        issued = False
        while True:
            due = min((when for when, _ in queue._waiting), default=self.until)
            next_ = min(due, self._later[0][0])
            if not issued and next_ >= self.start + 2 * FAILS_AFTER:
                issued = True
                self.account.inventory.add(*self.held[_NEW])
                self._configure()
            if next_ >= self.until:
                return
            clock.advance(max(next_ - clock.now(), timedelta()))
            for event in queue.take_due():
                self._deliver(render(event), 1)
            while self._later and self._later[0][0] <= clock.now():
                _, _, what, attempt = heapq.heappop(self._later)
                what(attempt)

    def _configure(self) -> None:
        for target in self.targets if self.failure.is_configuring else ():
            bound = self.account.targets._targets[target]
            self.account.targets.add(replace(bound, state=TargetState.CONFIGURING))

    def _at(self, when: datetime, what: Callable[[int], None], attempt: int) -> None:
        self._number += 1
        heapq.heappush(self._later, (when, self._number, what, attempt))

    def _deliver(self, body: str, attempt: int) -> None:
        payload = json.dumps([queue_event(body)]).encode()
        if self._call(lambda: certificate_event.handler(payload, modern("certificate_event"))):
            self._serve()
        elif attempt < DELIVERIES:
            again = self.account.clock.now() + BETWEEN_DELIVERIES
            self._at(again, lambda more: self._deliver(body, more), attempt + 1)
        else:
            self.tally.letters[json.loads(body)["type"]] += 1

    def _watch(self, attempt: int) -> None:
        self._tick("watch", watch.handler, self._watch, attempt, WATCH_EVERY)

    def _recheck(self, attempt: int) -> None:
        self._tick("recheck", recheck.handler, self._recheck, attempt, RECHECK_EVERY)

    def _tick(
        self,
        name: str,
        handler: Callable[[bytes, object], object],
        again: Callable[[int], None],
        attempt: int,
        every: timedelta,
    ) -> None:
        now = self.account.clock.now()
        if attempt == 0:
            is_idle = self.thin and name == "watch" and now - self.start > RECHECK_EVERY
            self._at(now + every * (24 if is_idle else 1), again, 0)
        if self._call(lambda: handler(b"{}", modern(name))):
            return
        if attempt < self.retries[name]:
            self._at(now + timedelta(seconds=10 * 2**attempt), again, attempt + 1)
        elif self.has_letters[name]:
            self.tally.letters[name] += 1

    def _call(self, work: Callable[[], object]) -> bool:
        self.tally.calls += 1
        try:
            work()
        except CertbindError:
            return False
        return True

    def _serve(self) -> None:
        """Edges have what is bound at once, unless they are stuck."""
        if self.failure.edges_are_stuck:
            return
        for target in self.targets:
            found = self.account.targets._targets[target].binding.certificate_id
            if found is not None:
                self.account.probe.serve(target.domain, self.held[found.number][1])


def _fail_only(fake: Any, failure: Failure, is_on: Callable[[], bool]) -> None:
    """Only what is called for targets of one product."""
    for method, error in failure.calls["targets"].items():
        plain = getattr(fake, method)

        def failing(
            target: Target, *rest: Any, _plain: Any = plain, _error: Any = error, **named: Any
        ) -> Any:
            if target.kind == failure.only and is_on():
                raise _error()
            return _plain(target, *rest, **named)

        setattr(fake, method, failing)


def _target(number: int) -> Target:
    domain = Domain(f"d{number}.shop.example")
    if number % 2:
        return Target(ProductName("cdn"), domain)
    return Target(ProductName("oss"), domain, "assets", "cn-hangzhou")


def _asynchronous() -> tuple[dict[str, int], dict[str, bool]]:
    """Of the timers' functions: how often a call is tried again, and whether a letter tells."""
    service = yaml.safe_load(SERVICE.read_text())
    common = service["template"]["common"]
    found = {
        name: service["resources"][name]["props"].get(
            "asyncInvokeConfig", common.get("asyncInvokeConfig", {})
        )
        for name in ("watch", "recheck")
    }
    retries = {name: one["maxAsyncRetryAttempts"] for name, one in found.items()}
    return retries, {name: "destinationConfig" in one for name, one in found.items()}


@contextmanager
def _handlers(account: Account) -> Iterator[None]:
    made = {
        "certificate_event": HandleEvent(*account.connected),
        "watch": WatchCertificates(
            account.clock, account.inventory, account.queue, account.journal
        ),
        "recheck": Sweep(*account.connected),
    }
    patches: list[Any] = [
        patch.object(bootstrap, name, lambda *_, found=found: found)
        for name, found in made.items()
    ]
    memory = partial(TimerFailures, account.journal, account.clock)
    patches.append(patch.object(bootstrap, "timer_failures", lambda *known: memory(known[2])))
    level = logging.getLogger("certbind").level
    logging.disable(logging.CRITICAL)
    for one in patches:
        one.start()
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        logging.getLogger("certbind").setLevel(level)
        for one in patches:
            one.stop()
