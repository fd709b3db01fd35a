"""Click's own pages (help, usage errors) in the language of the command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO, Any

import click

from certbind.cli.speech.language import labelled, lang_option, language, speak, told


class _Context(click.Context):
    def make_formatter(self) -> click.HelpFormatter:
        """Click's own lays out English."""
        if language() != "zh":
            return super().make_formatter()
        from certbind.cli.speech.chinese import ChineseFormatter  # noqa: PLC0415

        return ChineseFormatter(self.terminal_width, self.max_content_width)


@contextmanager
def _spoken_usage_errors() -> Iterator[None]:
    """Click repeats what it cannot use; a command line may end in the log of a build."""
    try:
        yield
    except click.ClickException as error:
        vars(error)["message"] = _harmless(error.message)
        if language() == "zh":
            vars(error)["show"] = partial(_show, error)
        raise


def _harmless(text: str) -> str:
    """The shapes of secrets are read when there is something to repeat."""
    from certbind.views.harmless import harmless  # noqa: PLC0415

    return harmless(text)


def _show(error: click.ClickException, file: IO[str] | None = None) -> None:
    context = getattr(error, "ctx", None)
    if context is not None:
        click.echo(context.get_usage(), file=file, err=file is None)
        command = f"{context.command_path} {context.help_option_names[0]}"
        click.echo(f"{labelled('usage.try', command=command)}\n", file=file, err=file is None)
    text = _harmless(told(error.format_message()))
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
