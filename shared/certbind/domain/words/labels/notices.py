"""The sentences of notices. What they are about stands in the rooms of the catalogue."""

from __future__ import annotations

from certbind.domain.words import Text

NEW = Text("new", "新出现")
STILL = Text("still there", "仍未解决")
OVER = Text("over", "已恢复")
BROKEN = Text("urgent", "紧急")
DOMAINS = Text("of {n} domains", "共 {n} 个域名")
MORE = Text("… and {n} more: certbind status", "…… 另有 {n} 项：certbind status")
WHAT_TO_DO = Text(". What to do: certbind explain DOMAIN", "。怎么处理：certbind explain DOMAIN")
GREETING = Text(
    "certbind: a greeting. What recheck finds unwell is told here.",
    "certbind：问候。recheck 发现的问题将发送到这里。",
)
NO_NEWS = Text(
    "no news. {n} domains, {unwell} of them known to be unwell. A week without a notice brings this one.",
    "没有新情况。共 {n} 个域名，其中 {unwell} 个存在已知问题。一周没有其他通知时发送本条。",
)
