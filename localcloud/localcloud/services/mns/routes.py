"""Which call a request is."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from localcloud.gateway import Operation
from localcloud.http import Request
from localcloud.services.mns.wire import root_name

ROUTES = {
    "CreateQueue": "PUT /queues/{queue}",
    "SetQueueAttributes": "PUT /queues/{queue}?metaoverride=true",
    "GetQueueAttributes": "GET /queues/{queue}",
    "DeleteQueue": "DELETE /queues/{queue}",
    "ListQueue": "GET /queues",
    "SendMessage": "POST /queues/{queue}/messages",
    "BatchSendMessage": "POST /queues/{queue}/messages with Messages",
    "ReceiveMessage": "GET /queues/{queue}/messages",
    "BatchReceiveMessage": "GET /queues/{queue}/messages?numOfMessages",
    "PeekMessage": "GET /queues/{queue}/messages?peekonly=true",
    "BatchPeekMessage": "GET /queues/{queue}/messages?peekonly=true&numOfMessages",
    "DeleteMessage": "DELETE /queues/{queue}/messages?ReceiptHandle",
    "BatchDeleteMessage": "DELETE /queues/{queue}/messages with ReceiptHandles",
    "ChangeMessageVisibility": "PUT /queues/{queue}/messages?ReceiptHandle&VisibilityTimeout",
    "CreateTopic": "PUT /topics/{topic}",
    "SetTopicAttributes": "PUT /topics/{topic}?metaoverride=true",
    "GetTopicAttributes": "GET /topics/{topic}",
    "DeleteTopic": "DELETE /topics/{topic}",
    "ListTopic": "GET /topics",
    "PublishMessage": "POST /topics/{topic}/messages",
    "Subscribe": "PUT /topics/{topic}/subscriptions/{subscription}",
    "SetSubscriptionAttributes": "PUT /topics/{topic}/subscriptions/{subscription}"
    "?metaoverride=true",
    "GetSubscriptionAttributes": "GET /topics/{topic}/subscriptions/{subscription}",
    "Unsubscribe": "DELETE /topics/{topic}/subscriptions/{subscription}",
    "ListSubscriptionByTopic": "GET /topics/{topic}/subscriptions",
}
"""Every action that is built, with its request; the coverage table is made from it."""

_METAOVERRIDE = {
    "CreateQueue": "SetQueueAttributes",
    "CreateTopic": "SetTopicAttributes",
    "Subscribe": "SetSubscriptionAttributes",
}
_PLAIN = {
    ("PUT", "queues/*"): "CreateQueue",
    ("GET", "queues/*"): "GetQueueAttributes",
    ("DELETE", "queues/*"): "DeleteQueue",
    ("GET", "queues"): "ListQueue",
    ("PUT", "queues/*/messages"): "ChangeMessageVisibility",
    ("PUT", "topics/*"): "CreateTopic",
    ("GET", "topics/*"): "GetTopicAttributes",
    ("DELETE", "topics/*"): "DeleteTopic",
    ("GET", "topics"): "ListTopic",
    ("POST", "topics/*/messages"): "PublishMessage",
    ("GET", "topics/*/subscriptions"): "ListSubscriptionByTopic",
    ("PUT", "topics/*/subscriptions/*"): "Subscribe",
    ("GET", "topics/*/subscriptions/*"): "GetSubscriptionAttributes",
    ("DELETE", "topics/*/subscriptions/*"): "Unsubscribe",
}
UNKNOWN = "Unknown"


@dataclass(frozen=True, slots=True)
class Route:
    """The call: its action, its path and the names in it, both decoded, its parameters (names in
    lower case).
    """

    action: str
    path: str
    names: tuple[str, ...]
    query: dict[str, str]


def route(request: Request) -> Route:
    """Never raises; what is no call of this service is `Unknown`, as is an empty name."""
    parts = request.path.removeprefix("/").split("/")
    names = tuple(unquote(name) for name in parts[1::2])
    shape = "/".join("*" if i % 2 else part for i, part in enumerate(parts))
    query = parameters(request.query)
    if shape == "queues/*/messages" and request.method != "PUT":
        action = _message_action(request, query)
    else:
        action = _PLAIN.get((request.method, shape), UNKNOWN)
    if query.get("metaoverride", "").lower() == "true":
        action = _METAOVERRIDE.get(action, action)
    if any(not name or "/" in name for name in names):
        action = UNKNOWN
    return Route(action, unquote(request.path), names, query)


def operation(request: Request, account: str, region: str) -> Operation:
    """With the resource as RAM policies name it; note the slash before the path.

    RAM judges the path that is routed, however it was written.
    """
    found = route(request)
    return Operation(found.action, f"acs:mns:{region}:{account}:{found.path}")


def parameters(query: str) -> dict[str, str]:
    """Parameters by lower-case name; a `+` is a plus, because handles come unescaped."""
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return {unquote(name).lower(): unquote(value) for name, _, value in pairs}


def _message_action(request: Request, query: dict[str, str]) -> str:
    batch = "Batch" if "numofmessages" in query else ""
    if request.method == "GET":
        peek = query.get("peekonly", "").lower() == "true"
        return f"{batch}{'Peek' if peek else 'Receive'}Message"
    if request.method == "POST":
        return "BatchSendMessage" if root_name(request.body) == "Messages" else "SendMessage"
    if request.method == "DELETE":
        return "BatchDeleteMessage" if request.body else "DeleteMessage"
    return UNKNOWN
