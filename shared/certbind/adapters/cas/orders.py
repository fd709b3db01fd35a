"""CAS as the place where certificates are ordered (Orders).

The classic SDK is frozen at 2023-12 and has no class for the instances' actions: they go by
CommonRequest. A call that may order is made once: whoever lost its answer reads back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from certbind.adapters.calls.paging import Page, read_all_pages
from certbind.adapters.calls.retry import Retry
from certbind.adapters.calls.rpc.api import OpenApi, unlisted_request
from certbind.adapters.cas.inventory import VERSION
from certbind.adapters.cas.order_reading import (
    Item,
    certificate_number,
    from_instance,
    from_order_state,
    instance_fields,
    package_left,
)
from certbind.adapters.cas.reading import UnreadableItemError, page_of
from certbind.adapters.cas.times import read_epoch
from certbind.domain.deployment.permissions import Permission, Permissions
from certbind.domain.deployment.policy_resources import EVERYTHING
from certbind.domain.model.identity import CertificateId
from certbind.domain.renewal.order import Order, OrderCall, OrderKind, OrderStage, Renewable
from certbind.errors import NotFoundError, RejectedError
from certbind.values import dataclass, replace

T = TypeVar("T")

_ORDERS_A_PAGE = 50
_FREE = "FREE"
_LIST_STAGES = {
    "PAYED": OrderStage.PAYED,
    "CHECKING": OrderStage.CHECKING,
    "CHECKED_FAIL": OrderStage.REFUSED,
    "NOTACTIVATED": OrderStage.CHECKING,
}


def _permission(action: str, why: str) -> Permission:
    return Permission(f"yundun-cert:{action}", EVERYTHING, why, if_renewing=True)


HOSTING_PERMISSIONS: Permissions = {
    "instance": (
        Permission(
            "yundun-cert:GetInstanceDetail",
            EVERYTHING,
            "whether CAS's hosting, or a person, renews what CERTBIND_RENEW does not name",
        ),
    ),
}
PERMISSIONS: Permissions = {
    "read": (
        _permission("GetInstanceDetail", "how far the renewal of a V2.0 instance is"),
        _permission("ListUserCertificateOrder", "finds the order that a certificate is of"),
        _permission("DescribeCertificateState", "how far an order is"),
        _permission("DescribePackageState", "what is left of a package's quota"),
    ),
    "task": (_permission("GetTaskAttribute", "why an application was refused"),),
    "place": (
        _permission("UpdateInstance", "orders: gives an instance its data again"),
        _permission("ApplyCertificate", "orders: applies for an instance's next certificate"),
        _permission("CreateCertificateForPackageRequest", "orders from a package's quota"),
        _permission("RenewCertificateOrderForPackageRequest", "orders the renewal of an order"),
    ),
}


@dataclass(frozen=True, slots=True)
class _Listed:
    """An order of the list. end: of its certificate, where it has one."""

    item: Item

    @property
    def number(self) -> int:
        number = self.item.get("OrderId")
        return number if type(number) is int else 0

    @property
    def names(self) -> frozenset[str]:
        return frozenset(filter(None, str(self.item.get("Domain") or "").lower().split(",")))

    def text(self, field: str) -> str:
        return str(self.item.get(field) or "")


class CasOrders:
    """sites: an OpenApi of service `cas` for each region."""

    def __init__(self, sites: Mapping[str, OpenApi], retry: Retry) -> None:
        self._sites = dict(sites)
        self._retry = retry

    def read(self, one: Renewable) -> Order:
        """See Orders. An id of no instance is looked for among the orders of the old model."""
        if one.uploaded:
            return Order(OrderKind.UPLOAD)
        return self.instance(one) or self._package(self._site(one), one)

    def instance(self, one: Renewable) -> Order | None:
        """See Hosting; and Orders, which takes it for the newest application."""
        if one.uploaded:
            return None
        api = self._site(one)
        detail = self._instance(api, one)
        if detail is None:
            return None
        return self._readable(api, "GetInstanceDetail", one, lambda: from_instance(detail, one))

    def task(self, one: Renewable) -> str | None:
        """See Orders. Its id is the instance's (UNCERTAIN): one that is not found says nothing."""
        try:
            answer = self._ask(self._site(one), "GetTaskAttribute", one, TaskId=one.instance_id)
        except (NotFoundError, RejectedError):
            return None
        if str(answer.get("TaskStatus") or "").lower() != "failed":
            return None
        return str(answer.get("TaskMessage") or "")

    def place(self, call: OrderCall, one: Renewable, order: Order) -> int:
        """See Orders."""
        api = self._site(one)
        answer = api.call(
            unlisted_request("cas", VERSION, call.value),
            self._params(api, call, one, order),
            subject=str(one.id),
            is_write=True,
            is_once=True,
        )
        number = str(answer.get("OrderId") or "")
        return int(number) if number.isdigit() else 0

    def _params(
        self, api: OpenApi, call: OrderCall, one: Renewable, order: Order
    ) -> dict[str, str | int]:
        if call is OrderCall.UPDATE:
            detail = self._instance(api, one)
            return {"InstanceId": one.instance_id, **instance_fields(detail or {}, one)}
        if call is OrderCall.APPLY:
            return {"InstanceId": one.instance_id}
        if call is OrderCall.RENEW:
            return {"OrderId": order.renewed}
        return {
            "ProductCode": order.product,
            "Domain": ",".join(one.names),
            "ValidateType": "DNS",
        }

    def _instance(self, api: OpenApi, one: Renewable) -> Item | None:
        """None where it is no V2.0 instance's id; which code says so is not published."""
        if not one.instance_id:
            return None
        try:
            return self._ask(api, "GetInstanceDetail", one, InstanceId=one.instance_id)
        except NotFoundError:
            return None
        except RejectedError as error:
            if error.api_code.startswith("InvalidParameter"):
                return None
            raise

    def _package(self, api: OpenApi, one: Renewable) -> Order:
        """The newest order for the same names counts, whoever made it: what was ordered and whose
        answer was lost is found so.
        """
        listed = self._orders(api, one)
        own = next((o for o in listed if o.text("InstanceId") == one.instance_id), None)
        same = [o for o in listed if o.names == frozenset(one.names)]
        if own is None:
            return Order(OrderKind.UNKNOWN)
        newest = max((*same, own), key=lambda o: o.number)
        product, validation = own.text("ProductCode"), own.text("CertType").upper() or "DV"
        order = Order(
            OrderKind.TEST if validation == _FREE else OrderKind.PACKAGE,
            _LIST_STAGES.get(newest.text("Status"), OrderStage.IDLE),
            validation=validation,
            number=newest.number,
            renewed=own.number,
            product=product,
            state=newest.text("Status"),
        )
        if order.kind is OrderKind.TEST:
            return order
        if newest.number != own.number:
            order = self._followed(api, one, order, newest)
        if order.stage is not OrderStage.IDLE:
            return order
        return replace(order, left=self._left(api, one, product))

    def _followed(self, api: OpenApi, one: Renewable, order: Order, newest: _Listed) -> Order:
        """The answer has the private key of what is issued in it, which the api leaves out."""
        answer = self._ask(api, "DescribeCertificateState", one, OrderId=newest.number)
        domain = next(iter(one.names), "")
        order = from_order_state({"OrderDomain": domain, **answer}, order)
        number = certificate_number(answer)
        if number is None:
            return order
        end = read_epoch(newest.item.get("CertEndTime"))
        return replace(order, latest=CertificateId(number, one.id.region), latest_end=end)

    def _left(self, api: OpenApi, one: Renewable, product: str) -> int:
        answer = self._ask(api, "DescribePackageState", one, ProductCode=product)
        return self._readable(api, "DescribePackageState", one, lambda: package_left(answer))

    def _orders(self, api: OpenApi, one: Renewable) -> tuple[_Listed, ...]:
        """Of the names, read whole: one that moves while it is read is read again."""
        keyword = next(iter(one.names), "").removeprefix("*.")

        def read_page(number: int) -> Page[Item]:
            answer = self._ask(
                api,
                "ListUserCertificateOrder",
                one,
                OrderType="CPACK",
                Keyword=keyword,
                ShowSize=_ORDERS_A_PAGE,
                CurrentPage=number,
            )
            return self._readable(
                api,
                "ListUserCertificateOrder",
                one,
                lambda: page_of(answer, "CertificateOrderList"),
            )

        listing = read_all_pages(read_page, lambda item: str(item.get("OrderId")))
        if listing.missing:
            told = f"it counts {listing.missing} orders more than it shows"
            raise api.unreadable("ListUserCertificateOrder", told, str(one.id))
        return tuple(map(_Listed, listing.items))

    def _ask(self, api: OpenApi, action: str, one: Renewable, **params: str | int) -> Item:
        return self._retry.call(
            lambda: api.call(unlisted_request("cas", VERSION, action), params, subject=str(one.id))
        )

    def _readable(self, api: OpenApi, action: str, one: Renewable, read: Callable[[], T]) -> T:
        try:
            return read()
        except UnreadableItemError as error:
            raise api.unreadable(action, str(error), str(one.id)) from None

    def _site(self, one: Renewable) -> OpenApi:
        if one.id.region not in self._sites:
            raise NotFoundError(
                f"the CAS site {one.id.region} is not read, only {', '.join(self._sites)}",
                service="cas",
                action="GetInstanceDetail",
                subject=str(one.id),
                hint="Set CERTBIND_SITE to the site that holds it, or to both.",
            )
        return self._sites[one.id.region]
