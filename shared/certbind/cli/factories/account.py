"""What a person at a terminal asks of the whole account, wired; no function needs these."""

from __future__ import annotations

from certbind import bootstrap
from certbind.usecases.account.plan import PlanAccount
from certbind.usecases.explain.explain_domain import ExplainDomain
from certbind.usecases.overview.read_account import ReadAccount
from certbind.usecases.rotate.step.take import TakeStep
from certbind.usecases.wishes.bind_wish import BindByHand
from certbind.values import replace
from certbind.wiring.invocation import Wiring
from certbind.wiring.required_settings import Environment, settings_to_read


def make_plan(environment: Environment, seconds_left: float) -> PlanAccount:
    """What would be done; no queue, since nothing is."""
    sources, rules = bootstrap.connect_to_read(environment, seconds_left)
    wiring = Wiring(settings_to_read(environment), seconds_left)
    return PlanAccount(sources, rules, wiring.orders(), wiring.records(), wiring.zones())


def make_report(environment: Environment, seconds_left: float) -> ReadAccount:
    """What `status`, `certificates` and `page` show; nothing is written."""
    sources, rules = bootstrap.connect_to_read(environment, seconds_left)
    return ReadAccount(sources, rules, bootstrap.kept_reports(environment, seconds_left))


def make_stock(environment: Environment, seconds_left: float) -> ReadAccount:
    """The same, with what CAS counts: for `certificates`."""
    wiring = Wiring(settings_to_read(environment), seconds_left)
    return replace(make_report(environment, seconds_left), packages=wiring.packages())


def make_explanation(environment: Environment, seconds_left: float) -> ExplainDomain:
    """What `explain` shows of one domain; nothing is written."""
    return ExplainDomain(make_report(environment, seconds_left))


def make_bind_by_hand(environment: Environment, seconds_left: float) -> BindByHand:
    """A person's order, carried out at once."""
    return BindByHand(TakeStep(*bootstrap.connect(environment, seconds_left)))
