"""Topics: what is published goes to every subscribed queue (SMQ's API pages)."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from localcloud.gateway import ServiceError
from localcloud.services.mns.attributes import (
    MAX_TAG,
    TOPIC_RANGES,
    TOPIC_RETENTION,
    check_name,
    checked,
    defaults,
)
from localcloud.services.mns.errors import (
    already_exist,
    invalid_argument,
    subscription_not_exist,
    topic_not_exist,
)
from localcloud.services.mns.messages import Message
from localcloud.services.mns.model import Draft, MnsModel
from localcloud.services.mns.notices import FORMATS, Notice, render_notice
from localcloud.store import Store

LOG = logging.getLogger(__name__)
STRATEGIES = ("BACKOFF_RETRY", "EXPONENTIAL_DECAY_RETRY")
_QUEUE_ENDPOINT = re.compile(r"acs:mns:([a-z0-9-]+):(\d+):queues/([A-Za-z0-9-]+)")


@dataclass(frozen=True, slots=True)
class Publication:
    """A message published to a topic."""

    body: str
    tag: str = ""


class Topics:
    """The topics of one region; only queues of the same region and account are delivered to."""

    def __init__(self, model: MnsModel, store: Store, region: str, account: str) -> None:
        self._model = model
        self._region = region
        self._account = account
        self._lock = threading.RLock()
        self._topics = store.table(f"mns/{region}/topics")
        self._subscriptions = store.table(f"mns/{region}/subscriptions")

    def create(self, name: str, fields: Mapping[str, str]) -> bool:
        """As MnsModel.create_queue."""
        check_name(name, "Topic")
        attributes = defaults(TOPIC_RANGES) | checked(fields, TOPIC_RANGES)
        with self._lock:
            existing = self._topics.get(name)
            if existing is not None and existing["attributes"] != attributes:
                raise already_exist("Topic")
            if existing is None:
                self._topics[name] = self._stamped({"attributes": attributes})
            return existing is None

    def set_attributes(self, name: str, fields: Mapping[str, str]) -> None:
        """Replace the attributes that are given."""
        with self._lock:
            record = self._find(name)
            attributes = record["attributes"] | checked(fields, TOPIC_RANGES)
            changed = self._stamped({"attributes": attributes})
            self._topics[name] = changed | {"created": record["created"]}

    def attributes(self, name: str) -> dict[str, Any]:
        """Attributes and times (seconds). Messages are passed on at once, so none is counted."""
        with self._lock:
            record = self._find(name)
            return {
                "TopicName": name,
                **record["attributes"],
                "MessageRetentionPeriod": TOPIC_RETENTION,
                "MessageCount": 0,
                "CreateTime": record["created"],
                "LastModifyTime": record["modified"],
            }

    def delete(self, name: str) -> None:
        """With its subscriptions; no error when there is none."""
        with self._lock:
            self._topics.pop(name, None)
            for key in list(self._subscriptions):
                if key.startswith(f"{name}/"):
                    del self._subscriptions[key]

    def names(self) -> list[str]:
        """In order."""
        return sorted(self._topics)

    def subscribe(self, topic: str, name: str, fields: Mapping[str, str]) -> bool:
        """True: made; False: it exists just so. ServiceError EndpointInvalid for an endpoint
        that is no queue of this account: nothing else is delivered to here.
        """
        check_name(name, "Subscription")
        wanted = self._wanted(fields)
        with self._lock:
            self._find(topic)
            existing = self._subscriptions.get(f"{topic}/{name}")
            if existing is not None and {k: existing[k] for k in wanted} != wanted:
                raise already_exist("Subscription")
            if existing is None:
                self._subscriptions[f"{topic}/{name}"] = self._stamped(wanted)
            return existing is None

    def set_subscription(self, topic: str, name: str, fields: Mapping[str, str]) -> None:
        """Only the strategy can be changed."""
        strategy = _one_of(fields, "NotifyStrategy", STRATEGIES)
        with self._lock:
            record = self._find_subscription(topic, name)
            changed = self._stamped(record | {"NotifyStrategy": strategy})
            self._subscriptions[f"{topic}/{name}"] = changed | {"created": record["created"]}

    def subscription(self, topic: str, name: str) -> dict[str, Any]:
        """What the subscription was made with, and its times (seconds)."""
        with self._lock:
            record = dict(self._find_subscription(topic, name))
        times = {"CreateTime": record.pop("created"), "LastModifyTime": record.pop("modified")}
        owner = {"TopicOwner": self._account, "TopicName": topic, "SubscriptionName": name}
        return {**owner, **{k: v for k, v in record.items() if v}, **times}

    def unsubscribe(self, topic: str, name: str) -> None:
        """No error when there is none."""
        with self._lock:
            self._find(topic)
            self._subscriptions.pop(f"{topic}/{name}", None)

    def subscription_names(self, topic: str) -> list[str]:
        """In order."""
        with self._lock:
            self._find(topic)
            keys = (key.partition("/") for key in self._subscriptions)
            return sorted(name for owner, _, name in keys if owner == topic)

    def publish(self, topic: str, publication: Publication) -> Message:
        """Deliver to every subscription whose filter tag is the message's, or that has none."""
        with self._lock:
            largest = int(self._find(topic)["attributes"]["MaximumMessageSize"])
            names = self.subscription_names(topic)
            records = {name: self._subscriptions[f"{topic}/{name}"] for name in names}
        if not 0 < len(publication.body.encode()) <= largest:
            raise invalid_argument(f"The length of message should between 1 and {largest} bytes.")
        if len(publication.tag) > MAX_TAG:
            raise invalid_argument(f"The message tag should not be longer than {MAX_TAG}.")
        message = Message("", 0, publication.body, 1, self._now_ms(), 0)
        for name, record in records.items():
            if record["FilterTag"] in ("", publication.tag):
                self._deliver(topic, name, record, publication, message)
        return message

    def _deliver(
        self,
        topic: str,
        name: str,
        record: Mapping[str, Any],
        publication: Publication,
        message: Message,
    ) -> None:
        """A queue that is gone or too small loses the message: the retries are not played."""
        notice = Notice(self._account, topic, name, message, publication.tag)
        body = render_notice(notice, str(record["NotifyContentFormat"]))
        queue = str(record["Endpoint"]).rpartition("/")[2]
        try:
            self._model.send(queue, Draft(body))
        except ServiceError as error:
            LOG.warning("topic %s: not delivered to queue %s: %s", topic, queue, error.code)

    def _wanted(self, fields: Mapping[str, str]) -> dict[str, str]:
        endpoint = _QUEUE_ENDPOINT.fullmatch(fields.get("Endpoint", ""))
        if endpoint is None or endpoint.groups()[:2] != (self._region, self._account):
            reason = f"not a queue of this account in {self._region}: nothing else is built here"
            raise ServiceError(400, "EndpointInvalid", f"The endpoint is {reason}.")
        tag = fields.get("FilterTag", "")
        if len(tag) > MAX_TAG:
            raise invalid_argument(f"The filter tag should not be longer than {MAX_TAG}.")
        return {
            "Endpoint": endpoint.string,
            "FilterTag": tag,
            "NotifyStrategy": _one_of(fields, "NotifyStrategy", STRATEGIES),
            "NotifyContentFormat": _one_of(fields, "NotifyContentFormat", FORMATS),
        }

    def _find(self, name: str) -> dict[str, Any]:
        if name not in self._topics:
            raise topic_not_exist()
        return self._topics[name]

    def _find_subscription(self, topic: str, name: str) -> dict[str, Any]:
        self._find(topic)
        key = f"{topic}/{name}"
        if key not in self._subscriptions:
            raise subscription_not_exist()
        return self._subscriptions[key]

    def _stamped(self, record: Mapping[str, Any]) -> dict[str, Any]:
        now = self._now_ms() // 1000
        return {**record, "created": now, "modified": now}

    def _now_ms(self) -> int:
        return int(self._model.now().timestamp() * 1000)


def _one_of(fields: Mapping[str, str], name: str, values: tuple[str, ...]) -> str:
    value = fields.get(name) or values[0]
    if value not in values:
        raise invalid_argument(f"The value of {name} should be one of {', '.join(values)}.")
    return value
