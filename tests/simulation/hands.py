"""What a plan's lines do: the owner at the console, another program, the queue's whims."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from certbind.domain.model.identity import CertificateId, parse_product
from certbind.domain.model.target import Target
from certbind.events import EventType, certificate_event, render, step
from localcloud.services.mns.model import Draft
from tests.simulation.account import Spot
from tests.simulation.cloud import QUEUE
from tests.simulation.edges import REGION
from tests.simulation.hands_in_cas import HandsInCas
from tests.simulation.places import BUCKET
from tests.simulation.promises.book import HAND

if TYPE_CHECKING:
    from tests.simulation.play import Play


class Hands:
    """Acts on the account by name."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self._account = play.account
        self._acts: dict[str, Callable[..., str]] = {
            "issue": self._issue,
            "delete": self._delete,
            "revoke": self._revoke,
            "bind": self._bind,
            "detach": self._detach,
            "stop": self._stop,
            "start": self._start,
            "rollback": self._rollback,
            "wish": self._wish,
            "damage": self._damage,
            "lose": self._lose,
            "again": self._again,
            "reorder": self._reorder,
            "scope": self._scope,
            "lag": self._lag,
            "free": self._free,
            "event": self._event,
            "busy": self._busy,
            "peace": self._peace,
        }
        self._in_cas = HandsInCas(play) if play.plan.world.renews else None
        if self._in_cas is not None:
            self._acts.update(self._in_cas.acts)

    def act(self, what: str, args: tuple[Any, ...]) -> str:
        """Do it; what came of it, "" where there was nothing to do it to."""
        told = self._acts[what](*args)
        self._play.course.look()
        return told

    def _issue(self, days: int, defect: str, after: int, names: str) -> str:
        made = self._account.issue(tuple(names.split()), days, defect, after)
        begins = f", begins in {after} days" if after else ""
        return f"{made} for {names}, {days} days{begins}" + (f", {defect}" if defect else "")

    def _delete(self, which: float, _: float) -> str:
        one = self._one_of(self._account.held(), which)
        if one:
            self._account.delete(one)
        return one

    def _revoke(self, which: float, _: float) -> str:
        one = self._one_of(self._account.held(), which)
        if one:
            self._account.revoke(one)
        return one

    def _bind(self, where: float, which: float) -> str:
        one = self._one_of(self._account.held(), which)
        if not one:
            return ""
        spot = self._spot(where)
        self._by_hand(spot, lambda: self._account.bind(spot, one), one)
        return f"{one} at {spot}"

    def _detach(self, where: float, _: float) -> str:
        spot = self._spot(where)
        self._by_hand(spot, lambda: self._account.bind(spot, None), "")
        return str(spot)

    def _by_hand(self, spot: Spot, act: Callable[[], None], after: str) -> None:
        self._play.watcher.hand(spot, after)
        before = self._account.standing()
        act()
        self._play.watcher.changed(before, HAND, None)

    def _stop(self, where: float) -> str:
        spot = self._spot(where)
        self._account.set_online(spot, online=False)
        return str(spot)

    def _start(self, where: float) -> str:
        spot = self._spot(where)
        self._account.set_online(spot, online=True)
        return str(spot)

    def _rollback(self, where: float, _: float) -> str:
        """Between two runs only: the function is started by itself."""
        spot = self._spot(where)
        if self._play.scheduler.current is not None:
            return ""
        self._play.rollback(json.dumps({"domain": spot.domain, "dry_run": False}).encode())
        return str(spot)

    def _wish(self, where: float, which: float) -> str:
        one = self._one_of(self._account.held(), which)
        if not one:
            return ""
        spot = self._spot(where)
        place = (BUCKET, REGION) if spot.product == "oss" else ("", "")
        target = Target(parse_product(spot.product), spot.domain, *place)  # type: ignore[arg-type]
        name = f"wish-{self._play.time.seconds:.0f}"
        self._send(step(target, name, 0, candidate=CertificateId.parse(one), by_hand=True))
        return f"{one} at {spot}"

    def _event(self, which: float, _: float) -> str:
        """Another source tells what is known already, or not yet."""
        one = self._one_of(tuple(self._account.truths), which)
        if one:
            self._send(certificate_event(EventType.ISSUED, CertificateId.parse(one)))
        return one

    def _damage(self, where: str, how: str, which: float) -> str:
        folders = sorted({k.rpartition("/")[0] for k in self._account.keys(f"certbind/{where}")})
        folder = self._one_of(tuple(folders), which)
        if not folder:
            return ""
        self._play.watcher.damaged(folder)
        return self._account.damage(f"{folder}/", how)

    def _lose(self, *_: float) -> str:
        lost = 0
        while (one := self._play.cloud.queues.receive(QUEUE)) is not None:
            self._play.cloud.queues.delete(QUEUE, one.receipt)
            lost += 1
        return f"{lost} messages" if lost else ""

    def _again(self, *_: float) -> str:
        self._play.cloud.mns.model.duplicate_next(QUEUE, 3)
        return "the next three messages come twice"

    def _reorder(self, *_: float) -> str:
        self._play.cloud.mns.model.reorder(QUEUE)
        return "messages"

    def _scope(self, what: str) -> str:
        self._play.set_scope(what)
        return what

    def _lag(self, which: float, seconds: float) -> str:
        edges = self._play.cloud.edges
        spot = self._spot(which)
        address = self._one_of(edges.addresses(spot.site), which * 7 % 1)
        edges.propagation.lag("*", address, seconds)
        return f"{address} takes {seconds:.0f} s"

    def _free(self, where: float, _: float) -> str:
        spot = self._spot(where)
        if spot.product != "cdn" or spot.domain.startswith("."):
            return ""
        made = self._play.cloud.authorities.issue((spot.domain,), days=20)
        model = self._play.cloud.cdn.model

        def bind() -> None:
            model.bind_free(spot.domain, made.chain_pem, made.key_pem)

        self._by_hand(spot, bind, "free")
        self._account.free[self._account.bound(spot)] = made.not_after
        return f"CDN's own at {spot}"

    def _busy(self, where: float, _: float) -> str:
        for model in self._play.cloud.accelerated.values():
            model.configuring_seconds = where * 600
        return f"CDN domains are configuring for {where * 600:.0f} s"

    def _peace(self) -> str:
        """All that a person switched is as it should be, from now on."""
        for spot in tuple(self._account.offline):
            self._account.set_online(spot, online=True)
        self._scope("all")
        self._play.cloud.edges.catch_up()
        self._play.wire.inside.clear()
        if self._in_cas is not None:
            self._in_cas.peace()
            self._play.course.at_once()
        return "calm"

    def _send(self, event: Any) -> None:
        body = base64.b64encode(render(event).encode()).decode()
        self._play.cloud.mns.model.send(QUEUE, Draft(body))

    def _spot(self, where: float) -> Spot:
        return self._account.spots[int(where * 0.999 * len(self._account.spots))]

    @staticmethod
    def _one_of(found: tuple[str, ...], which: float) -> str:
        return found[int(which * 0.999 * len(found))] if found else ""
