"""HTTP/2 (RFC 9113) on a connection of an edge: frames are the library's, answers the visit's."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from email.message import Message

from localcloud.http import Response

_CHUNK = 16384

Respond = Callable[[str, str, Message], Response]
"""Method, target and headers (`Host` among them) in, what is answered out."""


def converse(tls: ssl.SSLSocket, respond: Respond) -> None:
    """Answer every stream until the client leaves. OSError when it hangs up."""
    import h2.config  # noqa: PLC0415 - most worlds never speak it
    import h2.connection  # noqa: PLC0415
    import h2.events  # noqa: PLC0415
    import h2.exceptions  # noqa: PLC0415

    sides = h2.config.H2Configuration(client_side=False, header_encoding="utf-8")
    connection = h2.connection.H2Connection(sides)
    connection.initiate_connection()
    tls.sendall(connection.data_to_send())
    waiting: dict[int, bytes] = {}
    while data := tls.recv(_CHUNK):
        try:
            for event in connection.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    stream = event.stream_id
                    waiting[stream] = _answer(connection, stream, dict(event.headers), respond)
            for stream in list(waiting):
                _send(connection, stream, waiting)
        except h2.exceptions.H2Error as error:  # the client broke off, or speaks something else
            raise ConnectionAbortedError(str(error)) from error
        finally:
            tls.sendall(connection.data_to_send())


def _answer(connection: object, stream: int, sent: dict[str, str], respond: Respond) -> bytes:
    headers = Message()
    headers["Host"] = sent.get(":authority", sent.get("host", ""))
    for name, value in sent.items():
        if not name.startswith(":") and name != "host":
            headers[name] = value
    method = sent.get(":method", "GET")
    found = respond(method, sent.get(":path", "/"), headers)
    told = [(":status", str(found.status))]
    told += [(name.lower(), value) for name, value in found.headers.items()]
    body = b"" if method == "HEAD" else found.body
    connection.send_headers(stream, told, end_stream=not body)  # type: ignore[attr-defined]
    return body


def _send(connection: object, stream: int, waiting: dict[int, bytes]) -> None:
    """As much as the client's window takes (RFC 9113 §5.2)."""
    body = waiting[stream]
    while body:
        room = min(
            connection.local_flow_control_window(stream),  # type: ignore[attr-defined]
            connection.max_outbound_frame_size,  # type: ignore[attr-defined]
        )
        if room <= 0:
            waiting[stream] = body
            return
        part, body = body[:room], body[room:]
        connection.send_data(stream, part, end_stream=not body)  # type: ignore[attr-defined]
    del waiting[stream]
