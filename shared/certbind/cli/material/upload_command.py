"""`certbind upload`: an operator's certificate with its key into CAS."""

from __future__ import annotations

import click
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from certbind.cli.exits import Exit, ending
from certbind.cli.factories.material import make_convert, make_upload, open_account
from certbind.cli.material.convert_command import bundle_json, pool_option, show_bundle
from certbind.cli.material.passphrases import Passphrases, passphrase_fd
from certbind.cli.options import RUN_SECONDS, as_json, console, environment, print_json, working
from certbind.cli.speech.language import ask, told
from certbind.domain.trust.material.bundle import Bundle
from certbind.usecases.certificates.upload import Upload, UploadState

_TOLD = {
    UploadState.TO_UPLOAD: ("would upload", "bold green", "as {known} at CAS {one.site}"),
    UploadState.UPLOADED: ("uploaded", "bold green", "as {known} at CAS {one.site}"),
    UploadState.ALREADY_THERE: ("there", "bold", "already as {known} at CAS {one.site}"),
    UploadState.UNFIT: ("refused", "bold red", "it would not be bound:"),
}
_WIDTH = 13


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@pool_option
@passphrase_fd
@click.option("--site", help="Region of the CAS site, where CERTBIND_SITE names both.")
@click.option("--key-in-url", is_flag=True, help="Where CAS reads no form bodies: see the guide.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_json
@ending
def upload(
    *,
    files: tuple[str, ...],
    pool: tuple[str, ...],
    passphrase_fd: int | None,
    site: str | None,
    key_in_url: bool,
    yes: bool,
    as_json: bool,
) -> Exit:
    """Upload the certificate and key in FILEs to CAS, after converting and judging them.

    What would be refused for binding is not uploaded. The name is made from the fingerprint, so
    the same again is told as already there. With --json and without --yes nobody can be asked:
    what would be done is printed and nothing is uploaded.
    Exit 0: it is in CAS; 1: it is refused, or was not uploaded yet; 2: the files cannot be used;
    3: CAS did not do its part.
    """
    opened = open_account(environment(), RUN_SECONDS)
    region = _site(site, [region for region, _ in opened.settings.endpoints.cas])
    carrier = make_upload(opened, region, key_in_url=key_in_url)
    bundle = make_convert(environment(), opened)(files, pool, Passphrases(passphrase_fd))
    with working("reading CAS …", quiet=as_json):
        planned = carrier.plan(bundle)
    if not as_json:
        show_bundle(console(), bundle)
        _show(console(), planned)
    if planned.state is UploadState.TO_UPLOAD and not yes:
        if as_json:
            return _printed(planned, bundle)
        ask("Go on?")
    with working("uploading …", quiet=as_json):
        done = carrier.carry_out(planned, bundle)
    if as_json:
        return _printed(done, bundle)
    if done != planned:
        _show(console(), done)
    _show_next(console(), done, bundle)
    return _exit_of(done)


def _site(named: str | None, configured: list[str]) -> str:
    if named is None and len(configured) == 1:
        return configured[0]
    if named not in configured:
        text = f"--site takes one of those that CERTBIND_SITE reads: {', '.join(configured)}."
        raise click.UsageError(text)
    return named


def _printed(upload: Upload, bundle: Bundle) -> Exit:
    print_json({**upload.to_json(), "files": bundle_json(bundle)})
    return _exit_of(upload)


def _exit_of(upload: Upload) -> Exit:
    in_cas = (UploadState.UPLOADED, UploadState.ALREADY_THERE)
    return Exit.OK if upload.state in in_cas else Exit.FINDINGS


def _show(out: Console, upload: Upload) -> None:
    word, style, form = _TOLD[upload.state]
    line = told(form.format(one=upload, known=upload.certificate or upload.name))
    word = told(word)
    padded = word + " " * (_WIDTH - cell_len(word))
    out.print(Text.assemble((padded, style), line), soft_wrap=True)
    for finding in upload.against:
        out.print(Text(f"{'':{_WIDTH}}{told(str(finding))}"), soft_wrap=True)


def _show_next(out: Console, upload: Upload, bundle: Bundle) -> None:
    if upload.certificate is None:
        return
    lines = (
        "next         watch publishes it at its next tick (5 minutes), and the functions bind it",
        f"             where it is the better one; at once: certbind bind {_domain(bundle)}",
    )
    for line in lines:
        out.print(Text(told(line)), soft_wrap=True)


def _domain(bundle: Bundle) -> str:
    named = next((name for name in bundle.leaf.names if "*" not in name), "DOMAIN")
    return str(named)
