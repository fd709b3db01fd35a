"""How the command ends: the codes that scripts may rely on, and errors as a person reads them."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from functools import wraps
from typing import ParamSpec

import click

from certbind.cli.options import print_json
from certbind.cli.speech.language import echo, labelled, told
from certbind.errors import (
    FAULTS,
    CertbindError,
    CloudError,
    ConfigError,
    DomainUnreadError,
    EventError,
    OutOfScopeError,
    UnknownCertificateError,
    UnknownDomainError,
)
from certbind.logs import fault_of
from certbind.views.harmless import harmless

P = ParamSpec("P")


class Exit(IntEnum):
    """Exit codes."""

    OK = 0
    FINDINGS = 1  # it ran and found something to do or wrong
    USAGE = 2  # the command line or the configuration is wrong
    CLOUD = 3  # the cloud or the network did not do its part
    FAULT = 70  # certbind is at fault (EX_SOFTWARE of sysexits): never to be taken for a finding


_BY_CODE = {
    UnknownDomainError.code: Exit.FINDINGS,
    UnknownCertificateError.code: Exit.FINDINGS,
    DomainUnreadError.code: Exit.CLOUD,
}
"""What is absent is a finding; what could not be read is the cloud's part."""


def exit_of(error: CertbindError) -> Exit:
    """The code that an error ends the command with."""
    return _exit_of_kind(type(error))


def _exit_of_kind(kind: type[CertbindError]) -> Exit:
    if kind.code in FAULTS:
        return Exit.FAULT
    if kind.code in _BY_CODE:
        return _BY_CODE[kind.code]
    if issubclass(kind, (ConfigError, EventError, OutOfScopeError)):
        return Exit.USAGE
    if issubclass(kind, CloudError):
        return Exit.CLOUD
    return Exit.CLOUD if kind.retryable else Exit.USAGE


def exit_of_codes(codes: Iterable[str]) -> Exit:
    """The worst of errors that ended one domain of several each: as if each had come alone.

    What is no error's code, such as a race that was lost, is the cloud's part.
    """
    kinds = {kind.code: kind for kind in _kinds(CertbindError)}
    return max(_exit_of_kind(kinds[code]) if code in kinds else Exit.CLOUD for code in codes)


def _kinds(kind: type[CertbindError]) -> Iterator[type[CertbindError]]:
    yield kind
    for one in kind.__subclasses__():
        yield from _kinds(one)


def ending(command: Callable[P, Exit]) -> Callable[P, None]:
    """Turn a command's result or error into its exit code.

    Errors go to stderr as text, or with `--json` to stdout as an object; a traceback is shown only
    with `--debug`, and never that of an SDK.
    """

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = command(*args, **kwargs)
        except CertbindError as error:
            _show(error, as_json=bool(kwargs.get("as_json")))
            code = exit_of(error)
        except click.Abort:
            echo("Not confirmed: nothing was changed. --yes answers for a script.", err=True)
            code = Exit.FINDINGS  # as the same command with --json and no --yes: work is left
        except click.ClickException:
            raise
        except Exception as error:  # noqa: BLE001 - the last place where a fault can be told
            fault = fault_of(error).with_traceback(error.__traceback__)
            _show(fault, as_json=bool(kwargs.get("as_json")))
            code = Exit.FAULT
        sys.exit(int(code))

    return wrapped


def told_error(error: CertbindError) -> str:
    """As `str` of it, in the language of this run."""
    said = {"message": told(error.message), "hint": told(error.hint)}
    if not error.subject:
        return labelled("said.alone", **said).rstrip()
    return labelled("said.about", subject=told(error.subject), **said).rstrip()


def _show(error: CertbindError, *, as_json: bool) -> None:
    if as_json:
        print_json({"error": error.to_json()})
        return
    click.echo(harmless(f"certbind: {error.code}: {told_error(error)}"), err=True)
    context = click.get_current_context(silent=True)
    if context is not None and context.find_root().params.get("debug"):
        click.echo("".join(traceback.format_tb(error.__traceback__)), err=True)
