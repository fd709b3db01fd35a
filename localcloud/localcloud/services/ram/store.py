"""All identities and policies of the account: what the guard asks and the API changes."""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace

from localcloud.clock import Clock
from localcloud.credentials import AccessKey, Credentials
from localcloud.policies import (
    Access,
    Policy,
    TrustPolicy,
    Verdict,
    parse_policy,
    parse_trust,
    trusts,
)
from localcloud.services.ram import checks, errors
from localcloud.services.ram.entities import CUSTOM, SYSTEM, Role, StoredPolicy, Version
from localcloud.services.ram.system_policies import system_policies
from localcloud.store import Store

MOST_ATTACHED = {SYSTEM: 20, CUSTOM: 5}
"""To one role (RAM error page, LimitExceeded.Role.Policy)."""
MOST_VERSIONS = 5


@dataclass(frozen=True, slots=True)
class User:
    """A RAM user as tests make one: its policies are its own, not attached ones."""

    name: str
    id: str
    documents: tuple[str, ...]


class RamStore:
    """Role names are looked up without case: two may not differ by case alone. One lock for all;
    nothing here calls out with it held.
    """

    def __init__(self, store: Store, clock: Clock, credentials: Credentials) -> None:
        self.lock = threading.RLock()
        self.credentials = credentials
        self._clock = clock
        self._roles = store.table("ram.roles")
        self._policies = store.table("ram.policies")
        self._users = store.table("ram.users")
        self._system = system_policies()
        self._parsed: dict[str, Policy] = {}

    @property
    def account(self) -> str:
        """The account's number."""
        return self.credentials.account_id

    def now(self) -> str:
        """The world's time as RAM writes it."""
        return self._clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")

    # What the guard and STS ask.

    def policies_of_role(self, role: str) -> tuple[Policy, ...] | None:
        """The default versions of those attached; None when there is no such role."""
        with self.lock:
            found = self.find_role(role)
            if found is None:
                return None
            documents = [self.policy(kind, name).document for kind, name, _ in found.attached]
            return tuple(self._parse(document) for document in documents)

    def policies_of_user(self, user: str) -> tuple[Policy, ...]:
        """Those of a user; () also when there is none."""
        found = self.find_user(user)
        return () if found is None else tuple(self._parse(text) for text in found.documents)

    def trust_of(self, role: str) -> TrustPolicy | None:
        """Who may take the role on; None when there is no such role."""
        found = self.find_role(role)
        return None if found is None else parse_trust(found.trust)

    def lets_functions(self, role: str) -> bool:
        """Whether Function Compute may take the role on; True when there is no such role."""
        trust = self.trust_of(role)
        if trust is None:
            return True
        access = Access("sts:AssumeRole", role, {"acs:CurrentTime": self._clock.now().isoformat()})
        return trusts(trust, {("Service", "fc.aliyuncs.com")}, access) is Verdict.ALLOWED

    # What the API reads and changes.

    def find_role(self, name: str) -> Role | None:
        """By name, whatever its case."""
        with self.lock:
            record = self._roles.get(name.lower())
            return None if record is None else Role.from_json(record)

    def role(self, name: str) -> Role:
        """EntityNotExist.Role."""
        found = self.find_role(name)
        if found is None:
            raise errors.no_role()
        return found

    def roles(self) -> tuple[Role, ...]:
        """In order of names."""
        with self.lock:
            return tuple(Role.from_json(self._roles[key]) for key in sorted(self._roles))

    def put_role(self, role: Role) -> Role:
        """Add it, or replace the one of its name."""
        with self.lock:
            self._roles[role.name.lower()] = role.to_json()
        return role

    def remove_role(self, name: str) -> None:
        """KeyError when it is not there."""
        with self.lock:
            del self._roles[name.lower()]

    def policy(self, kind: str, name: str) -> StoredPolicy:
        """EntityNotExist.Policy."""
        with self.lock:
            if kind == SYSTEM:
                found = self._system.get(name)
            else:
                record = self._policies.get(name)
                found = None if record is None else StoredPolicy.from_json(record)
        if found is None:
            raise errors.no_policy()
        return found

    def policies(self, kind: str = "") -> tuple[StoredPolicy, ...]:
        """In order of names; `kind` "" for both types."""
        with self.lock:
            custom = [StoredPolicy.from_json(record) for record in self._policies.values()]
        everything = [*custom, *self._system.values()]
        return tuple(sorted((p for p in everything if kind in ("", p.kind)), key=_by_name))

    def put_policy(self, policy: StoredPolicy) -> StoredPolicy:
        """Add it, or replace the one of its name."""
        with self.lock:
            self._policies[policy.name] = policy.to_json()
        return policy

    def remove_policy(self, name: str) -> None:
        """KeyError when it is not there."""
        with self.lock:
            del self._policies[name]

    def holders(self, kind: str, name: str) -> tuple[Role, ...]:
        """The roles that a policy is attached to."""
        return tuple(role for role in self.roles() if role.holds(kind, name))

    # What the world does, as a person would at the console.

    def set_role(self, name: str, documents: Iterable[str], *, service: str = "fc") -> Role:
        """A role that a service of Alibaba Cloud may take on, with exactly these policies
        (`<name>-1` …); one that is there is changed. ServiceError as RAM refuses.

        What the role no longer has goes last: a kill leaves no role with a policy that is not.
        """
        texts = [checks.permission_document(text) for text in documents]
        now, stem = self.now(), checks.role_name(name).replace(".", "-")
        with self.lock:
            for number, text in enumerate(texts, 1):
                version = Version("v1", text, now)
                own = StoredPolicy(f"{stem}-{number}", CUSTOM, "", now, now, "v1", (version,))
                self.put_policy(own)
            new = Role(name, _number(), "", _service_trust(service), now, now, 3600)
            attached = tuple((CUSTOM, f"{stem}-{n}", now) for n in range(1, len(texts) + 1))
            role = self.find_role(name) or new
            changed = self.put_role(replace(role, attached=attached, updated=now))
            for policy in self.policies(CUSTOM):
                own_name = re.fullmatch(re.escape(stem) + "-[0-9]+", policy.name)
                if own_name and not changed.holds(CUSTOM, policy.name):
                    self.remove_policy(policy.name)
            return changed

    def create_user(self, name: str, documents: Iterable[str] = ()) -> AccessKey:
        """A user with these policies, and a key of theirs; again: the policies are replaced."""
        texts = tuple(checks.permission_document(text) for text in documents)
        with self.lock:
            present = self._users.get(name)
            number = present["id"] if present else _number()
            self._users[name] = {"name": name, "id": number, "documents": list(texts)}
        return self.credentials.issue_user_key(name, number)

    def find_user(self, name: str) -> User | None:
        """By exact name."""
        with self.lock:
            record = self._users.get(name)
        if record is None:
            return None
        return User(record["name"], record["id"], tuple(record["documents"]))

    def new_id(self) -> str:
        """Of a role: eighteen digits."""
        return _number()

    def _parse(self, document: str) -> Policy:
        """Every call asks again, so a document is read once."""
        if document not in self._parsed:
            self._parsed[document] = parse_policy(document)
        return self._parsed[document]


def _by_name(policy: StoredPolicy) -> str:
    return policy.name


def _number() -> str:
    return "3" + "".join(secrets.choice("0123456789") for _ in range(17))


def _service_trust(service: str) -> str:
    return (
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",'
        f' "Principal": {{"Service": ["{service}.aliyuncs.com"]}}}}]}}'
    )
