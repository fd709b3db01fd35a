"""Which names of a certificate a listener serves: those that DNS leads to its load balancer."""

from __future__ import annotations

import pytest

from certbind.adapters.balancers.names import Leading, Served
from certbind.adapters.calls.product import Led

HERE, OURS, THEIRS = "alb-1.cn-hangzhou.alb.aliyuncsslb.com", "192.0.2.1", "198.51.100.1"
TOLD = {
    HERE: Led((), (OURS, "192.0.2.2")),
    "cname.example": Led((HERE,), (OURS,)),
    "on.example": Led(("alias.example", HERE), (OURS,)),
    "address.example": Led((), (OURS,)),
    "half.example": Led((), (OURS, THEIRS)),
    "cdn.example": Led(("cdn.example.w.kunlunsl.com",), (THEIRS,)),
    "lost.example": Led(is_told=False),
}


def served(*names: str) -> Served:
    return Leading(lambda name: TOLD.get(name, Led())).served(names, HERE)


@pytest.mark.parametrize(
    ("presented", "names", "here"),
    [
        (("cname.example", "cdn.example"), ("cname.example",), 1),
        (("on.example", "address.example"), ("address.example", "on.example"), 2),
        (("half.example", "cname.example"), ("cname.example",), 1),
        (("nobody.example", "cname.example"), ("cname.example", "nobody.example"), 1),
        (("*.shop.example", "cdn.example"), (".shop.example",), 0),
        (("cdn.example", "half.example"), ("cdn.example", "half.example"), 0),
        (("192.0.2.7", "cname.example"), ("cname.example",), 1),
        ((), (), 0),
    ],
)
def test_names_that_dns_leads_elsewhere_are_none_of_it(
    presented: tuple[str, ...], names: tuple[str, ...], here: int
) -> None:
    """Where it leads none here, behind another edge or inside a VPC, all of them count."""
    assert served(*presented) == Served(names, here)  # type: ignore[arg-type]


def test_it_is_unsure_only_where_none_leads_here_and_dns_did_not_say_of_all() -> None:
    assert served("lost.example", "cdn.example").is_unsure
    assert not served("lost.example", "cname.example").is_unsure


def test_a_name_is_asked_for_once() -> None:
    asked: list[str] = []

    def look_up(name: str) -> Led:
        asked.append(name)
        return TOLD[name]

    leading = Leading(look_up)
    for _ in range(2):
        leading.served(("address.example", "cdn.example"), HERE)
    assert sorted(asked) == sorted([HERE, "address.example", "cdn.example"])
