#!/usr/bin/env bash
# apprise 2.3.0 mails a text without a format as HTML: lines run together, and <what> stands in brackets is lost.
#
# Guess:    notify(body=...) without body_format sends what it was given: the mail's plain part is the
#           text, line for line.
# Truth:    the mail service takes HTML unless its address says otherwise, and a body without a format is
#           taken to be what the service takes. The plain part is made of it as of a page: line ends become
#           spaces, and `<...>` is taken for a tag. With body_format=TEXT it comes as it was given.
# Version:  apprise 2.3.0 (PyPI). Seen: "without 'a.example: & b.example: ok', with
#           'a.example: <refused> & | b.example: ok'".
# Fails when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check apprise==2.3.0
"$folder/venv/bin/python" - 2>/dev/null <<'PY'
import socket
import threading
from email import message_from_bytes, policy

import apprise

TEXT = "a.example: <refused> &\nb.example: ok"
mails = []
server = socket.create_server(("127.0.0.1", 0))


def serve():
    for _ in range(2):
        connection, _ = server.accept()
        lines = connection.makefile("rb")
        connection.sendall(b"220 here\r\n")
        for line in lines:
            if line.upper().startswith(b"DATA"):
                connection.sendall(b"354 go on\r\n")
                mails.append(b"".join(iter(lines.readline, b".\r\n")))
            if line.upper().startswith(b"QUIT"):
                break
            connection.sendall(b"250 ok\r\n")
        connection.close()


threading.Thread(target=serve, daemon=True).start()
address = f"mailto://127.0.0.1:{server.getsockname()[1]}?from=a@example.com&to=b@example.com&mode=insecure"
sender = apprise.Apprise()
assert sender.add(address)
for how in ({}, {"body_format": apprise.NotifyFormat.TEXT}):
    assert sender.notify(body=TEXT, title="x", **how).status.name == "SUCCESS"


def plain(mail):
    part = message_from_bytes(mail, policy=policy.default).get_body(("plain",))
    lines = (" ".join(line.split()) for line in part.get_content().splitlines())
    return " | ".join(line for line in lines if line)


without, with_format = map(plain, mails)
print(f"without {without!r}, with {with_format!r}")
assert with_format == "a.example: <refused> & | b.example: ok", "it comes through at all"
assert without == "a.example: & b.example: ok"
PY
