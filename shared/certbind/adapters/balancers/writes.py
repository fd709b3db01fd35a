"""What is written at a listener's slots: each write is a job, and is waited for, not long."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timezone

from certbind.adapters.balancers.lists import Region
from certbind.adapters.balancers.reading import Known
from certbind.adapters.balancers.slots import Balancer, Listener, Slot
from certbind.domain.model.target import Target
from certbind.errors import QuotaError, RejectedError, UnfinishedJobError
from certbind.values import dataclass

_POLLS = 10
_BETWEEN = 1.0
_RESERVE = 5.0

Again = Callable[[], Balancer]


def now() -> datetime:
    """To tell which certificates of a full instance are over."""
    return datetime.now(timezone.utc)


@dataclass(frozen=True, slots=True)
class Begun:
    """A write that was taken. job: "" where the service named none."""

    action: str
    job: str = ""
    request_id: str = ""


_BEFORE = Begun("AssociateAdditionalCertificatesWithListener")


@dataclass(frozen=True, slots=True)
class SlotWrites:
    """At one target. again: reads the load balancer anew."""

    region: Region
    target: Target
    again: Again

    def replace_default(self, listener: Listener, certificate: str) -> str:
        """What was the default one is attached there no more."""
        dialect = self.region.dialect
        begun = self._write(
            "UpdateListenerAttribute",
            listener,
            {f"{dialect.default}.1{dialect.item}": certificate},
        )
        self._wait(begun, lambda seen: _is_default(seen, listener, certificate))
        return begun.request_id

    def associate(
        self,
        seen: Balancer,
        listener: Listener,
        certificate: str,
        known: Callable[[str], Known | None],
    ) -> str:
        """Beside what is there, where there is room."""
        action = "AssociateAdditionalCertificatesWithListener"
        self._refuse_without_room(seen, action, known)
        begun = self._write(action, listener, self._additional(certificate))
        self.wait_until_there(listener, certificate, begun)
        return begun.request_id

    def take_off(self, listener: Listener, certificate: str) -> str:
        """An additional one."""
        action = self.region.dialect.take_off
        begun = self._write(action, listener, self._additional(certificate))
        self._wait(begun, lambda seen: seen.at(listener, certificate) is None)
        return begun.request_id

    def wait_until_there(
        self, listener: Listener, certificate: str, begun: Begun | None = None
    ) -> None:
        """A job, of this run or of one before, brings it."""
        self._wait(begun or _BEFORE, lambda seen: _is_settled(seen.at(listener, certificate)))

    def _additional(self, certificate: str) -> Mapping[str, str]:
        dialect = self.region.dialect
        return {f"{dialect.additional}.1{dialect.item}": certificate}

    def _write(self, action: str, listener: Listener, params: Mapping[str, str]) -> Begun:
        asked = {"ListenerId": listener.id, **params}
        answer = self.region.call(action, asked, str(self.target), is_write=True)
        return Begun(action, str(answer.get("JobId") or ""), str(answer["RequestId"]))

    def _wait(self, begun: Begun, is_done: Callable[[Balancer], bool]) -> None:
        """A few seconds; a job that takes longer is looked at again by a later step, and what the
        listener shows then tells how it ended.
        """
        retry = self.region.retry
        for poll in range(_POLLS):
            if is_done(self.again()):
                return
            if begun.job:
                self._refuse_failed(begun)
            if poll == _POLLS - 1 or retry.deadline.seconds_left() < _RESERVE:
                break
            retry.sleep(_BETWEEN)
        which = f"its job {begun.job}" if begun.job else "a job of before"
        raise UnfinishedJobError(
            f"{which} has not ended yet",
            service=self.region.dialect.name,
            action=begun.action,
            subject=str(self.target),
            request_id=begun.request_id,
        )

    def _refuse_failed(self, begun: Begun) -> None:
        status, told = self.region.job(begun.job, str(self.target))
        if status == "failed":
            raise RejectedError(
                f"its job {begun.job} failed: {told or 'the service does not say why'}",
                service=self.region.dialect.name,
                action=begun.action,
                subject=str(self.target),
                request_id=begun.request_id,
            )

    def _refuse_without_room(
        self, seen: Balancer, action: str, known: Callable[[str], Known | None]
    ) -> None:
        most, used = self.region.dialect.quota(seen.edition), seen.additional
        if len(used) < most:
            return
        ended = sorted({one.certificate for one in used if _has_ended(known(one.certificate))})
        over = f"; these are over: {', '.join(ended)}" if ended else "; none of them is over"
        raise QuotaError(
            f"{seen.id} has {len(used)} of {most} additional certificates{over}",
            service=self.region.dialect.name,
            action=action,
            subject=str(self.target),
            hint="Nothing was changed. Take off one that is over or not needed: console of the "
            "load balancer, the listener's certificates (an instance of a higher edition has "
            "room for more).",
        )


def _has_ended(known: Known | None) -> bool:
    return known is not None and known.ends < now()


def _is_settled(slot: Slot | None) -> bool:
    return slot is not None and slot.is_settled


def _is_default(seen: Balancer, listener: Listener, certificate: str) -> bool:
    slot = seen.at(listener, certificate)
    return slot is not None and slot.is_default and slot.is_settled
