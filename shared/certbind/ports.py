"""What the use cases need of the world, in domain words.

Every method may raise the CloudError family of errors.py; what else it may raise is said there.
An adapter and a fake of the same port pass the same suite in tests/contract/.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from certbind.domain.lifecycle.journal import ChainBreak, Entry
from certbind.domain.model.certificate import Certificate
from certbind.domain.model.identity import CertificateId, Domain, ProductName
from certbind.domain.model.job import Job
from certbind.domain.model.resource import CloudResource
from certbind.domain.model.target import Binding, BoundTarget, Target, TargetScan
from certbind.domain.trust.observation import Endpoint, FetchedCrl, Observation
from certbind.events import Event
from certbind.values import dataclass

if TYPE_CHECKING:  # functions start without what only an operator's commands or orders handle
    from certbind.domain.deployment.dead_letter import HeldMessage
    from certbind.domain.deployment.resources import (
        BucketSeen,
        PolicySeen,
        QueueAttributes,
        RoleSeen,
    )
    from certbind.domain.hygiene.quotas import Quota
    from certbind.domain.jobs.values import Contact, JobId, JobState, SeenJob, WantedJob
    from certbind.domain.renewal.order import Order, OrderCall, Renewable
    from certbind.domain.renewal.records.hosted import Zone, ZoneRecord
    from certbind.domain.renewal.state import WrittenRecord
    from certbind.domain.serving.proof import AddressSettings
    from certbind.domain.serving.values import Fetchers, SettingChange, SettingsSeen


class Clock(Protocol):
    """Time is asked for once per step and passed down."""

    def now(self) -> datetime:
        """Aware UTC."""


class CertificateInventory(Protocol):
    """CAS."""

    def list_certificates(self) -> tuple[Certificate, ...]:
        """Every certificate of every configured site, all pages, expired ones left out.

        From a list: no chain summary, and dates may be days only (`dates_are_exact`).
        """

    def certificate(self, certificate_id: CertificateId) -> Certificate:
        """One certificate with exact dates and its chain summary; NotFoundError names the site."""

    def facts(self, certificate_id: CertificateId) -> Certificate:
        """As `certificate`, for whoever has just read that it is issued: what never changes may
        be kept, and then nothing is asked for.
        """

    def chain(self, certificate_id: CertificateId) -> tuple[bytes, ...] | None:
        """The certificate and what would be served with it, DER, leaf first; None where no call
        without a private key in its answer gives it.
        """


class Orders(Protocol):
    """How CAS renews certificates: V2.0 instances and orders from packages."""

    def read(self, one: Renewable) -> Order:
        """What CAS shows now of the renewal of this certificate's line, the quota included where
        one is needed; UNKNOWN where it shows none.
        """

    def task(self, one: Renewable) -> str | None:
        """Why the last application of its instance failed ("" where CAS says no more); None where
        it did not. A task that succeeded is no certificate.
        """

    def place(self, call: OrderCall, one: Renewable, order: Order) -> int:
        """Make a call that may order, once and never repeated; the number of a package's new
        order, else 0. UnavailableError: it may have been carried out.
        """


class DnsZones(Protocol):
    """The account's own DNS, as far as a CA's records may be written there."""

    def zone_of(self, name: str) -> Zone | None:
        """The innermost of the account that holds a name; None: none that certbind may write."""

    def standing(self, zone: str, host: str) -> tuple[ZoneRecord, ...]:
        """Every record of a host, of any type; () for none."""

    def add(self, record: WrittenRecord) -> str:
        """Write it, once and never repeated; its id. ConflictError: the same is there already.
        UnavailableError: it may have been written.
        """

    def remove(self, record: WrittenRecord) -> None:
        """Delete it by its id; what is not there is deleted."""


class Deployments(Protocol):
    """CAS's own deployment jobs, as far as certbind has to keep out of their way."""

    def under_way(self) -> tuple[Job, ...]:
        """All that are pending, scheduling or processing, at every site that is read."""


