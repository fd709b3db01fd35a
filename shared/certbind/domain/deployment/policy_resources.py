"""What actions are allowed on, as RAM policies name it.

Forms of resources: OSS "RAM policy" page, CDN's and MNS's RAM tables; CAS has no narrower one
than `*`. A product's own resources are declared in its folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from certbind.domain.model.identity import ProductName
from certbind.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that policies are written for. only: by product, the names (domains, buckets) that
    the roles may see and change; a product that is missing is not narrowed.
    without: products that are not used. renews: whether anything may be ordered. validates:
    whether a CA's records may be written. hardens: whether recheck may change settings.
    """

    account_id: str
    region: str
    queue: str
    dead_letters: str
    ledger_bucket: str
    ledger_prefix: str
    log_project: str
    log_store: str
    prefix: str
    only: Mapping[ProductName, tuple[str, ...]] = field(default_factory=dict)
    renews: bool = False
    validates: bool = False
    hardens: bool = False
    without: tuple[ProductName, ...] = ()

    def narrowed(self, product: ProductName) -> tuple[str, ...]:
        """The names that alone count at this product; () for all of them."""
        return self.only.get(product, ())


@dataclass(frozen=True, slots=True)
class Resource:
    """What an action is allowed on. words: how a person reads it, once in all.

    forms: as a policy's Resource element lists them, with the fields of Scope in braces. of: the
    product whose names narrow it: each form then stands once for each `{name}`, and once with `*`
    where all count. condition: operator, key and form of its value.
    """

    words: str
    forms: tuple[str, ...]
    of: ProductName | None = None
    condition: tuple[str, str, str] | None = None

    def names_in(self, scope: Scope) -> tuple[str, ...]:
        """As a policy's Resource element lists them."""
        names = (scope.narrowed(self.of) if self.of else ()) or ("*",)
        filled = (_fill(form, scope, name) for form in self.forms for name in names)
        return tuple(dict.fromkeys(filled))

    def condition_in(self, scope: Scope) -> dict[str, Any]:
        """As a policy's Condition element; {} for none."""
        if self.condition is None:
            return {}
        operator, key, form = self.condition
        return {operator: {key: [_fill(form, scope, "*")]}}


def _fill(form: str, scope: Scope, name: str) -> str:
    return form.format(scope=scope, name=name)


_OSS = "acs:oss:*:{scope.account_id}:"
_QUEUES = "acs:mns:{scope.region}:{scope.account_id}:/queues/"
_RAM = "acs:ram:*:{scope.account_id}:"
_LOG = "acs:log:{scope.region}:{scope.account_id}:project/{scope.log_project}"
_QUEUE, _DEAD = f"{_QUEUES}{{scope.queue}}", f"{_QUEUES}{{scope.dead_letters}}"
_LEDGER = f"{_OSS}{{scope.ledger_bucket}}"

EVERYTHING = Resource("everything", ("*",))
EVERY_BUCKET = Resource("all buckets", (f"{_OSS}*",))
LEDGER = Resource("the ledger's bucket", (_LEDGER,))
LEDGER_WHOLE = Resource("the ledger's bucket or what is in it", (_LEDGER, f"{_LEDGER}/*"))
LEDGER_LISTING = Resource(
    "the ledger's keys",
    (_LEDGER,),
    condition=("StringLike", "oss:Prefix", "{scope.ledger_prefix}*"),
)
LEDGER_ENTRIES = Resource("the ledger's entries", (f"{_LEDGER}/{{scope.ledger_prefix}}*",))
QUEUE = Resource("messages of the queue", (f"{_QUEUE}/messages",))
DEAD_LETTERS = Resource("messages of the dead-letter queue", (f"{_DEAD}/messages",))
QUEUES = Resource("both queues", (_QUEUE, _DEAD))
QUEUE_MESSAGES = Resource("messages of both queues", (f"{_QUEUE}/messages", f"{_DEAD}/messages"))
LOG_STORE = Resource("the functions' log store", (f"{_LOG}/logstore/{{scope.log_store}}",))
ROLES = Resource("the deployment's roles", (f"{_RAM}role/{{scope.prefix}}-*",))
POLICIES = Resource("the deployment's policies", (f"{_RAM}policy/{{scope.prefix}}-*",))
EVERY_ROLE = Resource("all roles", (f"{_RAM}role/*",))
EVERY_POLICY = Resource("all policies", (f"{_RAM}policy/*",))
