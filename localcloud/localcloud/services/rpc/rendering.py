"""An answer in the form that the request asks for.

Format is `JSON` or `XML`; without it a request of the classic signature gets XML and one of ACS3
JSON (RPC protocol, "Common parameters").
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from localcloud.http import Request, Response
from localcloud.reading import for_xml
from localcloud.services.rpc.errors import invalid_parameter
from localcloud.services.rpc.parameters import request_parameters

_JSON = {"Content-Type": "application/json;charset=utf-8"}
_XML = {"Content-Type": "text/xml;charset=utf-8"}


def require_known_format(request: Request) -> None:
    """InvalidParameter for another form than the two."""
    if request_parameters(request).get("Format", "").upper() not in ("", "JSON", "XML"):
        raise invalid_parameter("Format")


def answer(request: Request, status: int, name: str, body: Mapping[str, Any]) -> Response:
    """`name`: the root of an XML document."""
    if not _wants_xml(request):
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        return Response(status, text.encode(), dict(_JSON))
    root = ET.Element(name)
    root.extend(_elements(body))
    document = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return Response(status, bytes(document), dict(_XML))


def _wants_xml(request: Request) -> bool:
    wanted = request_parameters(request).get("Format", "").upper()
    return wanted == "XML" or (wanted == "" and "Signature" in request_parameters(request))


def _elements(body: Mapping[str, Any]) -> Iterator[ET.Element]:
    """A list is its element once for each member; what is None is left out."""
    for name, value in body.items():
        for each in value if isinstance(value, list | tuple) else [value]:
            if each is None:
                continue
            made = ET.Element(name)
            if isinstance(each, Mapping):
                made.extend(_elements(each))
            else:
                made.text = for_xml(_text(each))
            yield made


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
