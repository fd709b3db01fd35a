"""`plan`, `bind`, `recheck`, `rollback`: the functions' work from a terminal."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

import click

from certbind import bootstrap
from certbind.cli import tables
from certbind.cli.exits import Exit, ending, exit_of_codes
from certbind.cli.factories.account import make_bind_by_hand, make_plan
from certbind.cli.material.certificate_ids import CertificateParameter, unknown
from certbind.cli.options import (
    RUN_SECONDS,
    DomainParameter,
    TimeParameter,
    as_json,
    console,
    environment,
    print_json,
    width_to_fill,
    working,
)
from certbind.cli.protect.orders import show_order
from certbind.cli.speech.language import ask
from certbind.domain.decide.decision import Decision
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.situation.situation import Wish, WishKind
from certbind.errors import CertbindError, EventError, NotFoundError
from certbind.requests import RollbackRequest
from certbind.usecases.account.missing import not_in_sight
from certbind.usecases.account.plan import AccountPlan, PlanAccount, plan_details
from certbind.usecases.rotate.outcome import Outcome, Result
from certbind.usecases.wishes.bind_wish import BindByHand, left_alone


@click.command()
@click.argument("domains", nargs=-1, type=DomainParameter())
@as_json
@ending
def plan(domains: tuple[Domain, ...], *, as_json: bool) -> Exit:
    """Say what would be bound where, and why or why not; change nothing.

    Without DOMAINS: every OSS custom domain and CDN domain of the account.
    Exit 0: all is as it should be; 1: there is something to bind, or that cannot be, or a setting
    or DOMAINS name what the account does not have; 2: DOMAINS are out of scope; 3: a part could
    not be read.
    """
    planning = make_plan(environment(), RUN_SECONDS)
    account = _plan(planning, domains, None, quiet=as_json)
    if as_json:
        print_json(_plan_json(account))
    else:
        tables.show_plan(console(), account, width_to_fill(), "Nothing was changed.")
        if command := tables.command_for(account, is_named=bool(domains)):
            click.echo(command)
    return _exit_of_plan(account)


def _plan_json(account: AccountPlan) -> dict[str, Any]:
    return {**plan_details(account, listed=None), "certificates": account.certificates}


def _exit_of_plan(account: AccountPlan) -> Exit:
    """What could not be read may hold anything: no finding says more than that."""
    if account.failures:
        return Exit.CLOUD
    is_todo = account.to_do or account.refused or account.absent or account.short
    is_a_persons = any(one.is_a_persons for one in account.renewals)
    return Exit.FINDINGS if is_todo or is_a_persons else Exit.OK


@click.command()
@click.argument("domains", nargs=-1, type=DomainParameter())
@click.option("--certificate", type=CertificateParameter(), help="Instead of the best one.")
@click.option(
    "--all", "every", is_flag=True, help="Every domain of the account that has something to bind."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_json
@ending
def bind(
    domains: tuple[Domain, ...],
    certificate: CertificateId | None,
    *,
    every: bool,
    yes: bool,
    as_json: bool,
) -> Exit:
    """Bind the best certificate (or a named one) to DOMAINS, after showing the plan.

    It is recorded and looked at afterwards as when a function does it.
    With --json and without --yes nobody can be asked: the plan is printed and nothing is bound.
    Exit 1: something is to be bound, or could not be and the outcome says why; 2 or 3: a bind
    failed, and its error alone would have ended the command so.
    """
    if bool(domains) == every or (every and certificate is not None):
        raise click.UsageError("Name DOMAINS, or say --all without --certificate.")
    handle = make_bind_by_hand(environment(), RUN_SECONDS)  # what it needs is told before all
    wish = _wish(certificate)
    planning = make_plan(environment(), RUN_SECONDS)
    account = _plan(planning, domains, wish if domains else None, quiet=as_json)
    names = tables.names_of(account) if every else domains
    if every and names:
        account = _plan(planning, names, wish, quiet=as_json)
    if as_json and not yes:
        print_json(_plan_json(account))
        return _exit_of_plan(account)
    if not as_json:
        tables.show_plan(console(), account, width_to_fill())
    if any(decision.bind for decision in account.decisions) and not yes:
        ask("Go on?")
    chosen = account.decisions if names else ()
    outcomes = tuple(_bind(handle, one, wish, quiet=as_json) for one in chosen)
    return _ended(outcomes, as_json=as_json)


def _ended(outcomes: tuple[Outcome, ...], *, as_json: bool) -> Exit:
    if as_json:
        print_json([outcome.to_json() for outcome in outcomes])
    else:
        tables.show_outcomes(console(), outcomes)
    failed = [outcome.reason for outcome in outcomes if outcome.result is Result.FAILED]
    if failed:
        return exit_of_codes(failed)
    good = (Result.BOUND, Result.NOTHING_TO_DO)
    return Exit.OK if all(o.result in good for o in outcomes) else Exit.FINDINGS


def _wish(certificate: CertificateId | None) -> Wish:
    kind = WishKind.BEST if certificate is None else WishKind.BIND
    return Wish(kind, f"cli-{secrets.token_hex(6)}", certificate)


def _bind(handle: BindByHand, decision: Decision, wish: Wish, *, quiet: bool) -> Outcome:
    """What a function would leave to the queue's next try is told here, and the next goes on."""
    bind, domain = decision.bind, decision.target.domain
    if bind is None:
        return left_alone(decision)
    try:
        with working(f"{domain} …", quiet=quiet):
            return handle(decision.target, bind.certificate.id, wish.id)
    except CertbindError as error:
        message = f"{error} How far it came is in `certbind history {domain}`."
        return Outcome(Result.FAILED, domain, message, error.code, wish.id, error.to_json())


