"""What a person's terminal is given. Names, messages and ledger entries come from elsewhere: they
are shown as they are, and are neither markup for Rich nor commands to the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from certbind.cli.speech.plain import PlainFormatter, escaped
from certbind.redaction import redact
from certbind.views.harmless import harmless

__all__ = ["PlainConsole", "PlainFormatter", "escaped", "harmless"]


class PlainConsole(Console):
    """A Console that reads no `[markup]` and no `:emoji:`, and prints no control characters but
    its own. Only what is given as Text is styled.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(markup=False, emoji=False, **options)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Everything printed passes here, whole before it is wrapped and in segments after;
        segments with `control` are the console's own.
        """
        if isinstance(renderable, Text) and redact(renderable.plain) != renderable.plain:
            renderable = Text(redact(renderable.plain), style=renderable.style)
        elif isinstance(renderable, str):
            renderable = redact(renderable)
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else harmless(text), style, control)
