"""Broken service files: what `s` refuses is refused by us, and said with key and line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.check_service import check_service
from scripts.yaml_keys import keys_twice
from tests.deploy.test_service_file import FILE, NEEDED, preview

HANDLER = "      handler: watch.handler\n"
REFUSED_BY_BOTH: dict[str, tuple[str, str, str]] = {
    # before, after, what we say
    "a key of the file": (
        "edition: 3.0.0\n",
        "edition: 3.0.0\nname: other\n",
        "the key 'name' stands at line 14 already",
    ),
    "a key of a function": (
        HANDLER,
        HANDLER + "      handler: bind.handler\n",
        "the key 'resources.watch.props.handler' stands at line",
    ),
    "a function": (
        "resources:\n",
        "resources:\n  watch: {component: fc3, props: {}}\n",
        "the key 'resources.watch' stands at line",
    ),
    "a variable of the environment": (
        "      CERTBIND_REGION: ${vars.region}\n",
        "      CERTBIND_REGION: ${vars.region}\n      CERTBIND_REGION: cn-beijing\n",
        "the key 'template.common.environmentVariables.CERTBIND_REGION' stands at line",
    ),
    "a key in a list": (
        "      path: ./\n",
        "      path: ./\n      path: ./other\n",
        "the key 'actions.pre-deploy.0.path' stands at line",
    ),
    "a key as number and as text": (
        "vars:\n",
        "vars:\n  1: a\n  '1': b\n",
        "the key 'vars.1' stands at line",
    ),
    "a tab": ("vars:\n", "vars:\n\tregion: x\n", "it cannot be read"),
    "an alias of nothing": ("vars:\n", "vars:\n  other: *nothing\n", "it cannot be read"),
    "a list without an end": ("vars:\n", "vars:\n  other: [1\n", "it cannot be read"),
    "a second document": ("vars:\n", "---\nvars:\n", "it cannot be read"),
    "an unknown tag": ("vars:\n", "vars:\n  other: !!foo 1\n", "it cannot be read"),
    "a variable that is not there": (
        HANDLER,
        "      handler: ${vars.nothing}.handler\n",
        "${vars.nothing}: there is no 'nothing'",
    ),
    "a function that `s` has not": (
        HANDLER,
        "      handler: ${envx('A')}.handler\n",
        "${envx('A')} is no variable that is known here",
    ),
}
REFUSED_BY_US_ALONE: dict[str, tuple[str, str, str]] = {
    "an unknown key of a function": (
        HANDLER,
        HANDLER + "      handlr: watch.handler\n",
        "watch: the key 'handlr' is not known",
    ),
    "an unknown key of the file": (
        "resources:\n",
        "resource:\n",
        "the key 'resource' is not known",
    ),
    "another component": (
        "    component: fc3\n",
        "    component: fc9\n",
        "component is 'fc9', not 'fc3'",
    ),
    "a template that is not there": (
        "      name: common\n",
        "      name: commn\n",
        "there is no template 'commn'",
    ),
    "a date that is none": ("vars:\n", "vars:\n  day: 2024-13-45\n", "it cannot be read"),
}


def broken(change: tuple[str, str, str], folder: Path) -> Path:
    before, after, _ = change
    text = FILE.read_text()
    assert before in text
    path = folder / "s.yaml"
    path.write_text(text.replace(before, after, 1))
    return path


@pytest.mark.parametrize(
    "change", [*REFUSED_BY_BOTH.values(), *REFUSED_BY_US_ALONE.values()], ids=lambda c: c[2][:40]
)
def test_a_broken_file_is_refused_with_what_is_wrong(
    change: tuple[str, str, str], tmp_path: Path
) -> None:
    faults = check_service(broken(change, tmp_path), NEEDED, with_package=False)
    assert change[2] in "\n".join(map(str, faults))


@pytest.mark.parametrize("what", REFUSED_BY_BOTH)
def test_serverless_devs_refuses_it_too(what: str, tmp_path: Path) -> None:
    assert preview(broken(REFUSED_BY_BOTH[what], tmp_path), NEEDED, tmp_path).returncode != 0


@pytest.mark.parametrize("what", REFUSED_BY_US_ALONE)
def test_serverless_devs_lets_it_pass(what: str, tmp_path: Path) -> None:
    """Should one fail one day, `s` has learned to refuse it: it belongs to the list above."""
    assert preview(broken(REFUSED_BY_US_ALONE[what], tmp_path), NEEDED, tmp_path).returncode == 0


def test_each_repetition_is_said_once_with_its_line() -> None:
    text = "a: &x {k: 1, k: 2}\nb: *x\nc:\n  - d: 1\n    d: 2\n    d: 3\n"
    assert list(map(str, keys_twice(text))) == [
        "s.yaml, line 1: the key 'a.k' stands at line 1 already",
        "s.yaml, line 5: the key 'c.0.d' stands at line 4 already",
        "s.yaml, line 6: the key 'c.0.d' stands at line 4 already",
    ]
    assert list(keys_twice("")) == []


def test_one_key_in_two_mappings_is_no_repetition() -> None:
    assert list(keys_twice("a: {k: 1}\nb: {k: 1, a: {k: 1}}\nc: [{k: 1}, {k: 1}]\n")) == []


def test_the_command_ends_with_1_and_the_line(tmp_path: Path) -> None:
    path = broken(REFUSED_BY_BOTH["a key of the file"], tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "scripts.check_service", "-t", path, "--without-package"],
        cwd=FILE.parent,
        env=NEEDED,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "s.yaml, line 15: the key 'name' stands at line 14 already" in done.stdout
