"""How a line of certificates is renewed, and why not."""

from __future__ import annotations

from certbind.domain.words import Room, Text
from certbind.domain.words.renewal import line, records

ROOM = Room(Text("The renewal of certificates", "证书续期"), (*line.ROWS, *records.ROWS))
