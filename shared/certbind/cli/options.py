"""What the commands share: arguments that are domains and ids, JSON, and a console."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from certbind.cli.speech.language import told
from certbind.cli.speech.plain import escaped
from certbind.domain.model.identity import Domain
from certbind.domain.trust.names import InvalidNameError, parse_host, parse_reference
from certbind.errors import EventError
from certbind.fields import describe, parse_time
from certbind.redaction import redacted

if TYPE_CHECKING:  # who prints a table imports it; a script's question waits for no Rich
    from rich.console import Console

RUN_SECONDS = 3600.0
"""A person's patience, where a function has its timeout."""

_HTTPS = 443

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout.")


class DomainParameter(click.ParamType[Domain]):
    """A domain; `*.example.com` is CDN's `.example.com`, and other alphabets are taken.

    Of a pasted URL the host is taken.
    """

    name = "domain"
    parse = staticmethod(parse_reference)

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> Domain:
        """A usage error says what is wrong with the name."""
        try:
            return self.parse(_host(value))
        except InvalidNameError as error:
            self.fail(f"{describe(value)}: {error}", param, ctx)


class HostParameter(DomainParameter):
    """The same, or an IP address, which stands for itself."""

    name = "host"
    parse = staticmethod(parse_host)


def _host(text: str) -> str:
    """The host of a URL, with or without its scheme; any other text as it is. Raises
    InvalidNameError for another port than 443: the answer would be another server's.
    """
    if "/" not in text and (text.count(":") != 1 or text.endswith("]")):
        return text
    try:
        url = urlsplit(text if "://" in text else f"//{text}")
    except ValueError as error:
        raise InvalidNameError("it is no address of a page") from error
    try:
        port = url.port
    except ValueError as error:
        raise InvalidNameError("it names a port that is none") from error
    if port not in {None, _HTTPS}:
        told = f"it names port {port}, and port {_HTTPS} is asked; HTTPS_PORT sets another"
        raise InvalidNameError(told)
    if not url.hostname:
        raise InvalidNameError("it names no host")
    return url.hostname


class TimeParameter(click.ParamType[datetime]):
    """An RFC 3339 time with its zone."""

    name = "time"

    def convert(
        self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """A usage error says which form is expected."""
        if isinstance(value, datetime):
            return value
        try:
            return parse_time(value)
        except (ValueError, EventError):
            told = f"{describe(value)} is no time such as 2026-11-24T03:00:00+08:00"
            self.fail(told, param, ctx)


def environment() -> Mapping[str, str]:
    """The settings' source."""
    return os.environ


def console() -> Console:
    """stdout, as wide as the terminal; wide enough for a table when piped."""
    from certbind.cli.terminal import PlainConsole  # noqa: PLC0415

    if os.environ.get("COLUMNS") or sys.stdout.isatty():
        return PlainConsole()
    return PlainConsole(width=160)


def width_to_fill() -> int | None:
    """Of the terminal, or as COLUMNS says; None when piped: then a row stays one line."""
    from certbind.cli.terminal import PlainConsole  # noqa: PLC0415

    is_wrapped = os.environ.get("COLUMNS") or sys.stdout.isatty()
    return PlainConsole().width if is_wrapped else None


Aside = Callable[[Callable[[], None]], None]
"""Shows something while the work goes on."""


@contextmanager
def working(what: str, *, quiet: bool) -> Iterator[Aside]:
    """A spinner on stderr while a person is looking, nothing otherwise; it makes room for what is
    shown meanwhile.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda show: show()
        return
    from rich.text import Text  # noqa: PLC0415

    from certbind.cli.terminal import PlainConsole  # noqa: PLC0415

    with PlainConsole(stderr=True).status(Text(told(what))) as status:

        def aside(show: Callable[[], None]) -> None:
            status.stop()
            show()
            status.start()

        yield aside


def print_json(value: Any) -> None:
    """One JSON value, readable, other alphabets as they are."""
    click.echo(json_text(value))


def json_text(value: Any, indent: int | None = 2) -> str:
    """The same on one line, where no indent is asked for."""
    return escaped(json.dumps(redacted(value), ensure_ascii=False, indent=indent))
