"""A question for addresses and a plain answer to it, as bytes (RFC 1035, section 4).

`dnspython` makes objects of all that a message holds: half a millisecond of CPU for each, four a
domain. Nearly every answer is a few addresses, and perhaps aliases before them. Those are read
here; of whatever else comes nothing is made out, and the library asks anew.
"""

from __future__ import annotations

import re
import socket
import struct

from certbind.adapters.edge.lookup import Lookup
from certbind.domain.trust.observation import Family, Resolution

MOST_BYTES = 4096

_HEADER = struct.Struct("!6H")
_RECORD = struct.Struct("!HHIH")
_ENTRY = struct.Struct("!HH")
_RECURSION_DESIRED = 0x0100
_WHAT_IT_IS = 0xFA0F  # answer or not, kind of question, cut off or not, outcome
_FOUND, _NO_SUCH_NAME = 0x8000, 0x8003
_KINDS = {Family.IPV4: (1, socket.AF_INET, 4), Family.IPV6: (28, socket.AF_INET6, 16)}
"""Number of the record, and its address: family and bytes."""
_CNAME, _INTERNET = 5, 1
_POINTER = 0xC0
_LABEL = re.compile(rb"[a-z0-9_-]{1,63}")
_LONGEST, _MOST_LABELS, _MOST_ALIASES = 253, 127, 16


def question(number: int, name: str, family: Family) -> bytes:
    """name: lower-case A-labels. ValueError for one that is no plain name."""
    labels = name.encode("ascii").split(b".")
    if len(name) > _LONGEST or not all(map(_LABEL.fullmatch, labels)):
        raise ValueError("no plain name")
    header = _HEADER.pack(number, _RECURSION_DESIRED, 1, 0, 0, 0)
    asked = b"".join(bytes([len(label)]) + label for label in labels)
    return header + asked + b"\0" + _ENTRY.pack(_KINDS[family][0], _INTERNET)


def answer(data: bytes, asked: bytes, family: Family) -> Lookup | None:
    """asked: the question. None where this is no plain answer to it."""
    try:
        return _answer(data, asked, family)
    except (IndexError, ValueError, struct.error):
        return None


def _answer(data: bytes, asked: bytes, family: Family) -> Lookup | None:
    number, flags, questions, answers, _, _ = _HEADER.unpack_from(data)
    begin = len(asked)
    is_ours = number == int.from_bytes(asked[:2], "big") and questions == 1
    if not is_ours or data[_HEADER.size : begin].lower() != asked[_HEADER.size :]:
        return None
    said = flags & _WHAT_IT_IS
    if said == _NO_SUCH_NAME:
        return Lookup(Resolution.NXDOMAIN)
    if said != _FOUND:
        return None
    addresses, aliases = _records(data, begin, answers, family)
    name, _ = _name(data, _HEADER.size)
    passed = []
    while name in aliases:
        name = aliases[name]
        passed.append(name)
        if len(passed) > _MOST_ALIASES:
            return None
    told = tuple(dict.fromkeys(addresses.get(name, ())))
    return Lookup(Resolution.RESOLVED, told, tuple(passed))


def _records(
    data: bytes, at: int, answers: int, family: Family
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Addresses and aliases, by the name that has them."""
    wanted, kind_of_address, size = _KINDS[family]
    addresses: dict[str, list[str]] = {}
    aliases: dict[str, str] = {}
    for _ in range(answers):
        owner, at = _name(data, at)
        kind, where, _, length = _RECORD.unpack_from(data, at)
        at += _RECORD.size
        value = data[at : at + length]
        if len(value) != length or where != _INTERNET:
            raise ValueError("a record that is cut short, or of another class")
        if kind == _CNAME:
            aliases.setdefault(owner, _name(data, at)[0])
        elif kind == wanted and length == size:
            text = socket.inet_ntop(kind_of_address, value)
            addresses.setdefault(owner, []).append(text)
        at += length
    return addresses, aliases


def _name(data: bytes, at: int) -> tuple[str, int]:
    """The name that begins there, and where what follows it begins. A pointer leads back (section
    4.1.4): further than the one before, or it would lead round.
    """
    labels: list[bytes] = []
    after, back_of = 0, at
    while length := data[at]:
        if length >= _POINTER:
            after = after or at + 2
            at = (length - _POINTER) << 8 | data[at + 1]
            if at >= back_of:
                raise ValueError("a pointer that does not lead back")
            back_of = at
            continue
        label = data[at + 1 : at + 1 + length].lower()
        if len(label) != length or not _LABEL.fullmatch(label) or len(labels) == _MOST_LABELS:
            raise ValueError("no plain name")
        labels.append(label)
        at += 1 + length
    return b".".join(labels).decode("ascii"), after or at + 1
