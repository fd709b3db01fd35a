"""Alarms and queries ask for fields that log lines have, and lead to what to do."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from certbind.usecases.operate.metrics import INVOCATION, measure
from certbind.usecases.rotate.outcome import Outcome, Result

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
ALARMS = {path.name: path for path in (ROOT / "deploy" / "alarms").iterdir()}
METRICS = measure((), (), 1)
ALWAYS = {"time", "level", "message", "logger", "function", "request_id"}
OF_ERRORS = {"service", "action", "api_code"}
OF_OUTCOMES = set(Outcome(Result.BOUND, "", "").to_json())


def alarm(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(ALARMS[name].read_text(encoding="utf-8"))
    return loaded


def fields(query: str) -> set[str]:
    return set(re.findall(r"\$\.(\w+)", query))


@pytest.mark.parametrize("name", sorted(ALARMS))
def test_an_alarm_is_complete_and_asks_for_numbers_that_there_are(name: str) -> None:
    told = alarm(name)
    assert told.keys() == {
        "name",
        "what",
        "query",
        "over",
        "every",
        "fires_when",
        "severity",
        "runbook",
    }
    search, bar, query = told["query"].partition(" | ")
    assert bar
    assert set(search.split(" and ")) == {"metric", INVOCATION}
    assert fields(query)
    assert fields(query) <= METRICS.keys() | ALWAYS
    assert query.count("(") == query.count(")")
    assert " as number from (" in query
    assert re.fullmatch(r"number (=|>) \d+", told["fires_when"])
    assert re.fullmatch(r"\d+[mh]", told["over"])
    assert re.fullmatch(r"\d+[mh]", told["every"])


def test_the_functions_that_alarms_name_are_those_of_the_service_file() -> None:
    named = {
        function
        for name in ALARMS
        for function in re.findall(r"\$\.function'\) = '(\w+)'", alarm(name)["query"])
    }
    assert named == {"watch", "recheck"}
    for function in named:
        assert f'run("{function}"' in (ROOT / f"functions/{function}.py").read_text()


def test_the_page_lists_every_alarm_and_no_other() -> None:
    listed = re.findall(r"^\| `([\w-]+\.json)` \|", OPERATIONS, re.MULTILINE)
    assert sorted(listed) == sorted(ALARMS)


def test_the_page_explains_every_number_of_the_metrics_line() -> None:
    section = OPERATIONS.partition("### The metrics line")[2].partition("## Queries")[0]
    explained = set(re.findall(r"`(\w+)`", section))
    assert METRICS.keys() - {"metric"} <= explained


def test_the_queries_of_the_page_ask_for_fields_that_there_are() -> None:
    queries = re.findall(r"```sql\n(.*?)```", OPERATIONS, re.DOTALL)
    assert len(queries) >= 4
    known = METRICS.keys() | ALWAYS | OF_ERRORS | OF_OUTCOMES
    for query in queries:
        assert fields(query) <= known
        assert query.count("(") == query.count(")")