class CloudResources(Protocol):
    """CAS's own list of where certificates stand: a copy that lags and lacks products."""

    def listed(self) -> tuple[CloudResource, ...]:
        """All pages of all sites that are read."""


class PreparedJobs(Protocol):
    """CAS's own deployment jobs, where a person has one made and started."""

    def contacts(self, site: str) -> tuple[Contact, ...]:
        """Whom CAS can tell of a job's end; a job needs one."""

    def lying(self, site: str, name: str) -> tuple[JobId, ...]:
        """Those of this name that nobody has started."""

    def create(self, wanted: WantedJob) -> JobId:
        """Made and not started; once, never repeated. UnavailableError: it may have been made."""

    def state(self, job: JobId) -> JobState:
        """NotFoundError where CAS has none of this id."""

    def read(self, job: JobId) -> SeenJob:
        """With all that it is to touch, and what it did so far."""

    def start(self, job: JobId) -> None:
        """Returns where nobody has to start it any more: it is started now, or was before."""


class Quotas(Protocol):
    """What certificates fill besides targets: places that a product counts."""

    def held(self, products: Collection[ProductName] | None = None) -> tuple[Quota, ...]:
        """Of these products; None: of all that have such, where the account has opened them."""


class CertificateDeletions(Protocol):
    """CAS, where a person cleans up."""

    def every(self) -> tuple[Certificate, ...]:
        """Every certificate of every site that is read, ended ones too; whole, or an error."""

    def delete(self, certificate: CertificateId) -> None:
        """An uploaded one. RejectedError where CAS refuses, as for one that a product uses; what
        is not there is deleted.
        """


class RecordLookup(Protocol):
    """DNS: the records that a CA waits for, and where a domain of several edges leads to."""

    def values(self, name: str, kind: str) -> tuple[str, ...] | None:
        """The data of a name (TXT, CNAME or NS), () for none; None where nobody could look."""


class Targets(Protocol):
    """Where the account binds certificates, at one product or all as one. Of one product `scan`,
    `find` and `in_front` raise NotOpenedError where the account has not opened it.
    """

    def scan(self) -> TargetScan:
        """All of them, every page, every bucket; what could not be read is in `failures`."""

    def find(self, domain: Domain) -> TargetScan:
        """The targets with this domain; may cost a whole scan."""

    def read(self, target: Target) -> BoundTarget:
        """One target as it stands now; NotFoundError when it no longer exists."""

    def in_front(self, target: Target) -> TargetScan:
        """The targets of the same domain at this product where they stand in front of a bucket, so
        that visitors may meet them instead of `target`.
        """

    def bind(
        self,
        target: Target,
        certificate_id: CertificateId,
        expects: Binding,
        *,
        just_read: bool = False,
    ) -> str:
        """Attach a certificate where `expects` stands; returns the request id. just_read: the
        caller has read that it stands there, so it is not read once more before the write, nor
        after it: the first look reads it.

        StalePlanError, with nothing changed, when something else stands there. Binding what is
        already bound by us (a lost answer) succeeds. BusyError when the target takes no writes,
        UnfinishedJobError when it took this one and has not carried it out.
        """

    def take_off(self, target: Target, old: Binding, keeps: Binding) -> str:
        """One step of taking `old` out of a place where several certificates may stand
        (BoundTarget.beside), where `keeps` stands; returns the request id, "" where nothing is
        left to do. StalePlanError, with nothing changed, where `keeps` does not stand there.
        """


