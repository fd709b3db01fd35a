"""What sweeps, reports and explanations tell of other products."""

from __future__ import annotations

import json
from datetime import timedelta

from rich.console import Console

from certbind.cli.overview.status_text import show_report, show_rest
from certbind.domain.model.identity import Domain
from certbind.domain.model.resource import CloudResource
from certbind.domain.trust.chain import TrustAnchors
from certbind.errors import PermissionDeniedError
from certbind.usecases.explain.explain_domain import ExplainDomain
from certbind.usecases.overview.read_account import ReadAccount
from certbind.views.explanation.json import explain_json
from certbind.views.explanation.text import sections
from certbind.views.page.document import page_files
from certbind.views.report_json import status_json
from tests.fakes.clock import NOON
from tests.unit.usecases.account import WWW, Account, certificate, with_binding
from tests.unit.usecases.authority import chain_of
from tests.unit.usecases.sweeps import sweep


def shop(anchors: TrustAnchors, days_left: int = 9) -> Account:
    """What is bound at OSS stands at WAF and SLB, too."""
    held, chain = chain_of(certificate(1, days_left=days_left, issued_days_ago=80))
    account = Account(with_binding(WWW, held), anchors=anchors)
    account.inventory.add(held, chain)
    account.probe.serve(WWW.domain, chain)
    for number, (product, has_https) in enumerate((("WAF", True), ("SLB", False), ("OSS", True))):
        account.resources.held.append(
            CloudResource(
                number + 1,
                "cn-hangzhou",
                product,
                WWW.domain if product == "OSS" else Domain(f"{product.lower()}.shop.example"),
                "",
                held.id,
                held.not_after,
                NOON - timedelta(hours=3),
                has_https,
            )
        )
    return account


def test_a_sweep_tells_what_ends_soon_elsewhere_and_that_is_news_once(
    anchors: TrustAnchors,
) -> None:
    account = shop(anchors)
    report = sweep(account)
    assert [str(one.resource) for one in report.ending] == [
        "SLB slb.shop.example",
        "WAF waf.shop.example",
    ]
    told = report.to_json()["elsewhere"]
    assert told[1].startswith("elsewhere: 1-cn-hangzhou stands at WAF waf.shop.example too")
    assert "WAF waf.shop.example" in report.new
    assert not report.is_clean
    assert "WAF waf.shop.example" not in sweep(account).new
    assert account.resources.asked == 2, "once a sweep"


def test_what_ends_late_elsewhere_is_shown_and_no_finding(anchors: TrustAnchors) -> None:
    account = shop(anchors, days_left=80)
    report = sweep(account)
    assert (report.ending, report.is_clean) == ((), True)
    shown = ReadAccount(account.sources, account.rules)()
    assert shown.radar is not None
    assert len(shown.radar.places) == 2


def test_a_list_that_is_denied_is_said_and_nothing_is_gone(anchors: TrustAnchors) -> None:
    account = shop(anchors)
    denied = PermissionDeniedError(
        "no", service="cas", action="ListCloudResources", api_code="Forbidden.RAM"
    )
    account.resources.trouble.before("listed", denied)
    report = sweep(account)
    assert report.radar is None
    assert any("ListCloudResources" in one for one in report.unread)
    account.resources.trouble.before("listed", denied)
    shown = ReadAccount(account.sources, account.rules)()
    assert (shown.radar, shown.unread[0].where) == (None, "where else certificates stand")
    assert status_json(shown)["elsewhere"] is None


def test_status_tells_them_with_what_to_do(anchors: TrustAnchors) -> None:
    report = ReadAccount(shop(anchors).sources, shop(anchors).rules)()
    out = Console(record=True, width=200)
    show_report(out, report, report.domains, None)
    show_rest(out, report)
    told = out.export_text()
    assert "its newest change is of" in told
    assert "WAF waf.shop.example: 1-cn-hangzhou, ends" in told
    assert "certbind verify waf.shop.example" in told
    assert "Put the certificate there once" in told
    document = status_json(report)["elsewhere"]
    assert document["contradicted"] == 0
    assert {one["word"] for one in document["places"]} == {"elsewhere", "elsewhere_by_hand"}
    assert json.loads(json.dumps(document)) == document
    page = dict(page_files(report))["index.html"]
    assert "WAF waf.shop.example" in page
    assert "w-elsewhere_by_hand" in page


def test_explain_tells_where_else_what_stands_here_stands(anchors: TrustAnchors) -> None:
    account = shop(anchors)
    found = ExplainDomain(ReadAccount(account.sources, account.rules))(WWW.domain)
    (one,) = found.explanations
    assert len(one.elsewhere) == 2
    text = "\n".join(line.text for part in sections(one, "zh") for line in part.paragraphs)
    assert "还在其他云产品" in text
    (place,) = explain_json(WWW.domain, found)["places"]
    assert {each["product"] for each in place["elsewhere"]} == {"WAF", "SLB"}