_ROLLBACK_OPTIONS = (
    "The options are --domain NAME, --certificate ID and --since TIME; --to ID goes with the "
    "first two. Without --apply it is only said what would be done."
)


@click.command()
@click.option("--domain", type=DomainParameter(), help="Put one domain back.")
@click.option("--certificate", type=CertificateParameter(), help="Every domain that it serves.")
@click.option("--since", type=TimeParameter(), help="Everything bound since this time.")
@click.option("--to", type=CertificateParameter(), help="This certificate, not the one before.")
@click.option("--apply", is_flag=True, help="Do it; without, only say what would be done.")
@click.option("--force", is_flag=True, help="Also restore something worse.")
@as_json
@ending
def rollback(
    *,
    domain: Domain | None,
    certificate: CertificateId | None,
    since: datetime | None,
    to: CertificateId | None,
    apply: bool,
    force: bool,
    as_json: bool,
) -> Exit:
    """Put back what stood before: one domain, those of a certificate, or all since a time.

    Exit 1: something could not be put back, and the outcome says why; 2 or 3: one failed, and its
    error alone would have ended the command so.
    """
    try:
        request = RollbackRequest(
            domain=domain,
            certificate=certificate,
            since=since,
            to=to,
            dry_run=not apply,
            force=force,
            request_id=f"cli-{secrets.token_hex(6)}",
        )
    except EventError as error:
        raise click.UsageError(f"{error.message} {_ROLLBACK_OPTIONS}") from None
    roll_back = bootstrap.rollback_without_end(environment(), RUN_SECONDS)
    with working("rolling back …", quiet=as_json):
        report = roll_back(request)
    return show_order(report, as_json=as_json)


def _plan(
    planning: PlanAccount, domains: tuple[Domain, ...], wish: Wish | None, *, quiet: bool
) -> AccountPlan:
    with working("reading CAS, OSS and CDN …", quiet=quiet):
        try:
            account = planning(domains, wish)
        except NotFoundError as error:  # nothing else of a plan is looked for by its name
            raise unknown(error, wish.certificate if wish is not None else None) from None
    found = {decision.target.domain for decision in account.decisions}
    missing = [domain for domain in domains if domain not in found]
    if missing:
        raise not_in_sight(missing, account.unread, account.limits, account.known)
    return account
