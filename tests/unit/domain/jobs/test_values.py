"""Jobs' ids, states and names."""

from __future__ import annotations

import pytest

from certbind.domain.jobs.values import JobId, JobState, Worker, job_name
from certbind.domain.model.identity import Domain
from tests.fakes.values import cas_id


def test_an_id_is_its_number_and_its_site() -> None:
    one = JobId.parse(" 88001-ap-southeast-1 ")
    assert (one.number, one.site, str(one)) == (88001, "ap-southeast-1", "88001-ap-southeast-1")
    for text in ("", "88001", "0-cn-hangzhou", "88001-", "x-cn-hangzhou"):
        with pytest.raises(ValueError, match="<number>-<site>"):
            JobId.parse(text)


def test_two_states_are_the_end() -> None:
    assert {one for one in JobState if one.is_over} == {JobState.SUCCESS, JobState.ERROR}


def test_success_alone_is_good_and_a_rollback_is_an_end() -> None:
    def worker(state: str) -> Worker:
        return Worker("SLB", Domain("a.example.com"), "lb-1", state, cas_id(1))

    assert [s for s in ("success", "error", "rollback") if worker(s).is_done] == ["success"]
    states = ("pending", "success", "error", "rollback", "rollback_success", "rollback_error")
    over = [s for s in states if worker(s).is_over]
    assert over == ["success", "error", "rollback_success", "rollback_error"]
    assert str(worker("success")) == "SLB lb-1 a.example.com"


def test_the_same_work_has_the_same_name() -> None:
    name = job_name(cas_id(20480001), (2, 1))
    assert name == job_name(cas_id(20480001), (1, 2))
    assert name != job_name(cas_id(20480001), (1, 3))
    assert name.startswith("certbind-20480001-")
    assert len(name) <= 63
    assert name.isascii()
