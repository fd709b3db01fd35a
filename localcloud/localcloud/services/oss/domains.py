"""Which domains OSS takes at all, and the tokens by which their ownership is proven."""

from __future__ import annotations

import re
import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from localcloud.services.oss import errors
from localcloud.services.oss.errors import OssRefusal
from localcloud.store import Store

TOKEN_LIFETIME = timedelta(hours=72)
_SHORTEST = 4
_LONGEST = 253
_RESERVED = ("aliyuncs.com", "aliyun.com", "aliyun-inc.com", "taobaocdn.com", "taobao.com")
_DOMAIN = re.compile(r"(?:(?!-)[a-z0-9_-]{1,63}(?<!-)\.)+(?!-)[a-z0-9-]{2,63}(?<!-)")


def check_domain(domain: str) -> str:
    """The domain in lower case. Refused: too short, of Alibaba's own, wildcard, not ASCII."""
    name = domain.lower()
    if len(name) < _SHORTEST:
        text = "Entire hostname must be longer than 3 ASCII characters."
        raise errors.invalid_argument("Domain", domain, text, "0017-00000249")
    if name.endswith(tuple(f".{suffix}" for suffix in _RESERVED)) or name in _RESERVED:
        text = "The domain has a suffix that is reserved."
        raise errors.invalid_argument("Domain", domain, text, "0018-00000401")
    if len(name) > _LONGEST or not _DOMAIN.fullmatch(name):
        text = "The domain is invalid."
        raise errors.invalid_argument("Domain", domain, text, "0018-00000401")
    return name


@dataclass(frozen=True, slots=True)
class Token:
    """What the TXT record `_dnsauth.<domain>` must show."""

    bucket: str
    domain: str
    text: str
    expires: datetime


class Tokens:
    """One token for a bucket and a domain; asked again within 72 hours it is the same."""

    def __init__(self, store: Store, lock: threading.RLock) -> None:
        self._records = store.table("oss.tokens")
        self._lock = lock

    def create(self, bucket: str, domain: str, now: datetime) -> Token:
        """The token in force, or a new one."""
        with self._lock:
            present = self.find(bucket, domain, now)
            if present is not None:
                return present
            made = Token(bucket, domain, secrets.token_hex(16), now + TOKEN_LIFETIME)
            self._records[f"{bucket}/{domain}"] = {
                "text": made.text,
                "expires": made.expires.isoformat(),
            }
            return made

    def find(self, bucket: str, domain: str, now: datetime) -> Token | None:
        """The token in force, or None."""
        record = self._records.get(f"{bucket}/{domain}")
        if record is None:
            return None
        expires = datetime.fromisoformat(record["expires"])
        return Token(bucket, domain, record["text"], expires) if now < expires else None

    def get(self, bucket: str, domain: str, now: datetime) -> Token:
        """CnameTokenNotFound when there is none, or none any more."""
        found = self.find(bucket, domain, now)
        if found is None:
            text = "Cname token not found."
            raise OssRefusal(
                404, "CnameTokenNotFound", text, "0018-00000301", Bucket=bucket, Cname=domain
            )
        return found
