"""The story of one certificate that belongs at every product: `python -m demo everywhere`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from demo.stage import Stage
from demo.telling import Telling
from demo.visitors import by_leaf
from localcloud.services.accelerated.domains import Origin
from localcloud.services.cas.certificates import StoredCertificate

HOSTS = {
    "oss": "static.shop.example",
    "cdn": "cdn.shop.example",
    "dcdn": "www.shop.example",
    "vod": "video.shop.example",
    "esa": "app.shop.example",
    "alb": "pay.shop.example",
    "nlb": "mail.shop.example",
}
API = "api.shop.example"
"""Which ESA's site has as well: one certificate serves both of its records."""
TWICE = HOSTS["dcdn"]
"""Which CDN has too, where DNS does not lead."""


class WideStage(Stage):
    """An account that has opened every product before `certbind setup`, which asks for that."""

    def set_up(self) -> None:
        """The domains first."""
        world, origin = self.cloud.oss.world, Origin("domain", "origin.shop.example")
        world.create_bucket("shop-assets", "cn-hangzhou")
        world.map_domain("shop-assets", HOSTS["oss"])
        for at, model in self.cloud.accelerated.items():
            self.cloud.standings.set_opened(at, opened=True)
            model.add_domain(HOSTS[at], [origin])
        self.cloud.accelerated["cdn"].create(TWICE, [origin])
        site = self.cloud.esa.add_site("shop.example")
        for name in (HOSTS["esa"], API):
            record = self.cloud.esa.add_record(site, name)
            self.cloud.dns.set_cname(name, self.cloud.esa.record_cname(record))
        self._balance()
        super().set_up()

    def _balance(self) -> None:
        """Of ALB the default certificate of a listener is that of the name, of NLB one beside the
        default.
        """
        for kind, own in (("alb", True), ("nlb", False)):
            model, host = self.cloud.balancing[kind], HOSTS[kind]
            found = model.add_balancer(
                "cn-hangzhou", name=kind, edition=next(iter(model.brand.quotas))
            )
            held = self.issue(host, days=20)
            default = held if own else self.issue("fallback.shop.example")
            listener = model.add_listener(found.id, model.brand.secure[0], 443, default)
            if not own:
                model.attach(listener, held)
            self.cloud.dns.set_cname(host, found.dns_name)

    def slots(self, kind: str) -> list[str]:
        """The additional certificates of its listener."""
        model = self.cloud.balancing[kind]
        (balancer,) = model.balancers()
        (listener,) = model.listeners(balancer.id)
        return [one.identifier for one in listener.additional]


