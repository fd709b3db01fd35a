"""The CloudEvent that EventBridge makes of a queue's message."""

from __future__ import annotations

import base64
import binascii
import secrets
from datetime import datetime
from typing import Any

from localcloud.runner.platform import QueueMessage
from localcloud.runner.specs import FunctionSpec, QueueTrigger


class UndecodableBodyError(Exception):
    """IsBase64Decode is on, the body is no base64, and the switch says that this fails."""


def queue_event(
    message: QueueMessage,
    body: str,
    spec: FunctionSpec,
    trigger: QueueTrigger,
    account_id: str,
    now: datetime,
) -> dict[str, Any]:
    """Form: Function Compute, "SMQ queue trigger"; `data` has these three keys and no more."""
    region = trigger.region or spec.region
    source = f"MNS-{spec.name}-{trigger.name}"
    return {
        "id": message.id,
        "source": source,
        "specversion": "1.0",
        "type": "mns:Queue:SendMessage",
        "datacontenttype": "application/json; charset=utf-8",
        "subject": f"acs:mns:{region}:{account_id}:queues/{trigger.queue}",
        "time": _stamp(message.sent),
        "aliyunaccountid": account_id,
        "aliyunpublishtime": _stamp(now),
        "aliyunoriginalaccountid": account_id,
        "aliyuneventbusname": source,
        "aliyunregionid": region,
        "aliyunpublishaddr": "127.0.0.1",
        "data": {
            "requestId": secrets.token_hex(12).upper(),
            "messageId": message.id,
            "messageBody": body,
        },
    }


def decoded_body(body: str, *, base64_expected: bool, plain_passes: bool) -> str:
    """The message's text as `IsBase64Decode` makes it; UndecodableBodyError."""
    if not base64_expected:
        return body
    try:
        return base64.b64decode(body, validate=True).decode("utf-8")
    except (binascii.Error, ValueError) as error:
        if plain_passes:
            return body
        raise UndecodableBodyError("the body is no base64 text") from error


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
