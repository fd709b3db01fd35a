"""The command `certbind`: from a terminal all that the functions do, by the same use cases."""

from __future__ import annotations

import logging

import click

from certbind.cli.account_commands import bind, plan, recheck, rollback
from certbind.cli.dead_letter_commands import dead_letters
from certbind.cli.doctor_command import doctor
from certbind.cli.hygiene.prune_command import prune
from certbind.cli.ledger_commands import history
from certbind.cli.material.convert_command import convert
from certbind.cli.material.upload_command import upload
from certbind.cli.overview.commands import certificates, page, status
from certbind.cli.overview.explain_command import explain
from certbind.cli.protect.emergency_commands import emergency, harden
from certbind.cli.protect.notice_commands import ack, notices
from certbind.cli.roots.roots_command import roots
from certbind.cli.setup_commands import setup, teardown
from certbind.cli.speech.language import lang_option
from certbind.cli.speech.pages import Group
from certbind.cli.terminal import PlainFormatter
from certbind.cli.verify_command import verify


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show where an error arose.")
@click.version_option(package_name="certbind")
def main(*, debug: bool) -> None:
    """Bind CAS certificates to OSS and CDN domains, see that visitors get them, undo it.

    Exit codes: 0 all good, 1 findings, 2 usage or configuration, 3 cloud or network, 70 a fault in
    certbind.
    Settings are environment variables, see docs/settings.md.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(PlainFormatter(logging.BASIC_FORMAT))
    logging.basicConfig(level=logging.INFO if debug else logging.ERROR, handlers=[handler])


for _command in (
    plan,
    bind,
    verify,
    recheck,
    rollback,
    history,
    status,
    explain,
    certificates,
    page,
    setup,
    teardown,
    doctor,
    dead_letters,
    roots,
    convert,
    upload,
    prune,
    notices,
    ack,
    harden,
    emergency,
):
    main.add_command(_command)
main.params.append(lang_option())

if __name__ == "__main__":
    main()
