"""The command's side of the control endpoint."""

from __future__ import annotations

import http.client
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_LONGEST_SECONDS = 700.0
"""A function may run for its own timeout while `invoke` waits."""


class NotRunningError(Exception):
    """No local cloud runs in this directory."""


class ActError(Exception):
    """The world refused; its words."""


class Client:
    """Calls acts of the world that runs in `directory`."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def call(self, act: str, /, **arguments: Any) -> Any:
        """The act's result. NotRunningError, ActError."""
        address = self._address()
        url = urlsplit(address["url"])
        connection = http.client.HTTPConnection(
            url.hostname or "", url.port, timeout=_LONGEST_SECONDS
        )
        try:
            connection.request(
                "POST",
                f"/{act}",
                json.dumps(arguments),
                {"Authorization": f"Bearer {address['token']}"},
            )
            response = connection.getresponse()
            status, text = response.status, response.read()
        except OSError as error:
            raise NotRunningError(self._missing()) from error
        finally:
            connection.close()
        return self._result(status, text)

    def is_running(self) -> bool:
        """Whether a world answers."""
        try:
            self.call("clock.show")
        except (NotRunningError, ActError):
            return False
        return True

    def _result(self, status: int, text: bytes) -> Any:
        try:
            document = json.loads(text)
        except ValueError:
            raise ActError(f"fault in the local cloud ({status}), see its log") from None
        if status != http.client.OK:
            raise ActError(document["error"])
        return document["result"]

    def _address(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads((self._directory / "control.json").read_text())
        except (OSError, ValueError) as error:
            raise NotRunningError(self._missing()) from error
        return found

    def _missing(self) -> str:
        return f"no local cloud runs in {self._directory}; `localcloud up` starts one"
