"""`*` and `?` in actions and resource names."""

from __future__ import annotations

_SEGMENTS = 5
EVERYTHING = "*"


def fits(pattern: str, text: str) -> bool:
    """`*` stands for any characters, none among them, `?` for exactly one. Nothing is escaped.

    Greedy with one way back, so that no pattern of a stranger takes long.
    """
    at = seen = 0
    star, resume = -1, 0
    while seen < len(text):
        if at < len(pattern) and pattern[at] == "*":
            star, resume = at, seen
            at += 1
        elif at < len(pattern) and pattern[at] in ("?", text[seen]):
            at += 1
            seen += 1
        elif star >= 0:
            resume += 1
            at, seen = star + 1, resume
        else:
            return False
    return all(rest == "*" for rest in pattern[at:])


def action_fits(pattern: str, action: str) -> bool:
    """`oss:Put*` against `oss:PutObject`; case does not count (RAM, policy elements)."""
    return fits(pattern.lower(), action.lower())


def resource_fits(pattern: str, resource: str) -> bool:
    """`acs:<product>:<region>:<account>:<what>` segment by segment; `*` alone is everything.

    An access that the product checks on `*` is met by `*` only: operations without
    resource-level permissions want exactly that. A pattern's empty segment is met by a resource
    of no region (`*`), as in `acs:ram::<account>:role/<name>`.
    """
    if pattern == EVERYTHING:
        return True
    wanted, given = pattern.split(":", _SEGMENTS - 1), resource.split(":", _SEGMENTS - 1)
    if len(wanted) != len(given) or len(wanted) != _SEGMENTS:
        return False
    pairs = zip(wanted, given, strict=True)
    return all(fits(p, g) or (not p and g == EVERYTHING) for p, g in pairs)


def is_resource_pattern(text: str) -> bool:
    """Whether a policy may name it."""
    parts = text.split(":", _SEGMENTS - 1)
    return text == EVERYTHING or (len(parts) == _SEGMENTS and parts[0] == "acs" and parts[4] != "")
