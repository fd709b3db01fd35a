"""What is broken: a promise, a place, the line, what it becomes, the tests that have to tell."""

from __future__ import annotations

from dataclasses import dataclass

_USE, _DOMAIN = "usecases/serving", "domain/serving"
_UNIT = "tests/unit/usecases/serving"


@dataclass(frozen=True, slots=True)
class Break:
    """promise: its number (docs/architecture.md). file: below shared/certbind."""

    promise: int
    place: str
    name: str
    file: str
    old: str
    new: str
    tests: str


_EMERGENCY = (
    Break(
        2,
        "emergency",
        "a backup of the same CA will do",
        f"{_USE}/failover.py",
        "both = None if request.force else self._of_one_ca(backup, request)",
        "both = None",
        f"{_UNIT}/test_failover.py",
    ),
    Break(
        2,
        "emergency",
        "HTTPS goes before the redirect is lifted",
        f"{_USE}/downgrade.py",
        "        for step in steps_of(plan.seen.form, plan.lifts):",
        "        self.patience.until_taken(partial(self.settings.turn_off, target, binding))\n"
        "        for step in steps_of(plan.seen.form, plan.lifts):",
        f"{_UNIT}/test_downgrade.py",
    ),
    Break(
        3,
        "emergency",
        "what was lifted comes back unseen",
        f"{_USE}/restore.py",
        "if verdict is None or not verdict.is_good:",
        "if False:",
        f"{_UNIT}/test_downgrade.py",
    ),
    Break(
        4,
        "emergency",
        "a downgrade that is done is done again",
        f"{_USE}/downgrade.py",
        "if bound.binding.is_empty and not plan.lifts and not _is_open(state):",
        "if False:",
        f"{_UNIT}/test_downgrade.py",
    ),
    Break(
        5,
        "emergency",
        "what was lifted is not kept",
        f"{_USE}/downgrade.py",
        "kept = remember(old.kept if old is not None else (), plan.lifts)",
        "kept = remember((), ())",
        f"{_UNIT}/test_downgrade.py",
    ),
    Break(
        6,
        "emergency",
        "a policy with a secret is taken away",
        f"{_USE}/downgrade.py",
        "if lost and not request.force:",
        "if False and lost:",
        f"{_UNIT}/test_downgrade.py",
    ),
    Break(
        7,
        "emergency",
        "that both are bad is not said",
        f"{_USE}/failover.py",
        "verdict is None or verdict.is_good or verdict.is_undecided:\n            return outcome",
        "True:\n            return outcome",
        f"{_UNIT}/test_failover.py",
    ),
    Break(
        1,
        "emergency",
        "where visitors go is not asked",
        f"{_USE}/place.py",
        "(one for one in targets if directions.is_met(one, targets))",
        "iter(reversed(targets))",
        f"{_UNIT}/test_harden.py",
    ),
)
_HARDEN = (
    Break(
        2,
        "harden",
        "who is kept out does not matter",
        f"{_USE}/harden.py",
        "        if findings:\n            return findings\n        changes = changes_of",
        "        changes = changes_of",
        f"{_UNIT}/test_harden.py",
    ),
    Break(
        2,
        "harden",
        "another hand is fought by policy",
        f"{_DOMAIN}/by_policy.py",
        "if one is None or change.before == one.wrote:",
        "if True:",
        f"tests/unit/domain/serving/test_by_policy.py {_UNIT}/test_harden_by_policy.py",
    ),
    Break(
        2,
        "harden",
        "what a person undid comes back by policy",
        f"{_USE}/settings_write.py",
        ".with_undone(record.undone | names)",
        ".with_undone(record.undone)",
        f"{_UNIT}/test_harden_by_policy.py",
    ),
    Break(
        3,
        "harden",
        "what nobody looked at is met",
        f"{_DOMAIN}/proof.py",
        'return Proof(seen.address, "OCSP stapling", Met.NOT_SEEN, told, optional=True)',
        'return Proof(seen.address, "OCSP stapling", Met.YES, told, optional=True)',
        "tests/unit/domain/serving/test_proof.py",
    ),
    Break(
        4,
        "harden",
        "the write goes before its record",
        f"{_USE}/settings_write.py",
        'record = self.journal.write(record, intent, f"{told}.", cause, changes=step)',
        "pass",
        f"{_UNIT}/test_harden.py",
    ),
    Break(
        5,
        "harden",
        "the first text is forgotten at the second change",
        f"{_DOMAIN}/record.py",
        "before = old.before if old is not None and is_ours else change.before",
        "before = change.before",
        f"tests/unit/domain/serving/test_record.py {_UNIT}/test_harden.py",
    ),
    Break(
        6,
        "harden",
        "a policy with a secret goes into the ledger",
        f"{_USE}/harden.py",
        "        if secret:\n            return secret\n",
        "",
        f"{_UNIT}/test_harden.py",
    ),
    Break(
        7,
        "harden",
        "a drift is left without a word",
        f"{_USE}/harden_by_policy.py",
        "return (*self._set(situation, bound, seen, record, found), *left)",
        "return self._set(situation, bound, seen, record, found)",
        f"{_UNIT}/test_harden_by_policy.py",
    ),
    Break(
        7,
        "binding",
        "what a binding changed besides is not told",
        "domain/lifecycle/looks.py",
        "    state = _compared(state, fact)\n",
        "",
        "tests/unit/usecases/rotate/test_settings_around.py",
    ),
    Break(
        4,
        "binding",
        "who dies at a write is not counted",
        "domain/lifecycle/advance.py",
        "        trouble = _died_at(state, change)\n",
        "        pass\n",
        "tests/unit/domain/lifecycle/test_advance.py",
    ),
)
_PRUNE_TESTS = "tests/unit/domain/hygiene/test_prune.py tests/unit/usecases/test_prune.py"


