"""Click's own pages (help, usage errors) in the language of the command."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO, Any

import click

from certbind.cli.speech.language import labelled, lang_option, language, speak, told
from certbind.views.explanation.wrapped import columns, wrapped
from certbind.views.harmless import harmless

_GAP, _MOST = 2, 30


class _Formatter(click.HelpFormatter):
    """Chinese is broken between its characters, which click's own does not."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, labelled("usage") if language() == "zh" else prefix)

    def write_heading(self, heading: str) -> None:
        super().write_heading(labelled(f"usage.{heading}") if language() == "zh" else heading)

    def write_text(self, text: str) -> None:
        if language() != "zh":
            super().write_text(text)
            return
        for paragraph in text.split("\n\n"):
            for line in wrapped(told(" ".join(paragraph.split())), self.width, 0):
                self.write(f"{' ' * self.current_indent}{line.strip()}\n")
            self.write("\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = _MOST, col_spacing: int = _GAP
    ) -> None:
        if language() != "zh":
            super().write_dl(rows, col_max, col_spacing)
            return
        every = [*rows]
        first = min(max(columns(name) for name, _ in every), col_max) + col_spacing
        for name, text in every:
            bare, gap, aside = text.partition("  [")  # a default, or that it is required
            self._write_row(name, f"{told(bare)}{gap}{aside}", self.current_indent + first)

    def _write_row(self, name: str, text: str, indent: int) -> None:
        lines = [line.strip() for line in wrapped(text, self.width - indent, 0)] or [""]
        head = f"{' ' * self.current_indent}{name}"
        if columns(head) + _GAP > indent:
            self.write(f"{head}\n")
            head = ""
        for line in lines:
            self.write(f"{head}{' ' * (indent - columns(head))}{line}".rstrip() + "\n")
            head = ""


class _Context(click.Context):
    formatter_class = _Formatter


@contextmanager
def _spoken_usage_errors() -> Iterator[None]:
    """Click repeats what it cannot use; a command line may end in the log of a build."""
    try:
        yield
    except click.ClickException as error:
        vars(error)["message"] = harmless(error.message)
        if language() == "zh":
            vars(error)["show"] = partial(_show, error)
        raise


def _show(error: click.ClickException, file: IO[str] | None = None) -> None:
    context = getattr(error, "ctx", None)
    if context is not None:
        click.echo(context.get_usage(), file=file, err=file is None)
        command = f"{context.command_path} {context.help_option_names[0]}"
        click.echo(f"{labelled('usage.try', command=command)}\n", file=file, err=file is None)
    text = harmless(told(error.format_message()))
    click.echo(labelled("usage.error", message=text), file=file, err=file is None)


def spoken(command: click.Command) -> click.Command:
    """The same, with its pages in the language of the command, and the option that says which."""
    command.context_class = _Context
    if not any(one.name == "lang" for one in command.params):
        command.params.append(lang_option())
    return command


class Group(click.Group):
    """A group whose pages, and those of all below it, are in the language of the command."""

    context_class = _Context

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        if parent is None:
            speak(args)
        with _spoken_usage_errors():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with _spoken_usage_errors():
            return super().invoke(ctx)

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        super().add_command(spoken(cmd), name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each with its whole first paragraph: a sentence that is cut cannot be looked up."""
        if language() != "zh":
            super().format_commands(ctx, formatter)
            return
        rows = [(name, _first_paragraph(self.commands[name])) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _first_paragraph(command: click.Command) -> str:
    return " ".join((command.help or "").split("\n\n", 1)[0].split())
