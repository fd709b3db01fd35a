"""The calls on topics and subscriptions."""

from __future__ import annotations

from collections.abc import Callable

from localcloud.http import Response
from localcloud.services.mns import wire
from localcloud.services.mns.calls import Call, done, made, page, xml
from localcloud.services.mns.topics import Publication, Topics


class TopicCalls:
    """Each method answers one action; ServiceError for a refusal."""

    def __init__(self, topics: Topics) -> None:
        self._topics = topics

    def handlers(self) -> dict[str, Callable[[Call], Response]]:
        """By action."""
        return {
            "CreateTopic": self.create,
            "SetTopicAttributes": self.set_attributes,
            "GetTopicAttributes": self.get_attributes,
            "DeleteTopic": self.delete,
            "ListTopic": self.list_all,
            "PublishMessage": self.publish,
            "Subscribe": self.subscribe,
            "SetSubscriptionAttributes": self.set_subscription,
            "GetSubscriptionAttributes": self.get_subscription,
            "Unsubscribe": self.unsubscribe,
            "ListSubscriptionByTopic": self.list_subscriptions,
        }

    def create(self, call: Call) -> Response:
        new = self._topics.create(call.name, call.fields("Topic"))
        return made(call, f"topics/{call.name}", new=new)

    def set_attributes(self, call: Call) -> Response:
        self._topics.set_attributes(call.name, call.fields("Topic"))
        return done()

    def get_attributes(self, call: Call) -> Response:
        attributes = wire.elements(self._topics.attributes(call.name))
        return xml(200, wire.document("Topic", attributes))

    def delete(self, call: Call) -> Response:
        self._topics.delete(call.name)
        return done()

    def list_all(self, call: Call) -> Response:
        found = page(call, self._topics.names())
        items = [
            {
                "TopicURL": call.location(f"topics/{name}"),
                **(self._topics.attributes(name) if found.with_meta else {}),
            }
            for name in found.names
        ]
        return xml(200, wire.listing("Topics", "Topic", items, found.marker))

    def publish(self, call: Call) -> Response:
        given = call.fields("Message")
        publication = Publication(given.get("MessageBody", ""), given.get("MessageTag", ""))
        message = self._topics.publish(call.name, publication)
        return xml(201, wire.document("Message", wire.sent(message, delayed=False)))

    def subscribe(self, call: Call) -> Response:
        topic, name = call.names
        new = self._topics.subscribe(topic, name, call.fields("Subscription"))
        return made(call, f"topics/{topic}/subscriptions/{name}", new=new)

    def set_subscription(self, call: Call) -> Response:
        topic, name = call.names
        self._topics.set_subscription(topic, name, call.fields("Subscription"))
        return done()

    def get_subscription(self, call: Call) -> Response:
        topic, name = call.names
        values = wire.elements(self._topics.subscription(topic, name))
        return xml(200, wire.document("Subscription", values))

    def unsubscribe(self, call: Call) -> Response:
        topic, name = call.names
        self._topics.unsubscribe(topic, name)
        return done()

    def list_subscriptions(self, call: Call) -> Response:
        found = page(call, self._topics.subscription_names(call.name))
        items = [
            {"SubscriptionURL": call.location(f"topics/{call.name}/subscriptions/{name}")}
            for name in found.names
        ]
        return xml(200, wire.listing("Subscriptions", "Subscription", items, found.marker))
