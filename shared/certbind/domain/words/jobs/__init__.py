"""CAS's own deployment jobs, where a person has one made and started."""

from __future__ import annotations

from certbind.domain.words import Room, Text
from certbind.domain.words.jobs import places, records

ROOM = Room(Text("Deployment jobs of CAS", "CAS 部署任务"), (*records.ROWS, *places.ROWS))