class Everywhere:
    """Told on a wide stage."""

    def __init__(self, stage: WideStage, telling: Telling) -> None:
        self._stage = stage
        self._tell = telling

    def play(self) -> None:
        """All of it."""
        self.an_account()
        first = self.it_is_bound_everywhere()
        second = self.it_is_renewed(first)
        self.it_goes_back(first, second)
        self.a_person_asks()

    def an_account(self) -> None:
        """Step 1."""
        stage, tell = self._stage, self._tell
        tell.chapter("One name at each product")
        stage.pass_time(minutes=5)
        (watched,) = [o for o in stage.outcomes() if "events" in o]
        tell.expect(watched["outcome"] == "baseline", "watch takes its baseline")
        tell.say(
            f"""{HOSTS["oss"]} is mapped to a bucket, {HOSTS["cdn"]} is accelerated by CDN,
            {HOSTS["dcdn"]} by DCDN, and {HOSTS["vod"]} by VOD; a site of ESA has
            {HOSTS["esa"]} and {API}, which one certificate will serve. CDN has {TWICE} as well,
            from a former time: DNS leads to DCDN's own Cname. None of these has a certificate. A
            listener of ALB serves {HOSTS["alb"]} with its default certificate, one of NLB
            {HOSTS["nlb"]} with an additional one, and both end in 20 days."""
        )
        self._show_visits()

    def it_is_bound_everywhere(self) -> StoredCertificate:
        """Step 2."""
        stage, tell = self._stage, self._tell
        tell.chapter("A certificate is issued for all of them, and bound at each")
        stage.cloud.kernel.calls.reset()
        first = stage.issue(*HOSTS.values(), API)
        stage.pass_time(minutes=5)
        outcomes = stage.outcomes()
        (planned,) = [one for one in outcomes if one["outcome"] == "planned"]
        kept = {one["target"]: one["why"] for one in planned["details"]["keep"]}
        tell.show(one["message"] for one in outcomes if one["outcome"] == "bound")
        tell.show(f"{target} is left alone: {why}." for target, why in kept.items())
        tell.expect(f"CDN {TWICE}" in kept, "CDN's copy of the name is left alone")
        tell.say(f"ESA serves {API} with the entry of {HOSTS['esa']}: from now on both are one.")
        self._verify(first)
        self._show_calls()
        return first

    def it_is_renewed(self, first: StoredCertificate) -> StoredCertificate:
        """Step 3."""
        stage, tell = self._stage, self._tell
        tell.chapter("It is renewed: the new one takes its place at each")
        stage.cloud.kernel.calls.reset()
        second = stage.issue(*HOSTS.values(), API, days=120, line=first.instance_id)
        stage.pass_time(minutes=5)
        bound = [one for one in stage.outcomes() if one["outcome"] == "bound"]
        tell.expect(len(bound) == len(HOSTS), "all are bound again")
        self._verify(second)
        self._show_calls()
        return second

    def it_goes_back(self, first: StoredCertificate, second: StoredCertificate) -> None:
        """Step 4."""
        stage, tell = self._stage, self._tell
        tell.chapter("A rollback puts the first one back at each")
        stage.cloud.kernel.calls.reset()
        told = stage.invoke("rollback", {"certificate": second.identifier, "dry_run": False})
        rows: list[dict[str, Any]] = told["domains"]
        tell.show(one["message"] for one in rows)
        tell.expect(len(rows) == len(HOSTS), "one answer a domain")
        self._verify(first)
        self._show_calls()

    def a_person_asks(self) -> None:
        """Step 5."""
        stage, tell = self._stage, self._tell
        tell.chapter("certbind explain says why the certificate is where it is")
        lines = stage.certbind("explain", TWICE).splitlines()
        tell.show(line for line in lines if line.strip())

    def _verify(self, expected: StoredCertificate) -> None:
        """Look until every name is verified, and see it served by each address."""
        verified, looks = 0, 1
        for _ in range(12):
            self._stage.pass_time(minutes=1)
            told = [one["outcome"] for one in self._stage.outcomes()]
            verified += told.count("verified")
            looks = told.count("verified") + told.count("pending")
            if verified >= len(HOSTS) and looks == 0:
                break
        self._tell.expect(verified >= len(HOSTS), "every name is verified")
        self._show_visits()
        slots = self._stage.slots("nlb")
        self._tell.expect(slots == [expected.identifier], "NLB's listener has no other beside it")
        hosts = (*HOSTS.values(), API)
        leaves = {one.fingerprint for host in hosts for one in self._stage.visits(host)}
        wanted = {expected.facts.sha256.lower()}
        self._tell.expect(leaves == wanted, f"every address serves {expected.identifier}")

    def _show_visits(self) -> None:
        for at, host in HOSTS.items():
            served = by_leaf(self._stage.visits(host))
            self._tell.show(
                f"{at.upper():4} {host}: {what} ({len(addresses)} addresses)"
                for what, addresses in served.items()
            )

    def _show_calls(self) -> None:
        counted = self._stage.cloud.kernel.calls.counts()
        self._tell.show([f"Calls: {_by_product(counted.items())}."])


def _by_product(counted: Iterable[tuple[str, int]]) -> str:
    sums: Counter[str] = Counter()
    for name, number in counted:
        sums[name.partition(".")[0]] += number
    listed = ", ".join(f"{product.upper()} {number}" for product, number in sorted(sums.items()))
    return f"{sum(sums.values())} in all ({listed})"
