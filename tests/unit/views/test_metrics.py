"""The numbers for Prometheus, read by a parser that takes nothing but the text format 0.0.4."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import pytest

from certbind.usecases.overview.report import AccountReport
from certbind.views.metrics import metrics_text
from tests.fakes.clock import NOON
from tests.unit.views.accounts import DAY, attached, row, troubled

_NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_LABEL = r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"'
_SAMPLE = re.compile(rf"({_NAME})(?:\{{({_LABEL}(?:,{_LABEL})*)?\}})? (-?[0-9]+(?:\.[0-9]+)?)")


@dataclass
class Family:
    kind: str = ""
    told: str = ""
    samples: dict[tuple[tuple[str, str], ...], float] = field(default_factory=dict)


def parse(text: str) -> dict[str, Family]:
    """Families in one piece each, HELP then TYPE then samples, no sample twice."""
    assert text.endswith("\n")
    found: dict[str, Family] = {}
    current = ""
    for line in text[:-1].split("\n"):
        if line.startswith("# HELP "):
            current, _, told = line.removeprefix("# HELP ").partition(" ")
            assert re.fullmatch(_NAME, current)
            assert current not in found, "a family comes once"
            found[current] = Family(told=told)
        elif line.startswith("# TYPE "):
            name, kind = line.removeprefix("# TYPE ").split(" ")
            assert (name, found[name].kind, found[name].samples) == (current, "", {})
            found[name].kind = kind
        else:
            sample = _SAMPLE.fullmatch(line)
            assert sample, line
            assert sample[1] == current
            labels = tuple(re.findall(_LABEL, sample[2] or ""))
            assert labels not in found[current].samples
            found[current].samples[labels] = float(sample[7])
    return found


def test_the_numbers_of_a_troubled_account_are_read_by_a_strict_parser() -> None:
    found = parse(metrics_text(troubled()))
    assert {one.kind for one in found.values()} == {"gauge"}
    healths = found["certbind_domain_health"].samples
    assert sum(healths.values()) == 5
    of_www = {dict(labels)["health"]: n for labels, n in healths.items()
              if ("domain", "www.example.com") in labels}  # fmt: skip
    assert of_www == {"outage": 1, "person": 0, "unread": 0, "waits": 0, "well": 0}
    fails = found["certbind_function_fails"].samples
    assert {dict(labels)["function"]: n for labels, n in fails.items()} == {
        "recheck": 1,
        "watch": 0,
    }
    assert found["certbind_unread_parts"].samples[()] == 1


def test_the_end_is_in_seconds() -> None:
    one = row("www.example.com", certificate=attached(days=3))
    found = parse(metrics_text(AccountReport(NOON, (one,))))
    (end,) = found["certbind_certificate_expiry_timestamp_seconds"].samples.values()
    assert end == (NOON + 3 * DAY).timestamp()


def test_what_a_name_holds_stays_in_its_label() -> None:
    one = row("a.example")
    odd = replace(one, target=replace(one.target, bucket='b"} 5\n# TYPE \\ x'))
    found = parse(metrics_text(AccountReport(NOON, (odd,))))
    ((labels, _),) = found["certbind_certificate_expiry_timestamp_seconds"].samples.items()
    assert dict(labels)["bucket"] == r"b\"} 5\n# TYPE \\ x"


def test_what_is_not_known_has_no_sample() -> None:
    found = parse(metrics_text(AccountReport(NOON, (row("a.example", certificate=None),))))
    assert found["certbind_certificate_expiry_timestamp_seconds"].samples == {}
    assert found["certbind_last_sweep_timestamp_seconds"].samples == {}


@pytest.mark.parametrize(
    "text",
    ['a{b="c} 1\n', "a 1", "# TYPE a gauge\na 1\n", "# HELP a x\n# TYPE a gauge\nb 1\n"],
)
def test_the_parser_refuses_what_is_wrong(text: str) -> None:
    with pytest.raises((AssertionError, KeyError)):
        parse(text)
