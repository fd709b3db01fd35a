"""Decisions by what becomes of them, as records and `--json` show them."""

from __future__ import annotations

from typing import Any

from certbind.domain.decide.decision import Decision
from certbind.domain.model.target import Absent, ScanFailure

LISTED = 100
"""How many domains an entry names of each kind; the counts are always whole."""


def rows(
    to_do: tuple[Decision, ...],
    kept: tuple[Decision, ...],
    refused: tuple[tuple[Decision, tuple[tuple[str, str], ...]], ...],
    unread: tuple[ScanFailure, ...],
    absent: tuple[Absent, ...] = (),
    listed: int | None = LISTED,
) -> dict[str, Any]:
    """Decisions by what becomes of them; the refused ones with every reason."""
    return {
        "counts": {"bind": len(to_do), "keep": len(kept), "cannot": len(refused)},
        "bind": [_bind_json(one) for one in to_do[:listed]],
        "keep": [_keep_json(one) for one in kept[:listed]],
        "cannot": [_cannot_json(one, reasons) for one, reasons in refused[:listed]],
        "unread": [
            {"where": one.where, "code": one.code, "message": one.message}
            for one in unread[:listed]
        ],
        "absent": [_absent_json(one) for one in absent[:listed]],
    }


def _absent_json(absent: Absent) -> dict[str, str]:
    """Something that a setting names and the account has not."""
    return {"name": absent.where, "setting": absent.setting, "message": absent.message}


def _bind_json(decision: Decision) -> dict[str, Any]:
    bind = decision.bind or decision.would
    if bind is None:
        raise TypeError("only what would be bound is listed so")
    row = {
        "target": str(decision.target),
        "domain": decision.target.domain,
        "certificate": str(bind.certificate.id),
        "replaces": bind.expects.raw_id or None,
        "why": bind.why,
    }
    return row if decision.bind else {**row, "waits": decision.word}


def _keep_json(decision: Decision) -> dict[str, Any]:
    return {
        "target": str(decision.target),
        "domain": decision.target.domain,
        "reason": decision.word,
        "why": decision.detail,
    }


def _cannot_json(decision: Decision, reasons: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    return {
        "target": str(decision.target),
        "domain": decision.target.domain,
        "reasons": [{"reason": word, "why": detail} for word, detail in reasons],
    }
