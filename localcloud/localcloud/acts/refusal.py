"""The error of an act."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - an answer
    """The act cannot be done; the message says why and what there is instead."""
