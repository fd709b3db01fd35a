"""What `status` and `certificates` say beside the catalogue's words, and the page as well."""

from __future__ import annotations

from certbind.domain.words import Text

_HEALTHS = {
    "health.outage": Text("broken now", "现在不可用"),
    "health.person": Text("act", "需要处理"),
    "health.person.by": Text("act by {day}", "{day} 前处理"),
    "health.unread": Text("not read", "未读取"),
    "health.waits": Text("waiting", "等待中"),
    "health.well": Text("well", "正常"),
}
_VISITORS = {
    "seen.verified": Text("what is bound", "已绑定的证书"),
    "seen.all_new": Text("what is bound", "已绑定的证书"),
    "seen.sound": Text("a sound certificate", "可用的证书"),
    "seen.partly": Text("not everywhere what is bound", "部分地址不是已绑定的证书"),
    "seen.old": Text("what was there before", "之前的证书"),
    "seen.other": Text("another certificate", "另一张证书"),
    "seen.broken": Text("refused by browsers", "被浏览器拒绝"),
    "seen.dead": Text("refused by browsers", "被浏览器拒绝"),
    "seen.refused.phones": Text("refused by phones and programs", "被手机和程序拒绝"),
    "seen.refused.firefox": Text("refused by Firefox", "被 Firefox 拒绝"),
    "seen.refused.chrome": Text("refused by Chrome", "被 Chrome 拒绝"),
    "seen.not_seen": Text("could not look", "未能查看"),
    "seen.not_all_seen": Text("not all could be looked at", "未能全部查看"),
    "seen.unread": Text("not read", "未读取"),
    "seen.nobody": Text("nobody has looked yet", "尚未查看"),
    "seen.looking": Text("being looked at", "正在查看"),
    "by.now": Text("now", "刚才"),
    "by.ledger": Text("after the change", "更改之后"),
    "by.sweep": Text("by recheck", "由 recheck 查看"),
}
_STEPS = {
    "step.binds_next": Text(
        "`certbind bind DOMAIN` binds {certificate} at once; else the next recheck does.",
        "`certbind bind DOMAIN` 立即绑定 {certificate}；否则由下一次 recheck 绑定。",
    ),
    "step.looks_next": Text(
        "Nothing: visitors are looked at again by itself.",
        "无需操作：会自动再次查看访客收到的证书。",
    ),
    "step.renew": Text(
        "Renew {certificate} in CAS by {day}: certbind binds the new one when it is issued.",
        "请在 {day} 之前在 CAS 续期 {certificate}：新证书签发之后 certbind 会绑定它。",
    ),
    "step.follow_renewal": Text(
        "Its renewal is under way: see that it ends before {day} (`certbind history DOMAIN`, and the order in the console).",
        "续期正在进行：请确认它在 {day} 之前完成（`certbind history DOMAIN`，以及控制台中的订单）。",
    ),
    "step.renew_elsewhere": Text(
        "Have a certificate for DOMAIN in CAS by {day}: what is bound is none of CAS's.",
        "请在 {day} 之前在 CAS 准备 DOMAIN 的证书：当前绑定的证书不在 CAS 中。",
    ),
    "step.renew_now": Text(
        "Order or upload a certificate for DOMAIN in CAS now: certbind binds it when it is issued.",
        "请立即在 CAS 申请或上传 DOMAIN 的证书：签发之后 certbind 会绑定它。",
    ),
}
_COLUMNS = {
    "column.health": Text("health", "健康状况"),
    "column.domain": Text("domain", "域名"),
    "column.place": Text("served from", "所在产品"),
    "column.certificate": Text("certificate", "证书"),
    "column.name": Text("name", "名称"),
    "column.days": Text("days", "剩余天数"),
    "column.ends": Text("ends", "到期时间"),
    "column.visitors": Text("visitors get", "访客收到"),
    "column.why": Text("why", "原因"),
    "column.next": Text("next step", "下一步"),
    "column.besides": Text("besides", "另外"),
    "column.kind": Text("kind", "类型"),
    "column.serves": Text("serves", "用于"),
    "column.could": Text("could also serve", "还可用于"),
    "column.superseded": Text("superseded by", "已被替换"),
}
_KINDS = {
    "kind.order": Text("order", "正式证书"),
    "kind.test": Text("test", "测试证书"),
    "kind.upload": Text("upload", "上传证书"),
    "kind.unknown": Text("not in CAS's list", "不在 CAS 列表中"),
    "source.upload": Text("uploaded there", "在该产品上传"),
    "source.free": Text("CDN's free one", "CDN 免费证书"),
    "source.cas": Text("of CAS", "CAS 证书"),
    "source.none": Text("none", "无"),
}
_SENTENCES = {
    "nothing": Text("nothing", "无"),
    "unknown": Text("unknown", "未知"),
    "and_more": Text("and {number} more", "另有 {number} 个"),
    "has_no_effect": Text("also at {targets}, without effect", "{targets} 也有该域名，不生效"),
    "asked.person": Text("a person", "人工"),
    "asked.timer": Text("timer", "定时"),
    "asked.event": Text("event", "事件"),
    "never": Text("never", "从未"),
    "runs.unread": Text(
        "when recheck and watch ran is not known; the last report that could be read: {time}",
        "recheck 与 watch 上次运行的时间未知；最近一次可读取的报告：{time}",
    ),
    "swept": Text("recheck last swept {time}", "recheck 上次检查：{time}"),
    "swept.never": Text("recheck has not swept yet", "recheck 尚未检查"),
    "watched": Text(
        "watch last saw CAS's list change {time}", "watch 上次发现 CAS 列表变化：{time}"
    ),
    "watched.never": Text("watch has seen nothing yet", "watch 尚未查看"),
    "fails": Text("{function} fails: {code}", "{function} 失败：{code}"),
    "first_end": Text("Next end: {day} ({left}).", "最近到期：{day}（{left}）。"),
    "count": Text("{number} {health}", "{number} 个{health}"),
    "joint": Text(", ", "，"),
    "none_found": Text("none found", "没有找到"),
    "none_read": Text("none could be read", "未能读取"),
    "one_day": Text("{number} day", "{number} 天"),
    "days": Text("{number} days", "{number} 天"),
    "status.domain": Text("1 domain: {counts}.", "共 1 个域名：{counts}。"),
    "status.domains": Text("{number} domains: {counts}.", "共 {number} 个域名：{counts}。"),
    "status.shown": Text(" Shown: {number}.", "显示其中 {number} 个。"),
    "status.runs": Text("{runs}. Times are UTC.", "{runs}。时间均为 UTC。"),
    "status.gone": Text(
        "In the ledger, and in the account no more ({number}): {names}",
        "台账中有而账号中已没有的域名（{number}）：{names}",
    ),
    "certificates.use": Text(
        "{used} in use, {unused} not. Times are UTC.",
        "{used} 张使用中，{unused} 张未使用。时间均为 UTC。",
    ),
    "superseded_by": Text("superseded by {id}", "已被 {id} 替换"),
    "also_at": Text("also at {places}", "还部署于 {places}"),
    "could_serve": Text("could also serve {names}", "还可用于 {names}"),
    "cannot_be_bound": Text("cannot be bound: {why}", "不能绑定：{why}"),
    "by_path": Text("{day} (path)", "{day}（路径）"),
    "elsewhere": Text(
        "also at products where certbind does not bind, by CAS's own list ({age}; it lags, and "
        "lacks ESA):",
        "certbind 不绑定的其他云产品（来自 CAS 列表，{age}；该列表有滞后，不含 ESA）：",
    ),
    "elsewhere.newest": Text("its newest change is of {time}", "其最新变更时间 {time}"),
    "elsewhere.unknown": Text("nobody knows of when", "时间未知"),
    "elsewhere.place": Text(
        "{resource}: {certificate}, ends {day} (in days: {days})",
        "{resource}：{certificate}，{day} 到期（剩余天数：{days}）",
    ),
    "elsewhere.place.unknown": Text(
        "{resource}: {certificate}, its end is not known",
        "{resource}：{certificate}，到期时间未知",
    ),
    "elsewhere.contradicted": Text(
        "of the places that certbind reads itself that list has {number} otherwise",
        "certbind 自行读取的位置中，该列表有 {number} 处不一致",
    ),
}
_FACTS = {
    "fact.place": Text("served from", "所在产品"),
    "fact.certificate": Text("certificate", "证书"),
    "fact.visitors": Text("visitors get", "访客收到"),
    "fact.decision": Text("decision", "决定"),
    "fact.finding": Text("finding", "发现"),
    "fact.failure": Text("last failure", "上次失败"),
    "fact.record": Text("last record", "最近记录"),
    "fact.next": Text("next step", "下一步"),
    "fact.entry": Text("entry {number}", "记录 {number}"),
    "fact.ends": Text(
        "{certificate}, ends {moment} ({left})", "{certificate}，{moment} 到期（{left}）"
    ),
    "fact.ends.path": Text(
        "{certificate}, its path ends {moment} ({left})",
        "{certificate}，其路径 {moment} 到期（{left}）",
    ),
    "fact.ends.unknown": Text("{certificate}, ends: unknown", "{certificate}，到期时间未知"),
}
STATUS = {**_FACTS, **_HEALTHS, **_VISITORS, **_STEPS, **_COLUMNS, **_KINDS, **_SENTENCES}
