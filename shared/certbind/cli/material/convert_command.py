"""`certbind convert`: what a CA or a server has given, as CAS, OSS and CDN take it."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from certbind.cli.exits import Exit, ending
from certbind.cli.factories.material import files, make_convert, open_account
from certbind.cli.material.passphrases import Passphrases, passphrase_fd
from certbind.cli.options import RUN_SECONDS, as_json, console, environment, print_json, working
from certbind.cli.speech.language import told
from certbind.cli.verdicts import told_end
from certbind.domain.trust.material.bundle import Bundle

_UNFIT = re.compile(r"[^a-zA-Z0-9._-]+")
_SHOWN_NAMES = 4

pool_option = click.option(
    "--pool", multiple=True, metavar="FILE", help="Certificates of CAs to complete the chain from."
)


@click.command()
@click.argument("files_", metavar="FILE...", nargs=-1, required=True)
@pool_option
@click.option("--from-account", is_flag=True, help="Complete it from the chains in CAS, too.")
@passphrase_fd
@click.option("--output", metavar="NAME", help="Write NAME.pem and NAME.key; else by the domain.")
@click.option("--force", is_flag=True, help="Write over what is there.")
@as_json
@ending
def convert(
    *,
    files_: tuple[str, ...],
    pool: tuple[str, ...],
    from_account: bool,
    passphrase_fd: int | None,
    output: str | None,
    force: bool,
    as_json: bool,
) -> Exit:
    """Make of FILEs (DER, PKCS#7, PKCS#12, JKS, PEM in any order) what CAS, OSS and CDN take.

    Two files are written, for you alone to read: the chain, leaf first and without a root, and
    the key, not encrypted and in traditional form. No key is shown. Without --from-account no
    account is needed.
    Exit 0: the chain is whole; 1: a CA's certificate is missing in it; 2: the files cannot be
    used.
    """
    opened = open_account(environment(), RUN_SECONDS) if from_account else None
    make = make_convert(environment(), opened)
    bundle = make(files_, pool, Passphrases(passphrase_fd))
    texts = _texts(bundle, output or _name_of(bundle))
    with working("writing …", quiet=as_json):
        files().write(texts, force=force)
    if as_json:
        print_json(bundle_json(bundle) | {"written": list(texts)})
    else:
        show_bundle(console(), bundle)
        _show_written(console(), bundle, list(texts))
    return Exit.OK if bundle.missing is None else Exit.FINDINGS


def _texts(bundle: Bundle, name: str) -> dict[str, str]:
    """The key first: it is the one that must not be anywhere else."""
    key = {} if bundle.key is None else {f"{name}.key": bundle.key.pem}
    return {**key, f"{name}.pem": bundle.chain_pem}


def _name_of(bundle: Bundle) -> str:
    """The first domain; `_` stands for `*` and whatever a file's name had better not hold."""
    named = (*bundle.leaf.names[:1], bundle.leaf.subject)
    safe = _UNFIT.sub("_", named[0]).strip(".-")
    return safe or "certificate"


def show_bundle(out: Console, bundle: Bundle) -> None:
    """Whose certificate it is, its chain and key, and what was left out."""
    leaf = bundle.leaf
    more = len(leaf.names) - _SHOWN_NAMES
    names = ", ".join(leaf.names[:_SHOWN_NAMES]) + (f" and {more} more" if more > 0 else "")
    until = told_end(leaf.not_after, datetime.now(timezone.utc))
    key = str(bundle.key.public) if bundle.key else "none of the files holds it"
    lines = [
        f"certificate  {names or leaf.subject or told('no name')}",
        f"             until {until}, issued by {leaf.issuer}",
        f"             SHA-256 {leaf.sha256}",
        f"chain        {' ← '.join(bundle.names)}",
        f"key          {key}",
        *(f"note         {note}" for note in bundle.notes),
    ]
    if bundle.missing is not None:
        lines.append(f"MISSING      {bundle.missing}")
    for line in lines:
        out.print(Text(told(line)), soft_wrap=True)


def _show_written(out: Console, bundle: Bundle, written: list[str]) -> None:
    out.print(Text(told(f"written      {', '.join(written)}")), soft_wrap=True)
    chain = Path(written[-1])
    out.print(Text(told(f"next         certbind verify --chain {chain}")), soft_wrap=True)
    if bundle.key is not None:
        out.print(Text(f"             certbind upload {' '.join(written)}"), soft_wrap=True)


def bundle_json(bundle: Bundle) -> dict[str, object]:
    """For `--json`: everything but the key."""
    missing = bundle.missing
    return {
        "certificate": bundle.leaf.to_json(),
        "chain": list(bundle.names),
        "key": None if bundle.key is None else bundle.key.public.to_json(),
        "missing": None
        if missing is None
        else {"issuer": missing.issuer, "of": missing.of, "places": list(missing.places)},
        "notes": list(bundle.notes),
    }
