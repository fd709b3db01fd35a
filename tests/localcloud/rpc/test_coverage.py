"""The coverage page."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from localcloud import coverage
from localcloud.services import cas, cdn


def test_the_committed_page_is_current() -> None:
    assert (
        coverage.PAGE.read_text(encoding="utf-8")
        == coverage.page(coverage.rows()) + coverage.differences()
    ), "run python -m localcloud.coverage"


def test_every_action_of_cas_and_cdn_is_told_built_or_not() -> None:
    for package, service in (("cas", cas), ("cdn", cdn)):
        product = coverage.SERVICES[f"localcloud.services.{package}"]
        own = {row.action: row.built for row in coverage.rows() if row.product == product}
        assert set(own) == set(service.ACTIONS)
        assert {action for action, built in own.items() if built} == set(service.ROUTES)


def test_a_service_contributes_by_what_it_exports(monkeypatch: pytest.MonkeyPatch) -> None:
    made = ModuleType("made_up_service")
    made.__spec__ = SimpleNamespace()  # type: ignore[assignment]
    made.__dict__["ROUTES"] = (SimpleNamespace(action="GetThing"),)
    made.__dict__["DIFFERENCES"] = ("GetThing gives half a thing.",)
    made.__dict__["NOT_BUILT"] = {"DropThing": "DELETE /thing"}
    monkeypatch.setitem(sys.modules, "made_up_service", made)
    found = coverage.rows({"made_up_service": "Made up", "absent_service": "Absent"})
    assert found == [
        coverage.Row("Made up", "GetThing", built=True),
        coverage.Row("Made up", "DropThing", built=False),
    ]
    page = coverage.page(found)
    assert "| GetThing | yes |" in page
    assert "| DropThing | no |" in page
    assert "Absent" not in page
    less = coverage.differences({"made_up_service": "Made up", "absent_service": "Absent"})
    assert less.endswith("\n\n- Made up: GetThing gives half a thing.\n")


def test_check_says_whether_the_page_is_current(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(coverage, "PAGE", tmp_path / "page.md")
    assert coverage.main(["--check"]) == 1
    assert "run python -m localcloud.coverage" in capsys.readouterr().err
    assert coverage.main([]) == 0
    assert coverage.main(["--check"]) == 0
