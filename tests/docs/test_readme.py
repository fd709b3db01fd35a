"""What the README says is what happens."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from demo.__main__ import GO_ON
from localcloud.world import LocalCloud

ROOT = Path(__file__).resolve().parents[2]
HOSTS = ("www.shop.example", "static.shop.example")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_tables_of_commands_and_settings_are_current() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/readme.py", "--check"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_verification_shown_is_what_the_command_prints(tmp_path: Path) -> None:
    """Word for word, but for fingerprints and days."""
    block = re.search(r"<!-- verify:begin -->\n```\n(.*?)```", README, re.DOTALL)
    assert block is not None
    with LocalCloud(tmp_path) as cloud:
        cloud.edges.set_delay("oss", 0)
        cloud.oss.world.create_bucket("shop-assets", "cn-hangzhou")
        for host in HOSTS:
            cloud.oss.world.map_domain("shop-assets", host)
        made = cloud.authorities.issue(["www.shop.example"])
        held = cloud.cas.add_issued(made.chain_pem, made.key_pem, site="cn-hangzhou", name="www")
        cloud.oss.world.bind("shop-assets", "www.shop.example", held.identifier)
        done = subprocess.run(
            [sys.executable, "-m", "certbind.cli.main", "verify", *HOSTS],
            env={**os.environ, **cloud.env(), "COLUMNS": "200"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert _masked(done.stdout) == _masked(block[1])


def _masked(text: str) -> list[str]:
    text = re.sub(r"[0-9a-f]{32}…", "<leaf>", text)
    text = re.sub(r"\d{4}-\d\d-\d\d \(\d+ days\)", "<date>", text)
    return [line.rstrip() for line in text.splitlines()]


def commands_to_try() -> str:
    section = README.partition("## Try it by yourself")[2].partition("## More")[0]
    block = re.search(r"```\n(.*?)```", section, re.DOTALL)
    assert block is not None
    return block[1]


def test_the_demo_ends_with_the_same_commands() -> None:
    """But for what it says of them, which a shell takes for a comment when it is pasted."""
    lines = (line.partition(" # ")[0].strip() for line in GO_ON.splitlines()[2:])
    assert [line for line in lines if line] == [
        one.strip() for one in commands_to_try().splitlines()
    ]


def test_the_commands_to_try_work_word_for_word(tmp_path: Path) -> None:
    """In a folder of their own, through a shell, as a person would paste them.

    `--no-sessionid`: curl resumes the session of a certificate that it refused, and is shown none
    that came after it.
    """
    folder = Path(sys.executable).parent
    stop_it = f"trap '{folder}/localcloud down 2>/dev/null || true' EXIT"  # also when a line fails
    script = f"{stop_it}\nset -e\n" + commands_to_try().replace(".venv/bin/", f"{folder}/")
    script = script.replace("certbind plan", "certbind plan || test $? = 1")
    has_curl = shutil.which("curl") is not None  # nothing but Python and make is promised
    if not has_curl:
        script = re.sub(r"curl (.*\\\n)*.*\n", "", script)
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 to bind" in done.stdout
    assert "is bound" in done.stdout
    assert not has_curl or '<dd id="names">www.shop.example</dd>' in done.stdout
    assert "nobody has looked yet" not in done.stdout, "--look was asked for"
