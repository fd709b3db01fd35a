"""What the page says beside the catalogue's words."""

from __future__ import annotations

from certbind.domain.words import Text

PAGE: dict[str, Text] = {
    "page.colon": Text(": ", "："),
    "page.stop": Text(". ", "。"),
    "page.all_well": Text("All {number} domains are well", "全部 {number} 个域名正常"),
    "page.none_read": Text("The account could not be read", "账号未能读取"),
    "page.some.unread": Text(
        "{bad} of {number} domains need somebody, {unread} could not be read",
        "{number} 个域名中有 {bad} 个需要处理，{unread} 个未能读取",
    ),
    "page.some.part": Text(
        "{bad} of {number} domains need somebody; a part of the account could not be read",
        "{number} 个域名中有 {bad} 个需要处理；账号有一部分未能读取",
    ),
    "page.some": Text(
        "{bad} of {number} domains need somebody", "{number} 个域名中有 {bad} 个需要处理"
    ),
    "page.written": Text("{file}: {counts}.", "{file}：{counts}。"),
    "page.none": Text("No domain is in sight", "没有看到域名"),
    "page.made": Text("Made: ", "生成时间："),
    "page.stale": Text(
        "This page is old: two sweeps have not replaced it. What it says may be over. See whether the function recheck runs (`certbind doctor`).",
        "本页已过时：两次 recheck 都没有更新它，内容可能已不准确。请查看函数 recheck 是否在运行（`certbind doctor`）。",
    ),
    "page.goes_stale": Text(
        "recheck makes a new page every six hours. After {time} this one is out of date.",
        "recheck 每六小时生成新的页面。{time} 之后本页即已过时。",
    ),
    "page.groups": Text("Domains by health", "按健康状况查看域名"),
    "page.skip": Text("To the domains", "跳到域名"),
    "page.unread": Text(
        "What could not be read: nothing is known of it", "未能读取的部分：情况未知"
    ),
    "page.absent": Text(
        "What settings name and the account does not have", "设置中指定而账号中没有的内容"
    ),
    "page.gone": Text("In the ledger, and in the account no more", "台账中有而账号中已没有的域名"),
    "page.limits": Text("Left out of sight by settings: {names}", "设置限定了查看范围：{names}"),
    "page.certificates": Text("Certificates", "证书"),
    "page.certificates.unread": Text("CAS's list could not be read.", "未能读取 CAS 的证书列表。"),
    "page.certificates.none": Text("CAS holds no certificate.", "CAS 中没有证书。"),
    "page.events": Text("Last events", "最近事件"),
    "page.events.none": Text("Nothing is on record of the last weeks.", "最近几周没有记录。"),
    "page.events.of": Text("Events ({number})", "事件（{number}）"),
    "page.words": Text("The words, and what to do", "词语说明与处理办法"),
    "page.legend": Text("How to read the timelines", "时间线说明"),
    "page.legend.span": Text(
        "Eight weeks back and twelve ahead; a line each week. {first} to {last}.",
        "过去八周与未来十二周，每周一条线。{first} 至 {last}。",
    ),
    "page.legend.bar": Text("the attached certificate is valid", "当前绑定的证书有效"),
    "page.legend.soon": Text("its end is near", "证书即将过期"),
    "page.legend.over": Text("it has ended", "证书已过期"),
    "page.legend.today": Text("the time of this page", "本页的时间"),
    "page.do": Text("Do: ", "处理："),
    "page.empty.outage": Text("No domain is broken.", "没有不可用的域名。"),
    "page.empty.person": Text("Nobody has to act.", "没有需要处理的域名。"),
    "page.empty.unread": Text("Every domain was read.", "所有域名均已读取。"),
    "page.empty.partly": Text("None of what could be read.", "已读取的部分中没有。"),
    "page.empty.waits": Text("Nothing is under way.", "没有正在进行的操作。"),
    "page.empty.well": Text("None is well.", "没有正常的域名。"),
    "page.group.outage": Text("Broken now", "现在不可用"),
    "page.group.person": Text("Somebody has to act", "需要处理"),
    "page.group.unread": Text("Not read", "未读取"),
    "page.group.waits": Text("Waiting", "等待中"),
    "page.group.well": Text("Well", "正常"),
    "page.timeline": Text("timeline", "时间线"),
    "page.days": Text("{days} days", "{days} 天"),
    "page.ended": Text("ended {day}", "{day} 已过期"),
    "page.ends": Text("ends {day}", "{day} 到期"),
    "page.when": Text("when (UTC)", "时间（UTC）"),
    "page.what": Text("what", "事件"),
    "page.told": Text("told", "说明"),
    "page.asked_by": Text("asked by", "发起者"),
    "page.elsewhere": Text(
        "The domains of this group stand on a page of their own", "该组域名在单独的页面"
    ),
    "page.back": Text("To the summary", "返回概览"),
    "mark.bound": Text("bound", "绑定"),
    "mark.back": Text("rolled back", "回滚"),
    "mark.good": Text("seen well", "查看正常"),
    "mark.bad": Text("seen wrong, or failed", "查看异常或失败"),
    "mark.other": Text("changed by another hand", "外部变更"),
}
