"""What keeps secrets of SDK calls out of logs and errors."""

from __future__ import annotations

import logging
import re
from urllib.parse import quote

from certbind.redaction import redact

_SDK_PACKAGES = ("aliyunsdkcore", "oss2", "mns")
_LONGEST = 300
_PEM = re.compile(r"-----BEGIN.*", re.DOTALL)
_SIGNED = re.compile(
    r"(string to sign|Signature(=|%3D)|SecurityToken(=|%3D)|security-token).*",
    re.IGNORECASE | re.DOTALL,
)


def silence_sdk_loggers() -> None:
    """Stop the SDKs' own log lines, at every level.

    aliyunsdkcore logs whole URLs (with keys, tokens and signatures) as errors, and prints bodies
    when the environment says DEBUG=sdk; oss2 logs authorization headers. What matters of an error
    is in ours. Call it after the SDK modules are imported; calling it again does nothing.
    """
    for name, logger in list(logging.root.manager.loggerDict.items()):
        if name.partition(".")[0] in _SDK_PACKAGES and isinstance(logger, logging.Logger):
            logger.disabled = True
    for package in map(logging.getLogger, _SDK_PACKAGES):  # for loggers that come later
        if package.level != logging.CRITICAL:  # to set it makes every logger forget what it knows
            package.setLevel(logging.CRITICAL)


def clean(message: object, *secrets: str) -> str:
    """A service's word or sentence, short and without PEM, signing material, the given secrets (as
    they are and as a URL carries them) and what else has a secret's shape.
    """
    text = _SIGNED.sub("…", _PEM.sub("…", str(message or "")))
    for secret in filter(None, secrets):
        for form in (secret, quote(secret, safe=""), quote(secret)):
            text = text.replace(form, "…")
    text = " ".join(redact(text).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
