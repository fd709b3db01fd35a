"""One address that apprise knows, for the command: mail, and a hundred services (apprise 2.3)."""

from __future__ import annotations

import logging
import re
from typing import Any
from urllib.parse import unquote

from certbind.adapters.calls.secrecy import clean
from certbind.adapters.notice.post import LONGEST
from certbind.config.addresses import ADDRESSES, service_of
from certbind.errors import RejectedError, UnavailableError

_SUCCESS, _TIMEOUT = "SUCCESS", "TIMEOUT"
_SUBJECT = "certbind"
_SHORTEST_SECRET = 6
_HINT = (
    f"Compare the address in {ADDRESSES} with what apprise's documentation says of the service, "
    "and see that this machine reaches it."
)


class AppriseNotifier:
    """Implements ports.Notifier. Of what the service answers, apprise keeps a sentence or none."""

    def __init__(self, address: str, number: int = 1, longest: float = LONGEST) -> None:
        """number: of those of one service; the ledger knows each by its name."""
        self._address = address
        self._longest = longest
        self.name = f"apprise-{service_of(address)}{'' if number == 1 else f'-{number}'}"

    def post(self, text: str) -> None:
        """RejectedError, also for an address that is none of apprise's; UnavailableError when it
        takes longer.
        """
        import apprise  # noqa: PLC0415 - an extra of the command; half a second

        _keep_quiet()
        service = apprise.Apprise.instantiate(self._address, suppress_exceptions=True)
        if service is None:
            raise RejectedError("apprise knows no such address", **self._named, hint=_HINT)
        sender = apprise.Apprise()
        sender.add(service)
        subject, _, rest = text.partition("\n")
        ended = sender.notify(
            body=rest or subject,
            title=subject if rest else _SUBJECT,
            # Else a service that takes HTML takes ours for it, and the lines run together.
            body_format=apprise.NotifyFormat.TEXT,
            timeout=self._longest,
        )
        if ended.status.name == _TIMEOUT:
            told = f"it did not answer within {self._longest:g} s"
            raise UnavailableError(told, **self._named, hint=_HINT)
        if ended.status.name != _SUCCESS:
            raise RejectedError(self._reason(ended), **self._named, hint=_HINT)

    def _reason(self, ended: Any) -> str:
        sentences = dict.fromkeys(str(entry.message) for entry in ended.logs())
        _, *parts = re.split(r"[/?&=:@,]", self._address)
        secrets = (
            one for part in parts for one in (part, unquote(part)) if len(one) >= _SHORTEST_SECRET
        )
        return clean("; ".join(sentences), self._address, *secrets) or "apprise told no reason"

    @property
    def _named(self) -> dict[str, str]:
        return {"service": self.name, "action": "post"}


def _keep_quiet() -> None:
    """What it logs of a service's answer is read above, and may repeat what was sent: it does not
    go to the terminal as it is.
    """
    logger = logging.getLogger("apprise")
    logger.propagate = False
    logger.setLevel(logging.WARNING)
