"""Text that came from elsewhere, as people may be shown it: names, messages, answers."""

from __future__ import annotations

import re

from certbind.redaction import redact

COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters but tab and line feed, and what turns the direction of text round."""


def harmless(text: str) -> str:
    """Without what a terminal would obey, and without what looks like a secret."""
    return COMMANDS.sub("", redact(text))
