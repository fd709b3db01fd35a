"""How targets are served, and what a person orders when certificates fail."""

from certbind.domain.words import Room, Text
from certbind.domain.words.serving import plain_http, settings

ROOM = Room(
    Text("Hardening, plain HTTP and backups", "加固、降级到 HTTP 与备用证书"),
    (*plain_http.ROWS, *settings.ROWS),
)
