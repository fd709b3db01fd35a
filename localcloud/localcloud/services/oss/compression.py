"""Objects on their way out in gzip (OSS, "How do I compress objects in the GZIP format?")."""

from __future__ import annotations

import gzip

from localcloud.http import Response
from localcloud.services.oss.objects import StoredObject

_LEAST = 1024
_TYPES = frozenset(
    {
        "application/javascript",
        "application/json",
        "application/rss+xml",
        "application/x-javascript",
        "text/cache-manifest",
        "text/css",
        "text/html",
        "text/json",
        "text/plain",
        "text/xml",
    }
)
_GONE = ("ETag", "Content-Length", "Accept-Ranges")
"""What a compressed answer does not tell."""


def takes_gzip(accepted: str, found: StoredObject) -> bool:
    """Whether a client that accepts these encodings gets this object compressed."""
    kind = found.headers.get("content-type", "").partition(";")[0].strip().lower()
    return (
        found.size >= _LEAST
        and kind in _TYPES
        and "content-encoding" not in found.headers
        and any(_is_gzip(each) for each in accepted.lower().split(","))
    )


def compressed(response: Response) -> Response:
    """The answer in gzip; its length is told by nobody but the chunks."""
    headers = {name: value for name, value in response.headers.items() if name not in _GONE}
    headers |= {
        "Content-Encoding": "gzip",
        "Vary": "Accept-Encoding",
        "Transfer-Encoding": "chunked",
    }
    return Response(response.status, gzip.compress(response.body, mtime=0), headers)


def _is_gzip(offer: str) -> bool:
    """RFC 9110 §12.5.3; an offer of weight 0 is none."""
    coding, _, weight = (part.strip() for part in offer.partition(";"))
    return coding == "gzip" and weight.replace(" ", "").rstrip("0") not in ("q=", "q=0.")
