"""Access keys of the account: who may sign a request, and with which secret."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from localcloud.clock import Clock
from localcloud.store import Store

_ALPHABET = string.ascii_letters + string.digits
STS_LIFETIME = timedelta(hours=36)
"""How long the credentials of a function's role last (Function Compute, context page)."""


@dataclass(frozen=True, slots=True)
class AccessKey:
    """A key pair; `token` and `expires` only for temporary (STS) ones.

    principal: `root`, `user/<name>`, or `role/<name>[/<session>]` for one who took a role on.
    session_policy: the policy that AssumeRole was given besides the role's, as text.
    user_id: the number of a RAM user.
    """

    key_id: str
    secret: str = field(repr=False)
    principal: str
    token: str = field(default="", repr=False)
    expires: datetime | None = None
    session_policy: str = ""
    user_id: str = ""


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
        return next(key for key in self._all() if key.principal == "root")

    def issue_role_key(
        self, role: str, *, lifetime: timedelta = STS_LIFETIME, session_policy: str = ""
    ) -> AccessKey:
        """Temporary credentials, by default as Function Compute injects them.

        role: `<name>[/<session>]`.
        """
        key = AccessKey(
            "STS.N" + _random(24),
            _random(44),
            f"role/{role}",
            token="CAIS" + _random(160),
            expires=self._clock.now() + lifetime,
            session_policy=session_policy,
        )
        self._add(key)
        return key

    def issue_user_key(self, user: str, user_id: str) -> AccessKey:
        """A long-lived key of a RAM user."""
        key_id, secret = "LTAI5t" + _random(18), _random(30)
        key = AccessKey(key_id, secret, f"user/{user}", user_id=user_id)
        self._add(key)
        return key

    def expire_role_keys(self, role: str) -> int:
        """End every key of a role now; how many were still good."""
        good = [
            key
            for key in self._all()
            if key.principal.split("/")[:2] == ["role", role] and not self.is_expired(key)
        ]
        for key in good:
            self._add(replace(key, expires=self._clock.now()))
        return len(good)

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
            "session_policy": key.session_policy,
            "user_id": key.user_id,
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
        record.get("session_policy", ""),
        record.get("user_id", ""),
    )


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
