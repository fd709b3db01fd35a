"""The command `certbind`: from a terminal all that the functions do, by the same use cases."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator, Mapping
from importlib import import_module

import click

from certbind.cli.speech.language import lang_option
from certbind.cli.speech.pages import Group, spoken

_COMMANDS = {
    "account_commands": ("plan", "bind", "rollback"),
    "dead_letter_commands": ("dead-letters",),
    "doctor_command": ("doctor",),
    "hygiene.prune_command": ("prune",),
    "jobs.deploy_commands": ("deploy",),
    "ledger_commands": ("history",),
    "material.convert_command": ("convert",),
    "material.upload_command": ("upload",),
    "overview.commands": ("certificates", "page", "status"),
    "overview.explain_command": ("explain",),
    "overview.recheck_command": ("recheck",),
    "protect.emergency_commands": ("emergency", "harden"),
    "protect.notice_commands": ("ack", "notices"),
    "roots.roots_command": ("roots",),
    "setup_commands": ("setup", "teardown"),
    "verify_command": ("verify",),
}
"""Where each stands. Only the one that is called is imported: the SDKs of all of them take more
than a second of CPU, and most commands need few.
"""


class _Commands(Mapping[str, click.Command]):
    def __init__(self) -> None:
        self._modules = {name: room for room, names in _COMMANDS.items() for name in names}

    def __getitem__(self, name: str) -> click.Command:
        module = import_module(f"certbind.cli.{self._modules[name]}")
        found: click.Command = getattr(module, name.replace("-", "_"))
        return spoken(found)

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show where an error arose.")
@click.version_option(package_name="certbind")
def main(*, debug: bool) -> None:
    """Bind CAS certificates to OSS and CDN domains, see that visitors get them, undo it.

    Exit codes: 0 all good, 1 findings, 2 usage or configuration, 3 cloud or network, 70 a fault in
    certbind.
    Settings are environment variables, see docs/settings.md.
    """
    import logging  # noqa: PLC0415 - `--version` ends before it comes here

    from certbind.cli.speech.plain import PlainFormatter  # noqa: PLC0415

    handler = logging.StreamHandler()
    handler.setFormatter(PlainFormatter(logging.BASIC_FORMAT))
    logging.basicConfig(level=logging.INFO if debug else logging.ERROR, handlers=[handler])


atexit.register(gc.freeze)
"""The end of a process looks for garbage in all that is not frozen."""

main.commands = _Commands()  # type: ignore[assignment]  # nobody adds to them
main.params.append(lang_option())

if __name__ == "__main__":
    main()
