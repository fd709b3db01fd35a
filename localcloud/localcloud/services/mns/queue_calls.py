"""The calls on queues and their messages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from localcloud.gateway import ServiceError
from localcloud.http import Response
from localcloud.services.mns import wire
from localcloud.services.mns.attributes import (
    MAX_BATCH,
    MAX_VISIBILITY,
    MAX_WAIT,
    whole_number,
)
from localcloud.services.mns.calls import Call, done, made, page, xml
from localcloud.services.mns.errors import malformed_xml, message_not_exist
from localcloud.services.mns.messages import Message
from localcloud.services.mns.model import MnsModel


class QueueCalls:
    """Each method answers one action; ServiceError for a refusal."""

    def __init__(self, model: MnsModel) -> None:
        self._model = model

    def handlers(self) -> dict[str, Callable[[Call], Response]]:
        """By action."""
        return {
            "CreateQueue": self.create,
            "SetQueueAttributes": self.set_attributes,
            "GetQueueAttributes": self.get_attributes,
            "DeleteQueue": self.delete_queue,
            "ListQueue": self.list_all,
            "SendMessage": self.send,
            "BatchSendMessage": self.send_batch,
            "ReceiveMessage": self.receive,
            "BatchReceiveMessage": self.receive_batch,
            "PeekMessage": self.peek,
            "BatchPeekMessage": self.peek_batch,
            "DeleteMessage": self.delete,
            "BatchDeleteMessage": self.delete_batch,
            "ChangeMessageVisibility": self.change_visibility,
        }

    def create(self, call: Call) -> Response:
        new = self._model.create_queue(call.name, call.fields("Queue"))
        return made(call, f"queues/{call.name}", new=new)

    def set_attributes(self, call: Call) -> Response:
        self._model.set_attributes(call.name, call.fields("Queue"))
        return done()

    def get_attributes(self, call: Call) -> Response:
        attributes = wire.elements(self._model.attributes(call.name))
        return xml(200, wire.document("Queue", attributes))

    def delete_queue(self, call: Call) -> Response:
        self._model.delete_queue(call.name)
        return done()

    def list_all(self, call: Call) -> Response:
        found = page(call, self._model.queue_names())
        items = [
            {
                "QueueURL": call.location(f"queues/{name}"),
                **(self._model.attributes(name) if found.with_meta else {}),
            }
            for name in found.names
        ]
        return xml(200, wire.listing("Queues", "Queue", items, found.marker))

    def send(self, call: Call) -> Response:
        draft = wire.draft(wire.parse(call.request.body, "Message"))
        message = self._model.send(call.name, draft)
        delayed = message.visible > message.enqueued
        return xml(201, wire.document("Message", wire.sent(message, delayed=delayed)))

    def send_batch(self, call: Call) -> Response:
        """500 when one was refused; the others are in the queue nevertheless."""
        root = wire.parse(call.request.body, "Messages")
        drafts = [wire.draft(node) for node in root if node.tag == "Message"]
        if not 1 <= len(drafts) <= MAX_BATCH:
            raise malformed_xml()
        results = self._model.send_batch(call.name, drafts)
        failed = any(isinstance(result, ServiceError) for result in results)
        return xml(500 if failed else 201, wire.sent_batch(results))

    def receive(self, call: Call) -> Response:
        message = self._received(call, 1)[0]
        return xml(200, wire.document("Message", wire.received(message)))

    def receive_batch(self, call: Call) -> Response:
        received = self._received(call, _batch(call))
        return xml(200, wire.messages(wire.received(message) for message in received))

    def peek(self, call: Call) -> Response:
        message = _some(self._model.peek(call.name))[0]
        return xml(200, wire.document("Message", wire.peeked(message)))

    def peek_batch(self, call: Call) -> Response:
        peeked = _some(self._model.peek(call.name, _batch(call)))
        return xml(200, wire.messages(wire.peeked(message) for message in peeked))

    def delete(self, call: Call) -> Response:
        self._model.delete(call.name, _handle(call))
        return done()

    def delete_batch(self, call: Call) -> Response:
        """404 with the failures when one failed; the others are deleted nevertheless."""
        handles = wire.handles(wire.parse(call.request.body, "ReceiptHandles"))
        if not 1 <= len(handles) <= MAX_BATCH:
            raise malformed_xml()
        failed: dict[str, ServiceError] = {}
        for handle in handles:
            error = self._try_delete(call.name, handle)
            if error is not None:
                failed[handle] = error
        return xml(404, wire.handle_errors(failed)) if failed else done()

    def change_visibility(self, call: Call) -> Response:
        handle = _handle(call)
        if "visibilitytimeout" not in call.query:
            message = "The VisibilityTimeout is required."
            raise ServiceError(400, "MissingVisibilityTimeout", message)
        text = call.query["visibilitytimeout"]
        seconds = whole_number(text, "VisibilityTimeout", 1, MAX_VISIBILITY)
        changed = self._model.change_visibility(call.name, handle, seconds)
        values: dict[str, wire.Value] = {
            "ReceiptHandle": changed.handle,
            "NextVisibleTime": changed.visible,
        }
        return xml(200, wire.document("ChangeVisibility", wire.elements(values)))

    def _received(self, call: Call, count: int) -> list[Message]:
        """ServiceError MessageNotExist when none came in time."""
        given = call.query.get("waitseconds")
        if given is None:
            seconds = int(self._model.attributes(call.name)["PollingWaitSeconds"])
        else:
            seconds = whole_number(given, "waitseconds", 0, MAX_WAIT)
        until = self._model.now() + timedelta(seconds=seconds) if seconds else None
        return _some(self._model.receive(call.name, count=count, wait_until=until))

    def _try_delete(self, name: str, handle: str) -> ServiceError | None:
        try:
            self._model.delete(name, handle)
        except ServiceError as error:
            if error.code == "QueueNotExist":
                raise
            return error
        return None


def _batch(call: Call) -> int:
    return whole_number(call.query["numofmessages"], "numOfMessages", 1, MAX_BATCH)


def _handle(call: Call) -> str:
    handle = call.query.get("receipthandle")
    if not handle:
        raise ServiceError(400, "MissingReceiptHandle", "The ReceiptHandle is required.")
    return handle


def _some(messages: list[Message]) -> list[Message]:
    if not messages:
        raise message_not_exist()
    return messages
