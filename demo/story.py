"""The eight steps. Each says what happens, shows what visitors get, and stops at a surprise."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from demo.stage import QUEUE, Stage
from demo.telling import Telling
from demo.visitors import by_leaf
from localcloud.calls import Call
from localcloud.services.accelerated.domains import Origin
from localcloud.services.cas.certificates import StoredCertificate
from localcloud.services.mns.model import Draft

WWW, STATIC, CDN, IMG = (f"{name}.shop.example" for name in ("www", "static", "cdn", "pic.img"))
NAMES = (WWW, STATIC, CDN, "*.img.shop.example")
HOSTS = (WWW, STATIC, CDN, IMG)
SLOW_EDGE = "127.32.0.3"


class Story:
    """Told on a stage."""

    def __init__(self, stage: Stage, telling: Telling) -> None:
        self._stage = stage
        self._tell = telling
        self._line = ""

    def play(self) -> None:
        """All of it."""
        self.an_account()
        first = self.a_certificate_is_issued()
        self.one_edge_lags()
        second = self.it_is_renewed(first)
        self.the_same_event_comes_again(second)
        third = self.an_event_is_lost()
        self.bad_certificates(third)
        self.another_hand()
        self.the_way_back()
        self.the_history()

    def an_account(self) -> None:
        """Step 1."""
        stage, tell = self._stage, self._tell
        tell.chapter("An account")
        world, cdn = stage.cloud.oss.world, stage.cloud.cdn.model
        world.create_bucket("shop-assets", "cn-hangzhou")
        world.create_bucket("shop-media", "cn-shanghai")
        for bucket, host in (("shop-assets", WWW), ("shop-assets", STATIC), ("shop-media", CDN)):
            world.map_domain(bucket, host)
        media = Origin("oss", "shop-media.oss-cn-shanghai.aliyuncs.com")
        cdn.add_domain(CDN, [media])
        cdn.add_domain(".img.shop.example", [media])
        ending = stage.issue(STATIC, days=12)
        world.bind("shop-assets", STATIC, ending.identifier)
        stage.pass_time(minutes=5)
        (watched,) = [o for o in stage.outcomes() if "events" in o]
        tell.expect(watched["outcome"] == "baseline", "watch takes its baseline")
        tell.say(
            f"""Two buckets in two regions. {WWW} is mapped to one of them and has no certificate;
            {STATIC} has one that ends in 12 days; {CDN} is mapped to the other bucket and
            accelerated by CDN as well; *.img.shop.example is a CDN wildcard domain. `certbind
            setup` has made the queues, the ledger's bucket and a role for each function, which
            may do what its policy says and no more. The timer of `watch` has ticked once and
            remembers what CAS holds. Visitors get:"""
        )
        self._show_visits()

    def a_certificate_is_issued(self) -> StoredCertificate:
        """Step 2."""
        stage, tell = self._stage, self._tell
        tell.chapter("A certificate is issued; the event binds it")
        stage.cloud.edges.lag(CDN, SLOW_EDGE, 130)
        first = stage.issue(*NAMES)
        self._line = first.instance_id
        stage.pass_time(minutes=5)
        outcomes = stage.outcomes()
        (planned,) = [o for o in outcomes if o["outcome"] == "planned"]
        bound = [o for o in outcomes if o["outcome"] == "bound"]
        tell.say(
            f"""CAS issues {first.identifier} for {", ".join(NAMES)}. Five minutes later `watch`
            sees it and puts `certificate.issued` into the queue; the queue starts the handler,
            which plans, and sends itself one message a domain:"""
        )
        tell.show(_plan_lines(planned["details"]))
        tell.expect(planned["details"]["counts"]["bind"] == 4, "four domains to bind")
        tell.expect(len(bound) == 4, "four domains bound")
        tell.expect(
            planned["details"]["keep"][0]["reason"] == "cdn_in_front",
            "the bucket behind CDN is left alone",
        )
        return first

    def one_edge_lags(self) -> None:
        """Step 3."""
        tell = self._tell
        tell.chapter("Bound is not served: every edge is looked at")
        tell.say(
            f"""A binding takes its time to reach every edge, and {SLOW_EDGE} is slow today.
            "Verified" is said only after every address served the new leaf, twice."""
        )
        messages = self._look_until_verified(4)
        tell.expect(any("2 of 3 addresses serve it" in m for m in messages), "one edge lags")
        self._show_visits()
        self._expect_one_leaf()

    def it_is_renewed(self, first: StoredCertificate) -> StoredCertificate:
        """Step 4."""
        stage, tell = self._stage, self._tell
        tell.chapter("It is renewed: a new id, the same names")
        second = stage.issue(*NAMES, days=120, line=self._line)
        stage.pass_time(minutes=5)
        bound = [o for o in stage.outcomes() if o["outcome"] == "bound"]
        tell.expect(len(bound) == 4, "all four are bound again")
        tell.say(f"{second.identifier} takes the place of {first.identifier} on all four.")
        self._look_until_verified(4)
        self._show_visits()
        self._expect_one_leaf()
        return second

    def the_same_event_comes_again(self, second: StoredCertificate) -> None:
        """Step 4, continued."""
        stage, tell = self._stage, self._tell
        tell.say("The same event comes twice more, late:")
        event = (
            f'{{"specversion":"1.0","id":"renewed-{second.identifier}","source":"certbind",'
            f'"type":"certificate.renewed","data":{{"certificate":"{second.identifier}"}}}}'
        )
        for _ in range(2):
            stage.cloud.mns.model.send(QUEUE, Draft(event))
        stage.pass_time(seconds=1)
        outcomes = stage.outcomes()
        tell.show([o["message"] for o in outcomes])
        tell.expect([o["outcome"] for o in outcomes] == ["duplicate"] * 2, "two duplicates")

    def an_event_is_lost(self) -> StoredCertificate:
        """Step 4, the last part."""
        stage, tell = self._stage, self._tell
        tell.say("A third renewal's event is lost on its way. Nobody was told, but a timer looks:")
        third = stage.issue(*NAMES, days=150, line=self._line)
        stage.cloud.queues.lose(QUEUE, 1)
        stage.pass_time(minutes=5)
        outcomes = stage.outcomes()
        tell.expect(any(o.get("events") for o in outcomes), "watch has announced the third")
        stage.pass_time(hours=6)
        outcomes += stage.outcomes()
        (rechecked,) = [o for o in outcomes if o.get("counts", {}).get("missed_event")]
        tell.show(
            f"recheck: {one['domain']}: {found['finding']}: {found['detail']}"
            for one in rechecked["findings"]
            for found in one["findings"]
            if found["finding"] != "skipped"
        )
        tell.expect(rechecked["counts"].get("missed_event") == 4, "four domains were missed")
        self._look_until_verified(4)
        self._show_visits()
        self._expect_one_leaf()
        return third

    def bad_certificates(self, good: StoredCertificate) -> None:
        """Step 5."""
        stage, tell = self._stage, self._tell
        tell.chapter("Bad ones are refused, and nothing is touched")
        before = self._leaves()
        bad: tuple[tuple[str, str, Callable[[], StoredCertificate]], ...] = (
            (
                "without its intermediate",
                "chain_incomplete",
                lambda: stage.issue(*NAMES, days=170, defects=("missing_intermediate",)),
            ),
            (
                "for too few names: the apex only",
                "name_mismatch",
                lambda: stage.issue("shop.example", days=170, line=self._line),
            ),
            ("that ends in 30 days", "ends_earlier", lambda: stage.issue(*NAMES, days=30)),
        )
        for why, reason, issue in bad:
            certificate = issue()
            stage.pass_time(minutes=5)
            refused = refusals(stage.outcomes())
            tell.say(f"A renewal {why} ({certificate.identifier}):")
            tell.show(f"refused {target}: {told}" for target, (_, told) in sorted(refused.items()))
            tell.expect(len(refused) == 4, f"four refusals, not {len(refused)}")
            tell.expect(all(r == reason for r, _ in refused.values()), f"refused for {reason}")
            tell.expect(self._leaves() == before, "visitors get what they got before")
        tell.say(f"Visitors still get {good.identifier} everywhere.")

    def another_hand(self) -> None:
        """Step 6."""
        stage, tell = self._stage, self._tell
        tell.chapter("Somebody rebinds by hand between plan and apply")
        theirs = stage.issue(WWW, days=140)
        stage.pass_time(minutes=5)  # refused by itself: it ends earlier
        stage.outcomes()
        fifth = stage.issue(*NAMES, days=180, line=self._line)
        acted: list[str] = []

        def bind_by_hand(call: Call) -> None:
            is_intent = call.action == "PutObject" and f"domain/{WWW}/" in call.resource
            if is_intent and not acted:
                acted.append(call.resource)
                stage.cloud.oss.world.bind("shop-assets", WWW, theirs.identifier)

        stage.cloud.kernel.calls.listen(bind_by_hand)
        stage.pass_time(minutes=5)
        stage.outcomes()
        history = json.loads(stage.certbind("history", WWW, "--json"))
        replanned = [e for e in history["entries"] if e["kind"] == "replanned"]
        tell.say(
            f"""While the handler is about to bind {fifth.identifier}, a person binds
            {theirs.identifier} in the console. The write names what it expects to replace, so it
            is not made; certbind reads again, plans anew, and says so in the ledger:"""
        )
        tell.expect(acted, "the hand was there in time")
        tell.expect(len(replanned) == 1, "the ledger tells that it was planned anew")
        tell.show(one["message"] for one in replanned)
        self._look_until_verified(4)

    def the_way_back(self) -> None:
        """Step 7."""
        stage, tell = self._stage, self._tell
        tell.chapter("The way back, by manual invoke")
        dry = stage.invoke("rollback", {"domain": WWW})
        tell.say(f'$ s rollback invoke -e \'{{"domain": "{WWW}"}}\'')
        tell.show([dry["domains"][0]["message"]])
        tell.expect(dry["outcome"] == "rollback_planned", "a dry run by default")
        before = self._leaves()
        done = stage.invoke("rollback", {"domain": WWW, "dry_run": False})
        tell.say(f'$ s rollback invoke -e \'{{"domain": "{WWW}", "dry_run": false}}\'')
        tell.show([done["domains"][0]["message"]])
        tell.expect(done["complete"], "the rollback is complete")
        stage.outcomes()
        self._look_until_verified(1)
        self._show_visits((WWW,))
        tell.expect(self._leaves()[WWW] != before[WWW], "visitors of www get another leaf")
        tell.expect(self._leaves()[CDN] == before[CDN], "the others get what they got")

    def the_history(self) -> None:
        """Step 8."""
        stage, tell = self._stage, self._tell
        tell.chapter(f"The history of {WWW}")
        told = stage.certbind("history", WWW)
        print(told)
        tell.expect("the hash chain is whole" in told, "an unbroken history")

    def _look_until_verified(self, domains: int) -> list[str]:
        """Move the clock from look to look; each look is a message that was waiting."""
        stage, tell = self._stage, self._tell
        messages: list[str] = []
        verified = 0
        for _ in range(8):
            stage.pass_time(seconds=60)
            looks = [o for o in stage.outcomes() if o["outcome"] in ("pending", "verified")]
            messages += [o["message"] for o in looks]
            verified += sum(o["outcome"] == "verified" for o in looks)
            tell.show(sorted(o["message"] for o in looks))
            if verified >= domains:
                return messages
        tell.expect(False, f"{domains} domains verified, {verified} are")
        return messages

    def _show_visits(self, hosts: tuple[str, ...] = HOSTS) -> None:
        for host in hosts:
            for served, addresses in by_leaf(self._stage.visits(host)).items():
                self._tell.show([f"{host:<22}{', '.join(addresses)}: {served}"], mark="   > ")

    def _leaves(self) -> dict[str, frozenset[str]]:
        return {
            host: frozenset(one.fingerprint for one in self._stage.visits(host)) for host in HOSTS
        }

    def _expect_one_leaf(self) -> None:
        served = frozenset[str]().union(*self._leaves().values())
        self._tell.expect(len(served) == 1, "one leaf at every address of every domain")


def _plan_lines(details: dict[str, Any]) -> list[str]:
    lines = [f"bind    {one['target']}: {one['why']}" for one in details["bind"]]
    lines += [f"keep    {one['target']}: {one['why']}" for one in details["keep"]]
    for one in details["cannot"]:
        why = "; ".join(f"{r['reason']}: {r['why']}" for r in one["reasons"])
        lines.append(f"refused {one['target']}: {why}")
    return lines


def refusals(outcomes: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """Target → reason and words, from the event's plan and from the domains' own messages."""
    refused = {}
    for one in outcomes:
        details = one.get("details", {})
        for cannot in details.get("cannot", ()):
            first = cannot["reasons"][0]
            refused[cannot["target"]] = (first["reason"], first["why"])
        if one["outcome"] == "refused" and "findings" in details:
            target, _, told = one["message"].partition(": nothing was touched: ")
            refused[target] = (one["reason"], told)
    return refused
