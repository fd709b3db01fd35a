"""`setup` and `teardown`: the queues, the ledger's bucket and the roles of a deployment."""

from __future__ import annotations

import click
from rich.console import Console
from rich.text import Text

from certbind.cli.exits import Exit, ending, exit_of, told_error
from certbind.cli.factories.deployment import (
    deployment_of,
    refuse_what_is_absent,
    setup_account,
    unopened_products,
)
from certbind.cli.options import (
    as_json,
    console,
    environment,
    print_json,
    width_to_fill,
    working,
)
from certbind.cli.speech.language import ask, told
from certbind.cli.speech.rows import Line, show_lines
from certbind.cli.terminal import harmless
from certbind.config import Settings
from certbind.domain.deployment.resources import event_rule
from certbind.usecases.operate.setup_account import SetupAccount, SetupReport
from certbind.usecases.operate.setup_plan import Change, Step, Thing
from certbind.wiring.commands.deployed import scope_of

Plan = tuple[Step, ...]

_STYLES = {Change.DIFFERS: "bold yellow", Change.UNFIT: "bold red", Change.DELETE: "bold red"}

yes = click.option("--yes", is_flag=True, help="Do not ask.")


@click.command()
@yes
@click.option("--adopt", is_flag=True, help="Change what is there and differs.")
@click.option("--print-policies", is_flag=True, help="Only print each role's policy.")
@click.option("--print-event-rule", is_flag=True, help="Only print the optional EventBridge rule.")
@as_json
@ending
def setup(
    *, yes: bool, adopt: bool, print_policies: bool, print_event_rule: bool, as_json: bool
) -> Exit:
    """Make what the functions need: queues, the ledger's bucket, a role each; after a plan.

    What is there already is kept; what is there and differs is told and left alone.
    Exit 0: all is as it should be; 1: something differs, cannot be, or is to be done.
    """
    if print_policies or print_event_rule:
        return _print_only(event_rule_too=print_event_rule, policies_too=print_policies)
    setup_account(environment())  # tells what is missing before anything is asked for
    with working("reading the products, MNS, OSS and RAM …", quiet=as_json):
        refuse_what_is_absent(environment())
        unused = unopened_products(environment())
        account = setup_account(environment(), unused)
        plan = account.plan_setup(adopt=adopt)
    if unused and not as_json:
        console().print(told(_told_unused(unused)), soft_wrap=True)
    return _carry_out(account, plan, yes=yes, as_json=as_json)


@click.command()
@yes
@click.option("--ledger", is_flag=True, help="Delete the ledger too: every history and way back.")
@as_json
@ending
def teardown(*, yes: bool, ledger: bool, as_json: bool) -> Exit:
    """Delete what setup made; the ledger only with --ledger. First `s remove` the functions.

    Exit 0: it is gone; 1: something is to be done.
    """
    account = setup_account(environment())
    with working("reading MNS, OSS and RAM …", quiet=as_json):
        plan = account.plan_teardown(ledger=ledger)
    return _carry_out(account, plan, yes=yes, as_json=as_json)


def _told_unused(unused: tuple[str, ...]) -> str:
    names = ", ".join(name.upper() for name in unused)
    return (
        f"Not opened in this account, so no role is allowed anything there: {names}. Once one is, "
        "run `certbind setup --adopt`."
    )


def _carry_out(account: SetupAccount, plan: Plan, *, yes: bool, as_json: bool) -> Exit:
    out = console()
    if not as_json:
        _show_plan(out, plan)
    is_unfit = any(step.change is Change.UNFIT for step in plan)
    has_work = any(step.is_work for step in plan)
    if has_work and not is_unfit and not yes and not as_json:
        _ask(plan)
    is_agreed = yes or not as_json
    with working("carrying it out …", quiet=as_json or not is_agreed) as aside:
        report = account.apply(
            plan if is_agreed else (), lambda s: aside(lambda: _tell(out, s, quiet=as_json))
        )
    if as_json:
        print_json({"plan": [step.to_json() for step in plan], **report.to_json()})
    else:
        _show_end(out, report, is_unfit=is_unfit, has_work=has_work)
    if report.error is not None:
        return exit_of(report.error)
    is_unwell = any(step.change in (Change.DIFFERS, Change.UNFIT) for step in plan)
    return Exit.FINDINGS if is_unwell or (has_work and not is_agreed) else Exit.OK


def _ask(plan: Plan) -> None:
    """A ledger goes only to whoever writes its bucket's name."""
    for step in plan:
        if (step.thing, step.change) == (Thing.BUCKET, Change.DELETE):
            typed = click.prompt(told(f"Deleting it cannot be undone. Type {step.name}"), err=True)
            if typed != step.name:
                raise click.Abort
            return
    ask("Go on?")


def _print_only(*, event_rule_too: bool, policies_too: bool) -> Exit:
    unused = unopened_products(environment()) if policies_too else ()
    scope = scope_of(Settings.from_env(environment()), unused)
    printed: dict[str, object] = {}
    if policies_too:
        printed = {role.name: role.document for role in deployment_of(scope).roles}
    if event_rule_too:
        rule = event_rule(scope, scope.prefix)
        printed = {**printed, "event_rule": rule} if policies_too else rule
    print_json(printed)
    return Exit.OK


def _show_plan(out: Console, plan: Plan) -> None:
    lines = [_line(step) for step in plan]
    show_lines(out, ("would", "name", "what", "why"), lines, width_to_fill())


def _line(step: Step) -> Line:
    style = _STYLES.get(step.change, "bold green" if step.is_work else "")
    change = step.change.value.replace("_", " ")
    return Line((told(change), step.name, told(step.thing.value)), (step.told,), style=style)


def _told(step: Step) -> str:
    return f"{told(step.change.value)} {told(step.thing.value)} {step.name}"


def _tell(out: Console, step: Step, *, quiet: bool) -> None:
    if not quiet:
        out.print(Text.assemble((told("done"), "bold green"), f"  {_told(step)}"), soft_wrap=True)


def _show_end(out: Console, report: SetupReport, *, is_unfit: bool, has_work: bool) -> None:
    if is_unfit:
        out.print(Text(told("Nothing was changed."), "bold red"))
    elif report.failed is not None:
        out.print(Text.assemble((told("failed"), "bold red"), f"  {_told(report.failed)}"))
        if report.error is not None:
            click.echo(harmless(f"certbind: {told_error(report.error)}"), err=True)
        for step in report.left:
            out.print(f"{told('left')}  {_told(step)}", soft_wrap=True)
        out.print(told("Run the same again: what is done is kept."))
    elif not has_work:
        out.print(told("Nothing to do."))
