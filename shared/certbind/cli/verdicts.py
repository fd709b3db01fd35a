"""A verification as a person reads it: what each address served, and what was wrong with it."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from certbind.domain.observation import Attempt, Observation
from certbind.domain.summary import summarise
from certbind.domain.verdict import AddressVerdict, Verdict


def show_verdict(console: Console, observation: Observation, verdict: Verdict) -> None:
    """A headline, a line an address, and each finding with what a browser would say."""
    good = verdict.is_good
    word = Text("ok     " if good else "FAILED ", "bold green" if good else "bold red")
    console.print(Text.assemble(word, (verdict.domain, "bold"), f": {summarise(verdict)}"))
    if observation.cname_chain:
        console.print(f"       by way of {' → '.join(observation.cname_chain)}")
    seen = {one.address: one for one in observation.addresses}
    for address in verdict.addresses:
        _show_address(console, address, seen[address.address].milliseconds)
    for fault in verdict.findings:
        console.print(f"       {fault}  {fault.kind.browser_error}")
    if verdict.headline is not None and verdict.headline.kind.browser_error:
        console.print(f"       a browser shows {verdict.headline.kind.browser_error}")


def _show_address(console: Console, one: AddressVerdict, milliseconds: int) -> None:
    mark = Text("  ✔ " if one.is_sound and not one.findings else "  ✘ ")
    if one.served is None:
        console.print(Text.assemble(mark, f"{one.address:15} nothing served"))
    else:
        leaf = one.served
        names = ", ".join(leaf.names[:3]) + (" …" if len(leaf.names) > 3 else "")  # noqa: PLR2004
        console.print(
            Text.assemble(
                mark,
                f"{one.address:15} {leaf.sha256[:16]}…  {names}  "
                f"ends {leaf.not_after:%Y-%m-%d}  {milliseconds} ms",
            )
        )
    for fault in one.findings:
        console.print(Text(f"      {fault}"))


def verdict_json(observation: Observation, verdict: Verdict) -> dict[str, object]:
    """For `--json`: the verdict, with what only the observation knows."""
    return {
        **verdict.to_json(),
        "summary": summarise(verdict),
        "server_name": observation.server_name,
        "cname_chain": list(observation.cname_chain),
        "handshakes": {
            one.address: {"ended": one.attempt.value, "milliseconds": one.milliseconds}
            for one in observation.addresses
        },
        "complete": all(one.attempt is Attempt.COMPLETED for one in observation.addresses),
    }
