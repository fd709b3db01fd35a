"""What a destination is told of an asynchronous invocation that is over.

Source: Function Compute, "Result callback"; the inner fields are uncertain in part.
"""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

from localcloud.runner.invocations import InvocationResult


def destination_record(
    item: dict[str, Any], result: InvocationResult, arn: str, now: datetime
) -> dict[str, Any]:
    """`item` is the queued invocation, `arn` the function's."""
    response: dict[str, Any] = {"statusCode": result.status}
    if result.error_type:
        response["functionError"] = result.error_type
    return {
        "timestamp": now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03d}Z",
        "requestContext": {
            "requestId": result.request_id,
            "functionArn": arn,
            "condition": result.error_type or "Success",
            "approximateInvokeCount": item["attempt"] + 1,
        },
        "requestPayload": base64.b64decode(item["event"]).decode("utf-8", "replace"),
        "responseContext": response,
        "responsePayload": result.body.decode("utf-8", "replace"),
    }
