"""`plan`, `bind`, `recheck`, `rollback`: the functions' work from a terminal."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from certbind import bootstrap
from certbind.cli import tables
from certbind.cli.exits import Exit, ending
from certbind.cli.options import (
    RUN_SECONDS,
    CertificateParameter,
    DomainParameter,
    TimeParameter,
    as_json,
    console,
    environment,
    print_json,
    working,
)
from certbind.domain.model.identity import CertificateId, Domain
from certbind.domain.plan import Bind, Cannot, Keep, Plan
from certbind.errors import CertbindError
from certbind.events import BindCommand, bind_command
from certbind.requests import RollbackRequest
from certbind.usecases.bind_target import BindTarget
from certbind.usecases.outcome import Outcome, Result
from certbind.usecases.plan_account import AccountPlan, PlanAccount
from certbind.usecases.plan_event import plan_details
from certbind.usecases.recheck import Recheck
from certbind.usecases.rollback import Rollback
from certbind.usecases.world import Ports, Rules


class UnknownDomainError(CertbindError):
    """A domain was named that the account does not have."""

    code = "unknown_domain"
    default_hint = "`certbind plan` lists the names that there are."


@click.command()
@click.argument("domains", nargs=-1, type=DomainParameter())
@as_json
@ending
def plan(domains: tuple[Domain, ...], *, as_json: bool) -> Exit:
    """Say what would be bound where, and why or why not; change nothing.

    Without DOMAINS: every OSS custom domain and CDN domain of the account.
    Exit 0: all is as it should be; 1: there is something to bind, or that cannot be.
    """
    ports, rules = bootstrap.connect(environment(), RUN_SECONDS)
    account = _plan(ports, rules, domains, None, quiet=as_json)
    if as_json:
        print_json(_plan_json(account))
    else:
        tables.show_plan(console(), account, "Nothing was changed.")
    return _exit_of_plan(account)


def _plan_json(account: AccountPlan) -> dict[str, Any]:
    body = plan_details(account.plan, account.scan, listed=None)
    return {**body, "certificates": account.certificates}


def _exit_of_plan(account: AccountPlan) -> Exit:
    todo = any(isinstance(d, (Bind, Cannot)) for d in account.plan.decisions)
    return Exit.FINDINGS if todo or account.scan.failures else Exit.OK


@click.command()
@click.argument("domains", nargs=-1, required=True, type=DomainParameter())
@click.option("--certificate", type=CertificateParameter(), help="Instead of the best one.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_json
@ending
def bind(
    domains: tuple[Domain, ...], certificate: CertificateId | None, *, yes: bool, as_json: bool
) -> Exit:
    """Bind the best certificate (or a named one) to DOMAINS, after showing the plan.

    It is recorded and looked at afterwards as when a function does it.
    With --json and without --yes nobody can be asked: the plan is printed and nothing is bound.
    Exit 1: something is to be bound, or could not be and the outcome says why; 3: a call failed.
    """
    ports, rules = bootstrap.connect(environment(), RUN_SECONDS)
    account = _plan(ports, rules, domains, certificate, quiet=as_json)
    if as_json and not yes:
        print_json(_plan_json(account))
        return _exit_of_plan(account)
    if not as_json:
        tables.show_plan(console(), account)
    if any(isinstance(decision, Bind) for decision in account.plan.decisions) and not yes:
        click.confirm("Go on?", abort=True, err=True)
    outcomes = tuple(_bind(ports, rules, account.plan))
    if as_json:
        print_json([outcome.to_json() for outcome in outcomes])
    else:
        tables.show_outcomes(console(), outcomes)
    if any(outcome.result is Result.FAILED for outcome in outcomes):
        return Exit.CLOUD
    good = (Result.BOUND, Result.NOTHING_TO_DO)
    return Exit.OK if all(o.result in good for o in outcomes) else Exit.FINDINGS


def _bind(ports: Ports, rules: Rules, plan: Plan) -> Iterator[Outcome]:
    handle = BindTarget(ports, rules)
    cause = f"cli-{secrets.token_hex(6)}"
    for decision in plan.decisions:
        if isinstance(decision, Bind):
            wanted = decision.certificate.id
            command = bind_command(decision.target, wanted, cause, by_hand=True)
            yield _handled(handle, command)
        else:
            yield _left_alone(decision)


def _handled(handle: BindTarget, command: BindCommand) -> Outcome:
    """What a function would leave to the queue's next try is told here, and the next goes on."""
    try:
        return handle(command)
    except CertbindError as error:
        domain = command.target.domain
        message = f"{error} How far it came is in `certbind history {domain}`."
        return Outcome(Result.FAILED, domain, message, error.code, command.id, error.to_json())


def _left_alone(decision: Keep | Cannot) -> Outcome:
    target = decision.target
    if isinstance(decision, Cannot):
        why = "; ".join(str(finding).rstrip(".") for finding in decision.findings)
        reason = decision.findings[0].reason.value
        return Outcome(Result.REFUSED, target.domain, f"{target}: {why}.", reason)
    message = f"{target}: nothing to do: {str(decision.finding).rstrip('.')}."
    return Outcome(Result.NOTHING_TO_DO, target.domain, message, decision.finding.reason.value)


@click.command()
@as_json
@ending
def recheck(*, as_json: bool) -> Exit:
    """Compare what is bound, recorded and served; queue what is to be done.

    Exit 0: every domain is well; 1: findings; 3: a part could not be read.
    """
    ports, rules = bootstrap.connect(environment(), RUN_SECONDS)
    with working("rechecking every domain …", quiet=as_json):
        report = Recheck(ports, rules)()
    if as_json:
        print_json(report.to_json())
    else:
        tables.show_recheck(console(), report)
    if report.unread:
        return Exit.CLOUD
    return Exit.OK if report.is_clean else Exit.FINDINGS


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

    Exit 1: something could not be put back, and the outcome says why; 3: a call failed.
    """
    request = RollbackRequest(
        domain=domain,
        certificate=certificate,
        since=since,
        to=to,
        dry_run=not apply,
        force=force,
        request_id=f"cli-{secrets.token_hex(6)}",
    )
    ports, rules = bootstrap.connect(environment(), RUN_SECONDS)
    with working("rolling back …", quiet=as_json):
        report = Rollback(ports, rules)(request)
    if as_json:
        print_json(report.to_json())
    else:
        tables.show_outcomes(console(), report.outcomes)
        if any(outcome.result is Result.PLANNED for outcome in report.outcomes):
            click.echo("Say the same with --apply to do it.")
    if any(outcome.result is Result.FAILED for outcome in report.outcomes):
        return Exit.CLOUD
    return Exit.OK if report.is_complete else Exit.FINDINGS


def _plan(
    ports: Ports,
    rules: Rules,
    domains: tuple[Domain, ...],
    certificate: CertificateId | None,
    *,
    quiet: bool,
) -> AccountPlan:
    plan = PlanAccount(ports, rules)
    with working("reading CAS, OSS and CDN …", quiet=quiet):
        account = plan.named(certificate, domains) if certificate else plan(domains)
    found = {decision.target.domain for decision in account.plan.decisions}
    missing = [domain for domain in domains if domain not in found]
    if missing:
        raise UnknownDomainError(
            "no OSS custom domain or CDN domain of the account has this name"
            + (" (and a part could not be read)." if account.scan.failures else "."),
            subject=", ".join(missing),
        )
    return account
