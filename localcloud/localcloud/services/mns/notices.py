"""What a subscribed queue gets: the body alone, or an envelope (NotifyContentFormat)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from xml.sax.saxutils import escape

from localcloud.services.mns.messages import Message

FORMATS = ("XML", "JSON", "SIMPLIFIED")
"""NotifyContentFormat; the first is the default."""
NAMESPACE = "http://mns.aliyuncs.com/doc/v1/"


@dataclass(frozen=True, slots=True)
class Notice:
    """A published message on its way to one subscription."""

    account: str
    topic: str
    subscription: str
    message: Message
    tag: str = ""

    def envelope(self) -> dict[str, str | int]:
        """Its fields; PublishTime in milliseconds."""
        fields: dict[str, str | int] = {
            "TopicOwner": self.account,
            "TopicName": self.topic,
            "Subscriber": self.account,
            "SubscriptionName": self.subscription,
            "MessageId": self.message.message_id,
            "Message": self.message.body,
            "MessageMD5": self.message.body_md5,
            "PublishTime": self.message.enqueued,
        }
        return {**fields, "MessageTag": self.tag} if self.tag else fields


def render_notice(notice: Notice, form: str) -> str:
    """The body that is sent to the queue; `form` is one of FORMATS."""
    if form == "SIMPLIFIED":
        return notice.message.body
    envelope = notice.envelope()
    if form == "JSON":
        return json.dumps(envelope, ensure_ascii=False)
    elements = "".join(f"<{k}>{escape(str(v))}</{k}>" for k, v in envelope.items())
    head = '<?xml version="1.0" encoding="utf-8"?>'
    return f'{head}<Notification xmlns="{NAMESPACE}">{elements}</Notification>'
