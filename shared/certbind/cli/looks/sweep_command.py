"""`verify --file`: many hosts side by side, by the engine that recheck looks with."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import click

from certbind.cli.exits import Exit
from certbind.cli.looks.listed import Listed, read_list
from certbind.cli.looks.progress import Progress
from certbind.cli.looks.rows import Row, Sort, counts, row, table, told_host
from certbind.cli.looks.verdict_json import verdict_json
from certbind.cli.options import json_text
from certbind.config import ProbeSettings
from certbind.domain.model.certificate import LeafIdentity
from certbind.domain.trust.observation import Endpoint, Observation
from certbind.domain.trust.verdict import Verdict
from certbind.domain.words import Language
from certbind.domain.words.labels import label
from certbind.domain.words.sentences import said
from certbind.usecases.account.look import Look
from certbind.views.harmless import harmless
from certbind.wiring import visitors
from certbind.wiring.clock import SystemClock

_LARGEST = 64 * 1024 * 1024
_COLOURS = {Sort.OK: "green", Sort.UNSEEN: "yellow", Sort.FAILED: "red"}
_EXITS = {Sort.OK: Exit.OK, Sort.UNSEEN: Exit.CLOUD, Sort.FAILED: Exit.FINDINGS}

_Looked = Iterator[tuple[Endpoint, Observation, Verdict]]


def verify_list(
    environment: Mapping[str, str],
    place: str,
    leaf: LeafIdentity | None,
    language: Language,
    *,
    as_json: bool,
) -> Exit:
    """place: a file, or `-` for standard input. A line that cannot be read stops no other."""
    settings = ProbeSettings.from_env(environment).of_verify()
    listed = read_list(_read(place), settings.https_port)
    if not listed.endpoints and not listed.bad:
        raise click.UsageError(f"{place} names no host.")
    look = Look(SystemClock(), visitors.probe(settings), visitors.trust_anchors(settings))
    looked = look.at_all(listed.endpoints, leaf)
    if as_json:
        sorts = _print_json(looked, listed)
    else:
        sorts = _print_table(looked, listed, place, language)
    worst = max((_EXITS[one] for one in sorts), default=Exit.OK)
    return max(worst, Exit.USAGE) if listed.bad else worst


def _read(place: str) -> bytes:
    try:
        if place == "-":
            data = sys.stdin.buffer.read(_LARGEST + 1)
        else:
            with Path(place).open("rb") as file:
                data = file.read(_LARGEST + 1)
    except OSError as error:
        raise click.UsageError(f"{place} cannot be read: {error.strerror}.") from error
    if len(data) > _LARGEST:
        raise click.UsageError(f"{place} is larger than {_LARGEST // 1024 // 1024} MB.")
    return data


def _print_table(looked: _Looked, listed: Listed, place: str, language: Language) -> set[Sort]:
    places = {endpoint: number for number, endpoint in enumerate(listed.endpoints)}
    rows: list[Row] = []
    with closing(Progress(len(places), language)) as progress:
        for endpoint, _, verdict in looked:
            rows.append(row(places[endpoint], endpoint, verdict, language))
            progress.step(is_well=rows[-1].sort is Sort.OK)
    lines = [_styled(*one) for one in (table(rows, language) if rows else ())]
    click.echo("\n".join([*lines, *map(harmless, counts(rows, language))]))
    _tell_of_lines(listed, place, language)
    return {one.sort for one in rows}


def _styled(sort: Sort | None, line: str) -> str:
    text = harmless(line)
    if sort is None:
        return text
    begin = text.index(" ")
    return click.style(text[:begin], _COLOURS[sort], bold=True) + text[begin:]


def _tell_of_lines(listed: Listed, place: str, language: Language) -> None:
    if listed.doubled:
        click.echo(label("sweep.doubled", language, number=listed.doubled))
    for bad in listed.bad:
        problem = said(bad.problem, language)
        told = label("sweep.bad", language, file=place, line=bad.number, problem=problem)
        click.echo(harmless(told), err=True)
    if listed.bad:
        click.echo(label("sweep.bad_counts", language, number=len(listed.bad)), err=True)


def _print_json(looked: _Looked, listed: Listed) -> set[Sort]:
    """One object; its hosts are printed as they come, so that thousands need no more memory."""
    numbers = dict.fromkeys(Sort, 0)
    click.echo('{"hosts": [', nl=False)
    separator = "\n"
    for endpoint, seen, verdict in looked:
        numbers[Sort.of(verdict)] += 1
        told = {"host": told_host(endpoint), "port": endpoint.port}
        one = {**told, **verdict_json(seen, verdict)}
        click.echo(f"{separator}{json_text(one, indent=None)}", nl=False)
        separator = ",\n"
    rest = {
        "bad_lines": [one.to_json() for one in listed.bad],
        "doubled_lines": listed.doubled,
        "counts": {sort.value: number for sort, number in numbers.items()},
    }
    click.echo(f"\n], {json_text(rest, indent=None)[1:]}")
    return {sort for sort, number in numbers.items() if number}
