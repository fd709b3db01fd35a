"""What time a service says it is."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from http.client import HTTPException

import certifi

from certbind.adapters.calls.network import why_not_reached
from certbind.adapters.calls.wire.proxies import goes_direct
from certbind.errors import UnavailableError
from certbind.ports.clock import Clock

ANSWER_SECONDS = 10


def read_times(endpoint: str, clock: Clock) -> tuple[datetime, datetime]:
    """The Date of an answer, whatever the answer is, and this machine's time in the middle of
    the call. UnavailableError when there is no answer, or none with a Date.
    """
    before = clock.now()
    date = _date_of(endpoint)
    after = clock.now()
    try:
        theirs = parsedate_to_datetime(date).astimezone(timezone.utc)
        # The Date is cut to whole seconds: half a second is added to it.
        theirs += timedelta(seconds=0.5)
    except (TypeError, ValueError, OverflowError):
        raise _failed(endpoint, "its answer has no Date") from None
    return theirs, before + (after - before) / 2


def _date_of(endpoint: str) -> str:
    handlers: list[urllib.request.BaseHandler] = [
        urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=certifi.where()))
    ]
    if goes_direct(endpoint):
        handlers.append(urllib.request.ProxyHandler({}))
    opener = urllib.request.build_opener(*handlers)
    try:
        with opener.open(f"{endpoint}/", timeout=ANSWER_SECONDS) as answer:
            return str(answer.headers.get("Date", ""))
    except urllib.error.HTTPError as refusal:  # unsigned calls are refused, with a Date
        with refusal:
            return str(refusal.headers.get("Date", ""))
    except (OSError, ValueError, HTTPException) as error:
        raise _failed(endpoint, why_not_reached(error, endpoint)) from None


def _failed(endpoint: str, what: str) -> UnavailableError:
    return UnavailableError(what, service="http", action="GET", subject=endpoint)
