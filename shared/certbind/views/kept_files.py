"""What recheck keeps beside the ledger: the report for programs and the page for people."""

from __future__ import annotations

import json
from collections.abc import Iterator

from certbind.redaction import redacted
from certbind.usecases.overview.keep_report import File
from certbind.usecases.overview.kept import FILE
from certbind.usecases.overview.report import AccountReport
from certbind.views.page.document import page_files
from certbind.views.report_json import kept_json


def kept_files(report: AccountReport) -> Iterator[File]:
    """The report last: whoever reads it finds the page that belongs to it."""
    for name, text in page_files(report):
        yield File(name, "text/html; charset=utf-8", text.encode())
    data = json.dumps(redacted(kept_json(report)), ensure_ascii=False).encode()
    yield File(FILE, "application/json", data)
