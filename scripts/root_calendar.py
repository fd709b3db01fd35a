"""Makes the calendar of roots from a table of what each store's owner published or ships.

`python -m scripts.root_calendar TABLE.csv DAY`: columns sha256, name, event (`removed`,
`distrust_after_issue`), by (`mozilla`, `chrome`, `apple`), date, status and source; DAY is the
day on which the table was made. Which roots programs have comes from the certifi installed here.
"""

from __future__ import annotations

import csv
import hashlib
import re
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path

import certifi

_STORES = ("chrome", "mozilla", "apple")
_FILE = Path("shared/certbind/domain/trust/stores/calendar_data.py")
_HEAD = '''"""Which store takes which root, and until when. Made by scripts/root_calendar.py.

A root's line is its SHA-256 and name. Below it: store, what happens, the last day on which a leaf
may be issued (`cut`) or the first without the root (`off`; `off~` where it is estimated by the
root's age; `absent`: not in the store's copy), and the source's code.
"""

# ruff: noqa: E501

from __future__ import annotations

MADE = "{day}"
CERTIFI = "{certifi}"

SOURCES = {{
    "APL-2025072000": "Apple's trust store of iOS 26 and macOS 26, read 2025-07-20",
    "CRP-1.8": "Chrome Root Program Policy 1.8, 2026-02-05: an estimate by the root's age",
    "CRS-156": "the root table compiled into Chromium 156, read 2026-11-26",
    "DC-2023": "DigiCert's schedule for its roots, 2023",
    "GS-2025-06-23": "GlobalSign's page on the retirement of its roots, 2025-06-23",
    "GS-2026-02-26": "GlobalSign's page on the move to R46 and E46, 2026-02-26",
    "LE-2026-07-08": "Let's Encrypt's page on its chains, 2026-07-08",
    "MOZ-2026-11-18": "Mozilla's published list of 2026-11-18, second hand",
    "MRSP-3.1": "Mozilla Root Store Policy 3.1, section 7.4: an estimate by the root's age",
    "NSS": "Mozilla's NSS: its release 3.132, notes or history",
    "CHR-131": "Chrome's notice on Entrust, 2024-09-10",
    "ENTRUST": "Entrust's page on Apple, per root uncertain",
}}

ROOTS = """\\
'''


def main(table: Path, day: str) -> None:
    """Writes the module; rows that no verdict asks for (expiry, Microsoft) are left out."""
    own = set(_fingerprints(certifi.where()))
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    roots: dict[str, list[str]] = {}
    for row in rows:
        entry = roots.setdefault(f"{row['sha256']} {row['name']}", [])
        if row["by"] in _STORES:
            entry.append(" ".join((row["by"], _event(row), _source(row["source"]))))
    text = [_HEAD.format(day=day, certifi=certifi.__version__)]
    for root, lines in sorted(roots.items(), key=lambda one: one[0].split(" ", 1)[1].lower()):
        known = ["certifi"] if root.split()[0] in own else []
        text += [f"{root}\n", *(f"  {line}\n" for line in sorted({*lines, *known}))]
    _FILE.write_text("".join([*text, '"""\n']), encoding="utf-8")


def _event(row: dict[str, str]) -> str:
    if row["event"] == "distrust_after_issue":
        return f"cut {row['date']}"
    if not row["date"]:
        return "absent"
    return f"off{'~' if row['status'] == 'estimated' else ''} {row['date']}"


def _source(told: str) -> str:
    codes = {"Chrome 131": "CHR-131", "Entrust page": "ENTRUST"}
    found = re.search(
        r"CRS-156|CRP-1\.8|MRSP-3\.1|APL-\d+|MOZ-\d{4}-\d\d-\d\d|GS-\d{4}-\d\d-\d\d|LE-[-\d]+|DC-2023",
        told,
    )
    return found[0] if found else next((v for k, v in codes.items() if k in told), "NSS")


def _fingerprints(bundle: str) -> Iterator[str]:
    blocks = Path(bundle).read_text(encoding="utf-8").split("-----BEGIN CERTIFICATE-----")[1:]
    for block in blocks:
        pem = f"-----BEGIN CERTIFICATE-----{block.split('-----END')[0]}-----END CERTIFICATE-----"
        yield hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