class TargetSettings(Protocol):
    """How targets are served besides their certificates. UnknownProductError for a product whose
    settings certbind does not know.
    """

    def read(self, target: Target) -> SettingsSeen:
        """As they stand now."""

    def change(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """One write, of one of `steps_of`; returns the request id, "" where all of it stands.

        StalePlanError, with nothing changed, when something else stands than each one's `before`.
        BusyError when the target takes no writes.
        """

    def change_access(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """As `change`, of what decides whether plain HTTP is let in: CDN's redirect and HSTS, a
        bucket's policy. A permission of its own, for who needs no more.
        """

    def change_serving(self, target: Target, changes: Sequence[SettingChange]) -> str:
        """As `change`, of what denies nobody (not a bucket's policy), and takes nothing away."""

    def turn_off(self, target: Target, expects: Binding) -> str:
        """HTTPS off: no certificate any more, where `expects` is bound; as Targets.bind."""

    def fetchers(self, target: Target, names: Collection[str]) -> Fetchers:
        """Which domains fetch from the target's bucket; names: the domains mapped to it."""


class EventQueue(Protocol):
    """The queue that the functions are triggered by."""

    def send(self, event: Event, delay: timedelta = timedelta()) -> None:
        """Deliver at least once, after `delay` (seconds, at most seven days)."""

    def send_all(self, events: Sequence[tuple[Event, timedelta]]) -> None:
        """Each with its delay, in their order, several a call. Where it raises, those before may
        be on their way.
        """


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry of a subject (None: there is none), or what lies damaged in its place.

    age: how old it is by the ledger's own clock; now: that clock. None where it was not told.
    is_newest: False where it was read by its number: others may have written since, and creating
    the next one tells.
    """

    entry: Entry | ChainBreak | None
    age: timedelta | None = None
    now: datetime | None = None
    is_newest: bool = True


@dataclass(frozen=True, slots=True)
class Topmost:
    """Where the newest entry of a subject lies. digest: of its bytes, as the ledger's place lists
    it, "" where it tells none; age: by its clock.
    """

    number: int
    digest: str = ""
    age: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Heads:
    """By subject; one that has no entry is not there. now: the ledger's own clock."""

    newest: Mapping[str, Topmost]
    now: datetime | None = None


class Journal(Protocol):
    """The ledger. LedgerUnsafeError when the bucket cannot protect entries; LedgerNewerError for
    an entry that a newer certbind wrote. Each entry is held to its hash when it is read: what is
    damaged is a break and never an entry, and the next one is sealed after it.
    """

    def newest(self, subject: str) -> Entry | ChainBreak | None:
        """The last entry of a subject."""

    def head(self, subject: str, expects: int = 0) -> Head:
        """As `newest`, with its age. expects: the number that the newest one had when somebody
        looked (0: nobody did); where that entry is there, it alone is read.
        """

    def heads(self, subjects: Collection[str]) -> Heads:
        """Where the newest entries of these subjects lie, and nothing of what they say: as few
        calls as there are pages of a thousand entries, and never more than there are subjects.
        """

    def append(self, entry: Entry) -> None:
        """Create an entry; LedgerConflictError when its number is taken by other content,
        LedgerUnreadableError when the numbers are used up.

        Creating what is already there with the same content succeeds (a lost answer).
        """

    def sound(self, subject: str) -> tuple[Entry, ...]:
        """The sound ones among the newest few, newest first: what is left to go on from."""

    def entries(self, subject: str) -> tuple[Entry, ...]:
        """All of them, newest first; LedgerUnreadableError when one cannot be read."""

    def history(self, subject: str) -> tuple[Entry | ChainBreak, ...]:
        """As `entries`, but a break stands in place of each object that is no entry."""

    def subjects(self, prefix: str) -> Sequence[str]:
        """All subjects that start with `prefix`, sorted."""


class KeptReports(Protocol):
    """Files beside the ledger, written over when they are kept anew: what a sweep leaves for
    people to look at, and what saves calls. Nothing that a decision rests on is only there.
    """

    def read(self, name: str) -> bytes | None:
        """As it was kept last; None where none was."""

    def keep(self, name: str, content_type: str, data: bytes) -> None:
        """Under a plain file name, in the place of what was there."""


class TlsProbe(Protocol):
    """Handshakes with every address of a domain; a failed one is a result, never an exception."""

    def observe(self, domain: Domain) -> Observation:
        """Resolve and connect to each address, within the probe's own deadlines."""

    def observe_all(self, endpoints: Iterable[Endpoint]) -> Iterator[tuple[Endpoint, Observation]]:
        """Many side by side, each told as it comes to its end; they are taken as there is room."""


class SettingsProbe(Protocol):
    """Requests as a visitor makes them; a failed one is a result, never an exception."""

    def observe(self, domain: Domain) -> tuple[AddressSettings, ...]:
        """One an address; () where the name leads nowhere."""


class CrlSource(Protocol):
    """The lists by which CAs say what they revoked."""

    def crls_for(
        self, chains: Sequence[tuple[bytes, ...]], at: datetime
    ) -> tuple[FetchedCrl, ...]:
        """Those that the trusted paths of these chains (DER, leaf first) name, within the source's
        own deadline; one that did not come is there with its problem. It raises nothing.
        """


class DeadLetters(Protocol):
    """The queue for what could not be handled. A message that is taken is hidden from others for
    the queue's visibility time (seconds to hours), and comes back by itself.
    """

    def look(self) -> tuple[HeldMessage, ...] | None:
        """All that are visible now, hidden from nobody and without a receipt; None where there
        are more than one look shows.
        """

    def take(self) -> tuple[HeldMessage, ...]:
        """Some of the messages that are visible now, oldest first; () when none is."""

    def put_back(self, message: HeldMessage) -> None:
        """Show it again soon; nothing happens when it is shown already or gone."""

    def delete(self, message: HeldMessage) -> bool:
        """Remove it; False when it was shown again meanwhile, or is gone."""


class Notifier(Protocol):
    """Where people read notices: a group's robot, or an address of their own."""

    @property
    def name(self) -> str:
        """As settings and records call it; no part of its address."""

    def post(self, text: str) -> None:
        """Returns when it was taken. RejectedError where the answer says that it was not, though
        the status may be 200; nothing that is raised holds the address.
        """


class QueueKeeper(Protocol):
    """The account's queues, for setup."""

    def read(self, name: str) -> QueueAttributes | None:
        """None: there is no such queue."""

    def holds_messages(self, name: str) -> bool:
        """Whether one is visible; none is taken."""

    def create(self, name: str, attributes: QueueAttributes) -> None:
        """Creating what is there with the same attributes succeeds."""

    def change(self, name: str, attributes: QueueAttributes) -> None:
        """Set all attributes of a queue that is there."""

    def delete(self, name: str) -> None:
        """With every message in it."""


class LedgerKeeper(Protocol):
    """The ledger's bucket, for setup."""

    def read(self) -> BucketSeen | None:
        """None: the account has no bucket of this name."""

    def create(self) -> None:
        """Private, in the functions' region. ConflictError when another account has the name."""

    def make_private(self) -> None:
        """Its ACL."""

    def block_public_access(self) -> None:
        """No ACL and no policy opens it to the public any more."""

    def other_key(self) -> str:
        """The key of an object that is none of the ledger's; "" where there is none."""

    def delete(self) -> None:
        """The ledger's entries, then the bucket; RejectedError when it holds anything else."""


class RoleKeeper(Protocol):
    """RAM, for setup: roles, custom policies, and which role holds which."""

    def role(self, name: str) -> RoleSeen | None:
        """None: there is no such role."""

    def create_role(self, name: str, trust: Mapping[str, Any], description: str) -> None:
        """ConflictError when there is one."""

    def change_trust(self, name: str, trust: Mapping[str, Any], description: str) -> None:
        """Who may take it on."""

    def delete_role(self, name: str) -> None:
        """RejectedError while it holds policies."""

    def policy(self, name: str) -> PolicySeen | None:
        """None: there is no such custom policy."""

    def create_policy(self, name: str, document: Mapping[str, Any], description: str) -> None:
        """ConflictError when there is one."""

    def change_policy(self, name: str, document: Mapping[str, Any]) -> None:
        """A new default version; the oldest one goes when there are five."""

    def delete_policy(self, name: str) -> None:
        """With all its versions; RejectedError while a role or user holds it."""

    def attach(self, name: str) -> None:
        """The policy `name` to the role `name`."""

    def detach(self, role: str, kind: str, policy: str) -> None:
        """kind: `Custom` or `System`."""
