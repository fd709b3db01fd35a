"""What keeps secrets of SDK calls out of logs and errors."""

from __future__ import annotations

import logging
import re

_SDK_PACKAGES = ("aliyunsdkcore", "oss2", "mns")
_LONGEST = 300
_PEM = re.compile(r"-----BEGIN.*", re.DOTALL)
_SIGNED = re.compile(
    r"(string to sign|Signature=|SecurityToken=|security-token).*", re.IGNORECASE | re.DOTALL
)


def silence_sdk_loggers() -> None:
    """Stop the SDKs' own log lines, at every level.

    aliyunsdkcore logs whole URLs (with keys, tokens and signatures) as errors, and prints bodies
    when the environment says DEBUG=sdk; oss2 logs authorization headers. What matters of an error
    is in ours. Call it after the SDK modules are imported; calling it again does nothing.
    """
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in _SDK_PACKAGES:
            logging.getLogger(name).disabled = True
    for name in _SDK_PACKAGES:  # loggers that come into being later
        logging.getLogger(name).setLevel(logging.CRITICAL)


def clean(message: object, *secrets: str) -> str:
    """A service's sentence, short and without PEM, signing material and the given secrets."""
    text = _SIGNED.sub("…", _PEM.sub("…", str(message or "")))
    for secret in filter(None, secrets):
        text = text.replace(secret, "…")
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
