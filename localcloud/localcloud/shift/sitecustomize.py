"""Put on PYTHONPATH by `localcloud run` when the world's clock was moved: Python programs then
see the world's time. Imported by the interpreter itself at its start.
"""

import os
import sys


def _shift(seconds: float) -> None:
    from datetime import datetime, timedelta, timezone  # noqa: PLC0415 - keep the start of others fast

    sys.modules.setdefault("pytest", None)  # type: ignore[arg-type] # it would come along, slowly
    try:
        import time_machine  # noqa: PLC0415
    except ImportError:
        sys.stderr.write("localcloud run: time_machine is not installed, the time is not moved\n")
        return
    finally:
        if sys.modules.get("pytest", 0) is None:
            del sys.modules["pytest"]
    target = datetime.now(timezone.utc) + timedelta(seconds=seconds)
    time_machine.travel(target, tick=True).start()


if os.environ.get("LOCALCLOUD_AHEAD_SECONDS"):
    _shift(float(os.environ["LOCALCLOUD_AHEAD_SECONDS"]))