def _prune(promise: int, name: str, old: str, new: str) -> Break:
    return Break(promise, "prune", name, "domain/hygiene/prune.py", old, new, _PRUNE_TESTS)


_HYGIENE = (
    _prune(1, "what was not read does not matter", "        *_unread(inventory),\n", ""),
    _prune(2, "what is bound may go", "        *_in_use(one, inventory),\n", ""),
    _prune(2, "the last good one may go", "        *_successor(one, inventory),\n", ""),
    _prune(2, "CAS's list counts for nothing", "        *_elsewhere(one, inventory),\n", ""),
    _prune(3, "a successor need not be seen", "span is not None and span >= WINDOW", "True"),
    _prune(5, "the way back may go", "        *_needed(one, inventory),\n", ""),
    Break(
        4,
        "prune",
        "what was not shown goes too",
        "usecases/hygiene/prune.py",
        "if row.kept or row.certificate.id not in shown:",
        "if row.kept:",
        _PRUNE_TESTS,
    ),
    Break(
        7,
        "prune",
        "a refusal is not told",
        "usecases/hygiene/prune.py",
        "return Row(row.certificate, (), refused=str(error))",
        "return Row(row.certificate, ())",
        _PRUNE_TESTS,
    ),
)
_NOTICE_TESTS = "tests/unit/domain/notices tests/unit/usecases/protect"


def _due(promise: int, name: str, old: str, new: str) -> Break:
    return Break(promise, "notices", name, "domain/notices/due.py", old, new, _NOTICE_TESTS)


_NOTICES = (
    _due(4, "the same is told each time", "not _is_past(told.at, pause, now)", "False"),
    _due(2, "what a person knows of is repeated", "marks <= acknowledged or not _is", "not _is"),
    _due(
        7,
        "what is worse since is no news",
        "if told is None or marks - told.marks:",
        "if told is None:",
    ),
    _due(
        7,
        "silence is not told from health",
        "return channel.last is None or _is_past(channel.last, SIGN_OF_LIFE_AFTER, now)",
        "return False",
    ),
    Break(
        3,
        "notices",
        "what failed counts as told",
        "usecases/protect/notices.py",
        "replace(known, failed=post.code) if post.code else arrived",
        "arrived",
        _NOTICE_TESTS,
    ),
    Break(
        6,
        "notices",
        "a robot's address is told with its error",
        "adapters/notice/post.py",
        "told = why_not_reached(came, self._robot.address)",
        "told = f'{self._robot.address}: {came}'",
        "tests/contract/test_notifiers.py",
    ),
    Break(
        1,
        "notices",
        "what a 200 says is not read",
        "adapters/notice/post.py",
        "        if kind.code:\n            self._read(kind, body)\n",
        "",
        "tests/contract/test_notifiers.py",
    ),
)
BREAKS = (*_EMERGENCY, *_HARDEN, *_HYGIENE, *_NOTICES)
