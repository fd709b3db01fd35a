"""Access keys of the account: who may sign a request, and with which secret."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass
from datetime import datetime, timedelta

from localcloud.clock import Clock
from localcloud.store import Store

_ALPHABET = string.ascii_letters + string.digits
STS_LIFETIME = timedelta(hours=36)
"""How long the credentials of a function's role last (Function Compute, context page)."""


@dataclass(frozen=True, slots=True)
class AccessKey:
    """A key pair; `token` and `expires` only for temporary (STS) ones.

    principal: `root`, or `role/<name>` for a function's role.
    """

    key_id: str
    secret: str
    principal: str
    token: str = ""
    expires: datetime | None = None


class Credentials:
    """The account's id and keys, made anew at the first start and kept in the state directory."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._clock = clock
        self._keys = store.table("credentials")
        if "account" not in self._keys:
            number = "1" + "".join(secrets.choice(string.digits) for _ in range(15))
            self._keys["account"] = {"id": number}
            self._add(AccessKey("LTAI5t" + _random(18), _random(30), "root"))

    @property
    def account_id(self) -> str:
        """Sixteen digits."""
        return str(self._keys["account"]["id"])

    @property
    def root(self) -> AccessKey:
        """The long-lived key that `env` hands to the user."""
        return next(key for key in self._all() if not key.token)

    def issue_role_key(self, role: str) -> AccessKey:
        """Temporary credentials as Function Compute injects them."""
        key = AccessKey(
            "STS.N" + _random(24),
            _random(44),
            f"role/{role}",
            token="CAIS" + _random(160),
            expires=self._clock.now() + STS_LIFETIME,
        )
        self._add(key)
        return key

    def find(self, key_id: str) -> AccessKey | None:
        """The key with this id, expired or not."""
        record = self._keys.get(key_id)
        return None if record is None or key_id == "account" else _from_record(record)

    def is_expired(self, key: AccessKey) -> bool:
        """Whether a temporary key's time is over."""
        return key.expires is not None and key.expires <= self._clock.now()

    def _add(self, key: AccessKey) -> None:
        self._keys[key.key_id] = {
            "key_id": key.key_id,
            "secret": key.secret,
            "principal": key.principal,
            "token": key.token,
            "expires": key.expires.isoformat() if key.expires else None,
        }

    def _all(self) -> list[AccessKey]:
        return [_from_record(r) for name, r in self._keys.items() if name != "account"]


def _from_record(record: dict[str, str]) -> AccessKey:
    expires = record["expires"]
    return AccessKey(
        record["key_id"],
        record["secret"],
        record["principal"],
        record["token"],
        datetime.fromisoformat(expires) if expires else None,
    )


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
