"""MaxResults and NextToken."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any, TypeVar

from localcloud.gateway import ServiceError
from localcloud.reading import whole
from localcloud.services.rpc import Arguments

_USUAL = 20
Item = TypeVar("Item")


def page(
    items: Sequence[Item], arguments: Arguments, most: int = 100
) -> tuple[dict[str, Any], Sequence[Item]]:
    """The fields that every list answers with, and those that are shown. No NextToken on the last
    page.
    """
    size = arguments.number("MaxResults", _USUAL)
    if not 1 <= size <= most:
        raise illegal("MaxResults")
    begins = _begins(arguments.text("NextToken"))
    fields: dict[str, Any] = {"MaxResults": size, "TotalCount": len(items)}
    ends = begins + size
    if ends < len(items):
        fields["NextToken"] = base64.b64encode(f"from:{ends}".encode()).decode()
    return fields, items[begins:ends]


def illegal(name: str) -> ServiceError:
    """400 of ALB and NLB for a value that they do not take."""
    return ServiceError(400, f"IllegalParam.{name}", f"The param of {name} is illegal.")


def _begins(token: str) -> int:
    if not token:
        return 0
    try:
        text = base64.b64decode(token, validate=True).decode()
    except ValueError:  # no base64, or no text in it
        text = ""
    found = whole(text.removeprefix("from:")) if text.startswith("from:") else None
    if found is None:
        raise illegal("NextToken")
    return found
