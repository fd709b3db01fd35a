"""Clauses about a line's renewal: what is due, what would be spent, what a person has to do."""

from __future__ import annotations

from datetime import timedelta

from certbind.domain.decide.words import day
from certbind.domain.model.identity import CertificateId
from certbind.domain.model.policy import ExpiryStage, renewal_lead
from certbind.domain.renewal.order import Order, OrderCall, OrderKind, OrderStage, Renewable

_NAMES_TOLD = 3
_LONG = 90
_BY_HAND = "order one by hand, or upload one (certbind upload); it is bound when CAS has it"
_OVER = {
    "refund": "was refunded, and nothing is issued on it any more:",
    "closed": "is closed, and nothing is issued on it any more:",
    "expired": "has ended: extend its subscription, or buy another; else",
}


def subject(one: Renewable) -> str:
    """`certificate 5-cn-hangzhou (www.shop.example), which ends 2027-02-01`."""
    names = ", ".join(one.names[:_NAMES_TOLD])
    more = f" and {len(one.names) - _NAMES_TOLD} more" * (len(one.names) > _NAMES_TOLD)
    return f"certificate {one.id} ({names}{more}), which ends {day(one.not_after)}"


def not_due(one: Renewable) -> str:
    """From when on it is."""
    due = one.not_after - renewal_lead(one.not_after - one.not_before)
    return f"{subject(one)}: due from {day(due)} on"


def due(one: Renewable, stage: ExpiryStage | None) -> str:
    """How near it is."""
    near = f" ({stage.value})" if stage is not None else ""
    return f"{subject(one)}{near}: its renewal is due, and ordered next"


def issued(one: Renewable, latest: CertificateId) -> str:
    """There is nothing to order."""
    return f"{subject(one)}: {latest} was issued after it; nothing more is ordered"


def issued_and_gone(one: Renewable, issued_id: CertificateId) -> str:
    """Revoked, or a late answer: nobody orders a third one by himself."""
    return (
        f"{subject(one)}: {issued_id} was issued after it, and CAS shows it no more (revoked?): "
        f"{_BY_HAND}"
    )


def why_cannot(one: Renewable, order: Order | None) -> str:
    """Why CAS cannot renew it; "" where it can, as far as is known."""
    if one.uploaded or (order is not None and order.kind is OrderKind.UPLOAD):
        return f"it was uploaded, and CAS renews only what it sold: {_BY_HAND}"
    if one.is_test or (order is not None and order.kind is OrderKind.TEST):
        return f"it is a test certificate, which CAS does not renew: {_BY_HAND}"
    return "" if order is None else _why_not_this(one, order)


def _why_not_this(one: Renewable, order: Order) -> str:
    if order.kind is OrderKind.UNKNOWN:
        return f"CAS shows no instance and no order that it is of: {_BY_HAND}"
    if order.stage is OrderStage.OVER:
        what = _OVER.get(order.state, f"is {order.state}, and nothing is issued on it any more:")
        return f"instance {one.instance_id} {what} {_BY_HAND}"
    if order.own_csr:
        return (
            "its key is held elsewhere, and a CA takes a CSR once: give the instance a new CSR "
            "and apply for it in the console"
        )
    return ""


def cannot(one: Renewable, stage: ExpiryStage | None, why: str) -> str:
    """With how near it is."""
    return f"{subject(one)}{f' ({stage.value})' if stage else ''}: {why}"


def spends(order: Order, one: Renewable) -> str:
    """What the renewal takes."""
    if order.kind is OrderKind.INSTANCE:
        return f"one application on instance {one.instance_id}, which is paid for already"
    left = "an unknown number" if order.left is None else str(order.left)
    return f"one of {left} left of the quota of {order.product}"


def orders(one: Renewable, order: Order, call: OrderCall) -> str:
    """What is done next."""
    return f"{subject(one)}: its renewal is due; {call.value} takes {spends(order, one)}"


def not_named(one: Renewable, order: Order | None, would: OrderCall | None) -> str:
    """What a person would switch on."""
    if order is None or would is None:
        return (
            f"{subject(one)}: its renewal is due, and CERTBIND_RENEW does not name it; `certbind "
            "plan` says what it would take"
        )
    return (
        f"{subject(one)}: would order by {would.value} ({spends(order, one)}); CERTBIND_RENEW "
        "does not name it"
    )


def checking(one: Renewable, order: Order | None) -> str:
    """It is under way."""
    number = f" (order {order.number})" if order is not None and order.number else ""
    remark = f": {order.remark}" if order is not None and order.remark else ""
    return f"{subject(one)}: its renewal is applied for{number}, and under way{remark}"


def looks_again(left: timedelta) -> str:
    """When its own message brings the line back; what the CA issues `watch` sees before."""
    minutes = max(1, round(left.total_seconds() / 60))
    span = f"{minutes} min" if minutes < _LONG else f"{round(minutes / 60)} h"
    return f"certbind looks again by itself in {span}"


def not_applied(order: Order) -> str:
    """A renewed order waits for a person."""
    return (
        f"order {order.number} of {order.product} is renewed and waits for its application, which "
        "no call of the API submits: submit it in the console (SSL Certificates, Apply)"
    )


def awaited(one: Renewable, call: OrderCall) -> str:
    """A call's end is not known yet."""
    return f"{subject(one)}: {call.value} was begun, and how it ended is read from CAS first"


def not_taken(one: Renewable, call: OrderCall) -> str:
    """Read back in vain."""
    return f"{subject(one)}: {call.value} was begun and CAS shows nothing of it"


def refused(one: Renewable, order: Order | None) -> str:
    """In the CA's own words."""
    said = f": {order.remark}" if order is not None and order.remark else ""
    return (
        f"{subject(one)}: the CA refused the application{said}; mend the cause and apply for it "
        "in the console, certbind follows it from there"
    )


def vanished(one: Renewable, order: Order) -> str:
    """Withdrawn, perhaps."""
    said = f" ({order.remark})" if order.remark else ""
    return (
        f"{subject(one)}: it was applied for, and CAS shows no application and no new certificate"
        f"{said}; was it withdrawn? Apply for it in the console, certbind follows it from there"
    )


def hosting(one: Renewable) -> str:
    """CAS does it."""
    return f"{subject(one)}: CAS renews it by itself (AutoReissue); it is waited for"


def hosting_is_late(one: Renewable, stage: ExpiryStage | None) -> str:
    """CAS did not do it."""
    near = stage.value if stage else "late"
    return (
        f"{subject(one)} ({near}): CAS should have renewed it by itself (AutoReissue) and has "
        "not: see the instance in the console, its validation records above all, or switch "
        "hosting off there and certbind orders"
    )


def after_trouble(one: Renewable, word: str, left: timedelta) -> str:
    """A pause."""
    minutes = max(1, round(left.total_seconds() / 60))
    return f"{subject(one)}: the last try ended with {word}; the next is in {minutes} min"


def ceiling(one: Renewable, left: timedelta) -> str:
    """The day's calls are used up."""
    hours = max(1, round(left.total_seconds() / 3600))
    return (
        f"{subject(one)}: three calls that may order were made within a day; the next may be in "
        f"{hours} h. `certbind history` of a domain says what became of them"
    )


def no_quota(one: Renewable, order: Order) -> str:
    """Nothing is left to order from."""
    return (
        f"{subject(one)}: nothing is left of the quota of {order.product}: buy more of it, or "
        f"{_BY_HAND}"
    )
