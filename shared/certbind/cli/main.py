"""The command `certbind`: from a terminal all that the functions do, by the same use cases."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from certbind.views.harmless import harmless

_COMMANDS = {
    "account_commands": ("plan", "bind", "recheck", "rollback"),
    "dead_letter_commands": ("dead-letters",),
    "doctor_command": ("doctor",),
    "ledger_commands": ("history",),
    "material.convert_command": ("convert",),
    "material.upload_command": ("upload",),
    "overview.commands": ("certificates", "page", "status"),
    "overview.explain_command": ("explain",),
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
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


class PlainFormatter(logging.Formatter):
    """For log lines on a person's terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Names in it may come from elsewhere, too."""
        return harmless(super().format(record))


@contextmanager
def _harmless_usage_errors() -> Iterator[None]:
    """Click repeats what it cannot use; a command line may end in the log of a build."""
    try:
        yield
    except click.ClickException as error:
        vars(error)["message"] = harmless(error.message)
        raise


class _Certbind(click.Group):
    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        with _harmless_usage_errors():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with _harmless_usage_errors():
            return super().invoke(ctx)


@click.group(cls=_Certbind, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show where an error arose.")
@click.version_option(package_name="certbind")
def main(*, debug: bool) -> None:
    """Bind CAS certificates to OSS and CDN domains, see that visitors get them, undo it.

    Exit codes: 0 all good, 1 findings, 2 usage or configuration, 3 cloud or network, 70 a fault in
    certbind.
    Settings are environment variables, see the README.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(PlainFormatter(logging.BASIC_FORMAT))
    logging.basicConfig(level=logging.INFO if debug else logging.ERROR, handlers=[handler])


main.commands = _Commands()  # type: ignore[assignment]  # nobody adds to them

if __name__ == "__main__":
    main()
