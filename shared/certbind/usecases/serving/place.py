"""Where a person's order for one domain is carried out, and what visitors get there."""

from __future__ import annotations

from certbind.domain.model.identity import Domain
from certbind.domain.model.target import BoundTarget
from certbind.domain.situation.routing import in_order
from certbind.domain.trust.verdict import Expectation, Verdict, judge
from certbind.usecases.account.missing import not_in_sight
from certbind.usecases.rotate.directions import Directions
from certbind.usecases.rotate.domain_journal import domains_of
from certbind.usecases.rotate.world import Rules, Sources


def where_visitors_go(sources: Sources, domain: Domain) -> BoundTarget:
    """The target that nothing stands in front of, as it is read now; what not_in_sight says where
    there is none.
    """
    found = sources.targets.find(domain)
    targets, directions = in_order(found), Directions(sources.records)
    first = next((one for one in targets if directions.is_met(one, targets)), None)
    if first is None:
        known = domains_of(sources.journal)
        raise not_in_sight((domain,), found.failures, found.limits, known)
    return sources.targets.read(first.target)


def seen_now(sources: Sources, rules: Rules, domain: Domain) -> Verdict | None:
    """One look at every address; None where nobody looks."""
    if sources.probe is None:
        return None
    seen = sources.probe.observe(domain)
    return judge(seen, Expectation(domain, None), rules.anchors, sources.clock.now())
