"""The story as `make demo` tells it: bad, bound, served, refused, put back; and its page."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from demo.stage import ROOT, SITE
from demo.story import CDN, IMG, NAMES, SLOW_EDGE, STATIC, WWW, Story, refusals
from localcloud.services.accelerated.domains import Origin
from localcloud.services.cas.certificates import StoredCertificate

BLOG = "blog.other.example"
PAGE = ROOT / "build" / "demo" / "page.html"


class ShortStory(Story):
    """Half a minute; `make demo STORY=full` has the rest."""

    def play(self) -> None:
        """Its five steps."""
        self.visitors_are_refused()
        first = self.one_certificate_for_all()
        self.every_edge_is_looked_at(first)
        self.a_worse_one_is_refused()
        self.the_way_back_and_forth()
        self.the_page()

    def visitors_are_refused(self) -> None:
        """Step 1."""
        stage, tell = self._stage, self._tell
        tell.chapter("Bad: browsers refuse these domains")
        world, cdn = stage.cloud.oss.world, stage.cloud.cdn.model
        world.create_bucket("shop-assets", "cn-hangzhou")
        for host in (WWW, STATIC, BLOG):
            world.map_domain("shop-assets", host)
        for host in (CDN, ".img.shop.example"):
            cdn.add_domain(host, [Origin("oss", "shop-assets.oss-cn-hangzhou.aliyuncs.com")])
        ended = stage.issue(STATIC, defects=("expired",))
        world.bind("shop-assets", STATIC, ended.identifier)
        world.bind("shop-assets", BLOG, self._nearly_over().identifier)
        stage.pass_time(minutes=5)
        (watched,) = [o for o in stage.outcomes() if "events" in o]
        tell.expect(watched["outcome"] == "baseline", "watch takes its baseline")
        tell.say(
            f"""Five domains on OSS and CDN, and nobody has looked after them. {WWW}, {CDN} and
            {IMG} have no certificate, {BLOG} has one that ends in six days, and:"""
        )
        self._show_status("--health", "outage")

    def one_certificate_for_all(self) -> StoredCertificate:
        """Step 2."""
        stage, tell = self._stage, self._tell
        tell.chapter("Bound: CAS issues a certificate, and the event binds it everywhere")
        stage.cloud.edges.lag(CDN, SLOW_EDGE, 130)
        first = stage.issue(*NAMES)
        self._line = first.instance_id
        stage.pass_time(minutes=5)
        bound = [o for o in stage.outcomes() if o["outcome"] == "bound"]
        tell.say(f"{first.identifier} covers four of them. Nobody types anything:")
        tell.show(sorted(one["message"].partition("; visitors are looked")[0] for one in bound))
        tell.expect(len(bound) == 4, "four domains bound")
        return first

    def every_edge_is_looked_at(self, first: StoredCertificate) -> None:
        """Step 3."""
        tell = self._tell
        tell.chapter("Served: done is said when every edge shows it, twice")
        looks = self._look_quietly(4)
        slow = [one for one in looks if "2 of 3 addresses serve it" in one]
        tell.expect(slow, "one edge lags")
        tell.show([slow[0], *sorted(one for one in looks if "verified:" in one)])
        self._expect_one_leaf()
        tell.say(f"Visitors get {first.identifier} at every address of every domain.")

    def a_worse_one_is_refused(self) -> None:
        """Step 4."""
        stage, tell = self._stage, self._tell
        tell.chapter("Never worse: a renewal without its intermediate is refused")
        before = self._leaves()
        bad = stage.issue(*NAMES, days=170, defects=("missing_intermediate",), line=self._line)
        stage.pass_time(minutes=5)
        refused = refusals(stage.outcomes())
        tell.expect(len(refused) == 4, f"four refusals, not {len(refused)}")
        told = next(text for _, text in refused.values())
        tell.show([f"refused at all four: {told}"])
        tell.expect(self._leaves() == before, "visitors get what they got before")
        stage.cloud.cas.delete(bad.identifier)  # by its owner, in the console

    def the_way_back_and_forth(self) -> None:
        """Step 5."""
        stage, tell = self._stage, self._tell
        tell.chapter("The way back: a good renewal, and one domain put back by hand")
        second = stage.issue(*NAMES, days=120, line=self._line)
        stage.pass_time(minutes=5)
        stage.outcomes()
        self._look_quietly(4)
        tell.say(f"{second.identifier} took its place on all four. A person puts {WWW} back:")
        done = stage.invoke("rollback", {"domain": WWW, "dry_run": False})
        tell.show([done["domains"][0]["message"]])
        tell.expect(done["complete"], "the rollback is complete")
        stage.outcomes()
        self._look_quietly(1)

    def the_page(self) -> None:
        """What is left to a person."""
        stage, tell = self._stage, self._tell
        tell.chapter("What is left to a person, in the terminal and as a page")
        self._show_status()
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        stage.certbind("page", "-o", str(PAGE), "--look")
        tell.expect(PAGE.exists(), "the page of the story")
        tell.say(f"Open the page of this story in a browser: {_shown(PAGE)}")

    def _nearly_over(self) -> StoredCertificate:
        cas, authorities = self._stage.cloud.cas, self._stage.cloud.authorities
        begun = self._stage.cloud.clock.now().replace(microsecond=0) - timedelta(days=84)
        made = authorities.issue((BLOG,), days=90, not_before=begun)
        return cas.add_issued(made.chain_pem, made.key_pem, site=SITE, name=BLOG)

    def _show_status(self, *only: str) -> None:
        tell = self._tell
        tell.say(" ".join(("$ certbind status --look", *only)))
        lines = self._stage.certbind("status", "--look", *only).splitlines()
        tell.expect(lines, "a status")
        rows = [one for one in lines if not one.startswith(("recheck", "Next end"))]
        tell.lines(rows)

    def _look_quietly(self, domains: int) -> list[str]:
        """As `_look_until_verified`, told afterwards."""
        stage, messages, verified = self._stage, list[str](), 0
        for _ in range(8):
            stage.pass_time(seconds=60)
            looks = [o for o in stage.outcomes() if o["outcome"] in ("pending", "verified")]
            messages += [o["message"] for o in looks]
            verified += sum(o["outcome"] == "verified" for o in looks)
            if verified >= domains:
                break
        self._tell.expect(verified >= domains, f"{domains} domains verified, {verified} are")
        return messages


def _shown(path: Path) -> str:
    """From the folder where `make` runs."""
    return str(path.relative_to(ROOT))
