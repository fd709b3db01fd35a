"""Text and log lines for a terminal that obeys nothing of them; without Rich, which most that is
asked in a script does not need.
"""

from __future__ import annotations

import logging

from certbind.views.harmless import COMMANDS, harmless


def escaped(json_text: str) -> str:
    """JSON with the same value, in which a terminal finds nothing to obey."""
    return COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", json_text)


class PlainFormatter(logging.Formatter):
    """For log lines on a person's terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Names in it may come from elsewhere, too."""
        return harmless(super().format(record))
