"""Promises of each entry, message and look."""

from __future__ import annotations

import base64
import json
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from localcloud.http import Request, Response
from tests.simulation.account import folder_of, read_entry
from tests.simulation.promises.book import HAND, JOB
from tests.simulation.promises.worth import Worth
from tests.simulation.stream import BY_HAND

if TYPE_CHECKING:
    from tests.simulation.scheduler import Invocation

LARGEST_MESSAGE, LARGEST_ENTRY = 4_096, 262_144
MESSAGES_A_DAY, ENTRIES_A_DAY, CALLS_A_RUN = 250, 250, 600
"""For each domain; and in one run."""
_CONFIRMED = timedelta(seconds=28)
_SECRETS = (b"PRIVATE KEY", b"BEGIN CERTIFICATE")


_READS = (
    "cdn.DescribeDomainCertificateInfo",
    "dcdn.DescribeDcdnDomainCertificateInfo",
    "vod.DescribeVodDomainCertificateInfo",
    "esa.ListCertificatesByRecord",
)
"""By which a write at an edge is guarded."""
_REDIRECT, _CONFLICT = 300, 409
_NO_JOURNALS = ("/certbind%2Freport%2F", "/certbind%2Ffacts%2F")
"""What is kept for people to look at, and what saves calls."""


class Ledger(Worth):
    """What is written and sent."""

    def answered(self, one: Invocation, call: str, request: Request, answer: Response) -> None:
        """A call that was done, whether or not its answer arrives."""
        if call == "oss.PutObject":
            one.seen.setdefault("tried", []).append(call)
        if answer.status == _CONFLICT:
            self._lost_number(one, request)
        if answer.status >= _REDIRECT:
            return
        if call in _READS:
            self._read[one] = self._account.standing()
        elif call in ("mns.SendMessage", "mns.BatchSendMessage"):
            self._messages(one, request)
        elif call == "oss.PutObject":
            self._put(one, request)
        elif call == "cas.ListCertificates" and one.function == "certificate_event":
            self._hit("rare: the list of CAS was read for want of a snapshot")

    def _messages(self, one: Invocation, request: Request) -> None:
        for body in request.body.split(b"</Message>")[:-1]:
            self._message(one, body)

    def _put(self, one: Invocation, request: Request) -> None:
        """An entry, or what is kept beside the ledger."""
        if any(folder in request.path for folder in _NO_JOURNALS):
            self._no_secret(request.body, "what is kept beside the ledger")
        else:
            self._written(one, request)

    def _lost_number(self, one: Invocation, request: Request) -> None:
        """Another was first at the number of an entry."""
        entry = read_entry(request.body)
        subject = str(entry.get("subject", ""))
        if not subject.startswith(("domain/", "line/")):
            return
        newest = self._account.keys(_folder(subject))[:1]
        if newest and read_entry(self._account.read(newest[0])) == entry:
            self._is_own(one, subject, entry)  # the answer to writing it was lost
            one.seen.setdefault("entries", []).append(f"{subject} {entry.get('kind')}")
            return
        if subject.startswith("line/"):
            return
        lost = one.seen.setdefault("lost", [])
        lost.append(subject)
        if len(lost) > 1:
            self._hit("rare: another was first at the ledger, twice in one run")

    def _message(self, one: Invocation, body: bytes) -> None:
        one.seen.setdefault("sent", []).append(_event_in(body))
        if BY_HAND.encode() in _carried(body):
            one.seen.setdefault("wishes", []).append(_event_in(body))
        self._play.result.counts["messages"] += 1
        if len(body) > LARGEST_MESSAGE:
            self.report("bounded", f"a message of {len(body)} bytes")
        self._no_secret(body + _carried(body), "a message")
        if not one.seen.get("tried") and one.function == "recheck":
            self.report("entry before message", f"{one.key} sent before it wrote")
        self._bound(self._sent, MESSAGES_A_DAY, "messages")

    def _written(self, one: Invocation, request: Request) -> None:
        """An entry of the ledger."""
        entry = read_entry(request.body)
        kind, subject = entry.get("kind"), str(entry.get("subject", ""))
        one.seen.setdefault("entries", []).append(f"{subject} {kind}")
        self._play.result.counts["entries"] += 1
        self._hit(f"entry: {kind}")
        self._is_own(one, subject, entry)
        if len(request.body) > LARGEST_ENTRY:
            self.report("bounded", f"an entry of {len(request.body)} bytes")
        self._no_secret(request.body, "an entry")
        self._overtaken(one, _folder(subject))
        self._chain_is_whole(subject, entry)
        if subject.startswith("domain/"):
            self._bound(self._written_on, ENTRIES_A_DAY, "entries")
            self._entry_of_a_domain(one, subject.removeprefix("domain/"), entry)

    @staticmethod
    def _is_own(one: Invocation, subject: str, entry: dict[str, Any]) -> None:
        one.seen.setdefault("own", []).append(f"{subject} #{entry.get('sequence')}")

    def _overtaken(self, one: Invocation, folder: str) -> None:
        """Who was at work as the newest entry was spoilt knew what it had said: what it writes is
        the newest now, and nobody asks for the other one.
        """
        if one in self._knew_better.pop(folder, ()) and folder in self._damaged_at:
            del self._damaged_at[folder]
            self._hit("rare: what was spoilt was overtaken by who had written it")

    def _chain_is_whole(self, subject: str, entry: dict[str, Any]) -> None:
        """It follows the entry before it, and nothing lay in its place."""
        number, folder = entry["sequence"], _folder(subject)
        if (subject, number) in self._numbers:
            self.report("one journal", f"{subject} #{number} was written twice")
        self._numbers.add((subject, number))
        keys = self._account.keys(folder)
        if folder in self._damaged or len(keys) < 2:
            return
        before = read_entry(self._account.read(keys[1]))
        if (number, entry["previous_hash"]) != (before["sequence"] + 1, before["hash"]):
            self.report("one journal", f"{subject} #{number} does not follow what is before it")

    def _entry_of_a_domain(self, one: Invocation, domain: str, entry: dict[str, Any]) -> None:
        kind = entry["kind"]
        state = entry["state"]["domain"]
        self._play.note(
            f"  {one.key} writes {domain} #{entry['sequence']} {kind} "
            f"{entry['reason']} {entry['message'][:120]}"
        )
        self._tries(one, domain, entry)
        if kind == "bound":
            self._way_back_is_kept(domain, state)
        if kind == "foreign_change":
            self._is_anothers(domain, state)
        if kind == "verified":
            self._done_means_served(one, domain, state)
        if kind in ("kept", "refused") and not entry["message"]:
            self.report("always a reason", f"{domain}: {kind} without a word")
        self._mark(entry)

    def _tries(self, one: Invocation, domain: str, entry: dict[str, Any]) -> None:
        """After what failed the same is not tried at once: half a minute at least, unless another
        hand changed what stands.
        """
        state, kind = entry["state"]["domain"], entry["kind"]
        is_over = kind in ("intent", "foreign_change")
        failed = self._failed_at.pop(domain, None) if is_over else None
        if kind == "foreign_change":
            return
        if kind == "bind_failed":
            self._failed_at[domain] = self._now, (state.get("trouble") or {}).get("certificate")
        if failed is None or one.by_hand or folder_of(domain) in self._damaged:
            return
        wanted = (state.get("change") or {}).get("certificate")
        if wanted == failed[1] and self._now - failed[0] < _CONFIRMED:
            self.report("bounded", f"{domain}: {wanted} is tried again at once")

    def _mark(self, entry: dict[str, Any]) -> None:
        kind, told = entry["kind"], entry["message"]
        if entry["reason"]:
            self._hit(f"word: {entry['reason']}")
        if kind == "quarantined":
            self._hit("rare: a damaged entry was set aside")
            if "No sound entry" in told:
                self._hit("rare: no sound entry was left")
        if kind == "bound" and "whose result was never recorded" in told:
            self._hit("rare: a lost answer, and what was wanted stood there")
        if entry["reason"] == "not_made":
            self._hit("rare: a lost answer, and what stood before stood there")
        if "changes from look to look" in told:
            self._hit("rare: a look was contradicted by the one after")

    def _way_back_is_kept(self, domain: str, state: dict[str, Any]) -> None:
        """After a bind the record holds what to go back to, and that is not what was bound."""
        bound, back = (self._certificate_in(state[name]) for name in ("standing", "way_back"))
        returned = (state.get("ours") or {}).get("purpose") == "return"
        is_lost = state["way_back"] is None or (back and back == bound and not returned)
        if is_lost and folder_of(domain) not in self._damaged:
            self.report("always a way back", f"{domain}: {bound} is bound, {back!r} behind it")

    def _is_anothers(self, domain: str, state: dict[str, Any]) -> None:
        """What is called another hand's was not put there by certbind; a list that shows, days
        later, what stood before its last write is believed, as nothing else can be read.
        """
        place = (state.get("place") or {}).get("kind")
        here = [c for c in self.changes if c.spot.domain == domain and c.spot.product == place]
        stands = self._certificate_in(state["standing"])
        is_ours = bool(here) and here[-1].who not in (HAND, JOB) and here[-1].after == stands
        if not is_ours or not stands or folder_of(domain) in self._damaged:
            return
        if self.stale_at is None or self.stale_at < here[-1].at:
            self.report("a hand is not fought", f"{domain}: {here[-1]} is called another hand's")

    def _bound(self, counted: Counter[int], most: int, what: str) -> None:
        day = int((self._play.time.seconds - self._play.begin) // 86_400)
        counted[day] += 1
        allowed = most * len(self._account.spots)
        if counted[day] > allowed:
            self.report("bounded", f"more than {allowed} {what} on day {day}")

    def _no_secret(self, data: bytes, what: str) -> None:
        secret = self._play.cloud.kernel.credentials.root.secret.encode()
        if any(shape in data for shape in (*_SECRETS, secret)):
            self.report("no secret moves", f"{what} holds a secret")

    def looked(self, one: Invocation, domain: str, seen: Any) -> None:
        """What the addresses of a domain truly showed."""
        leaves = tuple(a.chain[0].hex()[-24:] if a.chain else "" for a in seen.addresses)
        self._looks[domain].append((self._now, leaves))
        del self._looks[domain][:-60]
        if len(set(leaves)) > 1:
            self._hit("visitors saw two certificates at once")

    def _done_means_served(self, one: Invocation, domain: str, state: dict[str, Any]) -> None:
        """Two looks, some time apart, at every address: each showed what is bound."""
        bound = self._certificate_in(state["standing"])
        wanted = self._leaf(bound)
        good = [at for at, leaves in self._looks[domain] if leaves and set(leaves) == {wanted}]
        if not good or self._looks[domain][-1][0] != good[-1]:
            self.report("done means served", f"{domain}: {bound} was not seen everywhere at last")
        elif good[-1] - good[0] < _CONFIRMED:
            self.report("done means served", f"{domain}: {bound} was seen once")


def _folder(subject: str) -> str:
    kind, _, name = subject.partition("/")
    return folder_of(name) if kind == "domain" else f"certbind/{subject}/"


def _carried(message: bytes) -> bytes:
    """What a message carries in base64; b"" where that is none."""
    body = message.partition(b"<MessageBody>")[2].partition(b"</MessageBody>")[0]
    try:
        return base64.b64decode(body)
    except ValueError:
        return b""


def _event_in(message: bytes) -> str:
    """The id of the event that a message carries."""
    try:
        return str(json.loads(_carried(message))["id"])
    except (ValueError, KeyError):
        return "?"
