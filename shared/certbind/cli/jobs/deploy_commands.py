"""`certbind deploy`: CAS's own deployment jobs, for places that certbind does not bind at."""

from __future__ import annotations

import secrets

import click

from certbind.cli import tables
from certbind.cli.exits import Exit, ending, exit_of_codes
from certbind.cli.factories.jobs import make_prepare, make_start
from certbind.cli.material.certificate_ids import CertificateParameter
from certbind.cli.options import (
    DomainParameter,
    as_json,
    console,
    environment,
    print_json,
    working,
)
from certbind.cli.speech.language import echo
from certbind.cli.speech.pages import Group
from certbind.domain.jobs.values import JobId
from certbind.domain.model.identity import CertificateId, Domain
from certbind.fields import describe
from certbind.usecases.jobs.prepare import Wanted
from certbind.usecases.jobs.telling import JobReport
from certbind.usecases.rotate.outcome import Result

_PATIENCE = 1500.0
"""Seconds for a job and for the edges after it; said again it goes on."""


class JobParameter(click.ParamType[JobId]):
    """A deployment job of CAS with its site."""

    name = "job"

    def convert(
        self, value: str | JobId, param: click.Parameter | None, ctx: click.Context | None
    ) -> JobId:
        """A usage error says which form is expected."""
        if isinstance(value, JobId):
            return value
        try:
            return JobId.parse(value)
        except ValueError as error:
            self.fail(f"{describe(value)} is {error}, for example 88001-cn-hangzhou", param, ctx)


@click.group(cls=Group)
def deploy() -> None:
    """Have CAS's own job bring a certificate where certbind does not bind: FC, Live, WAF …

    `prepare` makes a job, which nobody has started then; `start` starts it, follows it, and looks
    at what visitors get. Each is a dry run unless --apply is said. No key passes through certbind.
    """


@deploy.command()
@click.argument("domains", nargs=-1, type=DomainParameter())
@click.option(
    "--certificate",
    type=CertificateParameter(),
    help="The certificate to bring; without, the best that CAS has.",
)
@click.option("--contact", type=click.IntRange(min=1), help="Whom CAS tells, where it knows more.")
@click.option("--apply", is_flag=True, help="Make the job; without, only say what it would bring.")
@as_json
@ending
def prepare(
    domains: tuple[Domain, ...],
    *,
    certificate: CertificateId | None,
    contact: int | None,
    apply: bool,
    as_json: bool,
) -> Exit:
    """Say what CAS could bring to DOMAINS, or make the job for it; it waits until it is started.

    Without DOMAINS: to every place of CAS's list where certbind does not bind.
    It needs permissions that no other command has (deploy/policies/deploy.json).
    Exit 0: made, or nothing is to be brought; 1: something could be, or cannot.
    """
    wanted = Wanted(domains, certificate, contact, f"cli-{secrets.token_hex(6)}")
    carry_out = make_prepare(environment(), _PATIENCE)
    with working("reading CAS …", quiet=as_json):
        report = carry_out(wanted, dry_run=not apply)
    return _told(report, as_json=as_json)


@deploy.command()
@click.argument("job", type=JobParameter())
@click.option("--apply", is_flag=True, help="Start it; without, only show what it will touch.")
@as_json
@ending
def start(job: JobId, *, apply: bool, as_json: bool) -> Exit:
    """Show what JOB will touch, or start it, follow it, and see that visitors get what it brought.

    Said again it goes on: a job that is under way is followed, one that is over looked at.
    Exit 0: every address serves it; 1: it is to be started, is not served yet, or cannot be.
    """
    carry_out = make_start(environment(), _PATIENCE)
    with working(f"{job} …", quiet=as_json):
        report = carry_out(job, f"cli-{secrets.token_hex(6)}", dry_run=not apply)
    return _told(report, as_json=as_json)


def _told(report: JobReport, *, as_json: bool) -> Exit:
    if as_json:
        print_json(report.to_json())
    else:
        _show(report)
    failed = [one.reason for one in report.outcomes if one.result is Result.FAILED]
    if failed:
        return exit_of_codes(failed)
    return Exit.OK if report.is_complete else Exit.FINDINGS


def _show(report: JobReport) -> None:
    if not report.outcomes:
        echo("CAS's list has no place where certbind does not bind.")
    tables.show_outcomes(console(), report.outcomes)
    if report.costs:
        echo("CAS takes a paid deployment for each place that gets an uploaded certificate.")
    if report.is_to_do:
        echo("Say the same with --apply to do it.")
    for job in report.jobs:
        if any(one.result is Result.PREPARED for one in report.outcomes):
            echo(f"Nothing is started. See what it will touch: certbind deploy start {job}")
