"""Which certificate of CAS somebody meant, whose id CAS does not have or that is no id at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches

from certbind.domain.model.certificate import Certificate
from certbind.errors import CertbindError
from certbind.ports.certificates import CertificateInventory

_MOST = 3
_NEARNESS = 0.85
"""Of difflib: a slip or two. Ids that were given one after the other are much alike already."""


def meant(opens: Callable[[], CertificateInventory], said: str) -> str:
    """A sentence with a blank before it; "" where nothing is near, or CAS cannot be read: no
    command fails for a hint.
    """
    try:
        near = [*_near(said.strip(), opens().list_certificates())]
    except CertbindError:
        return ""
    told = dict.fromkeys(f"{one.id} ({one.name})" if one.name else str(one.id) for one in near)
    return f" Did you mean {', '.join([*told][:_MOST])}?" if near else ""


def _near(said: str, listed: Sequence[Certificate]) -> Iterator[Certificate]:
    """First what is another word for the same: a name, an instance, the number alone, or the same
    number at the other site; then what differs by a slip.
    """
    number = said.partition("-")[0]
    yield from (one for one in listed if said in (one.name, one.instance_id))
    yield from (one for one in listed if str(one.id.number) == number)
    by_word = {word: one for one in listed for word in (one.name, str(one.id)) if word}
    for word in get_close_matches(said, by_word, _MOST, _NEARNESS):
        yield by_word[word]
