"""One instance of a function, in a process of its own: it handles what it is told, line by line,
and says what that cost it. Run by the build that is measured.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import time

from certbind import bootstrap
from certbind.envelopes import parse


def main() -> None:
    """In: `watch`, `recheck`, or a message. Out: a JSON object with its cost and the outcome."""
    for line in sys.stdin:
        told = line.strip()
        begun, at = time.process_time(), time.monotonic()
        if told in ("watch", "recheck"):
            getattr(bootstrap, told)(os.environ, 3600)()
            outcome = told
        else:
            (delivery,) = parse(base64.b64decode(told))
            done = bootstrap.certificate_event(os.environ, 3600)(delivery)
            outcome = done.result.value
        cost = {"cpu": time.process_time() - begun, "wall": time.monotonic() - at}
        print(json.dumps({**cost, "outcome": outcome}), flush=True)


if __name__ == "__main__":
    main()
