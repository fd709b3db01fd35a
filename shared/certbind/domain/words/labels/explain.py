"""What `explain` says beside the catalogue's words."""

from __future__ import annotations

from certbind.domain.words import Text

_HEADINGS = {
    "explain.causes": Text("Why", "原因"),
    "explain.step": Text("What to do", "怎么处理"),
    "explain.place": Text("Where the certificate belongs", "证书应当绑定在哪里"),
    "explain.options": Text("Which certificates could serve it", "哪些证书可以使用"),
    "explain.dns": Text("Where DNS leads visitors", "DNS 解析到哪里"),
    "explain.visitors": Text("What visitors get", "访客收到什么"),
    "explain.course": Text("What certbind does next", "certbind 接下来做什么"),
    "explain.joint": Text("; ", "；"),
    "explain.aside": Text(" ({text})", "（{text}）"),
    "explain.all_well": Text("Nothing is wrong, as far as is known.", "就目前所知，一切正常。"),
    "explain.no_step": Text("Nothing.", "无需操作。"),
}
_PLACE = {
    "explain.belongs.edge": Text(
        "To {target}: {product} takes the visitors of the domain.",
        "{target}：访客首先到达 {product}。",
    ),
    "explain.belongs.edge_first": Text(
        "To {target}: {product} takes the visitors first. The domain is configured at {others} too, but {product} serves it: a certificate there has no effect.",
        "{target}：访客首先到达 {product}。{others} 也配置了该域名，但由 {product} 提供访问：绑定在那里的证书不生效。",
    ),
    "explain.belongs.edge_behind": Text(
        "Not to {target}: {others} has the domain too, and visitors meet that.",
        "不是 {target}：{others} 也配置了该域名，访客到达的是后者。",
    ),
    "explain.belongs.mapped": Text(
        "To {target}: the domain is mapped there, and no accelerated domain stands in front of it.",
        "{target}：该域名绑定在那里，前面没有加速域名。",
    ),
    "explain.belongs.edge_offline": Text(
        "To {target}: the domain is configured at {others} too, but is offline there, so it stands in front of nothing.",
        "{target}：{others} 也配置了该域名，但在那里已停用，因此不在前面。",
    ),
    "explain.belongs.stopped": Text(
        "To {target}, once the domain is online there again.",
        "{target}：该域名在那里重新启用之后。",
    ),
    "explain.belongs.provider": Text(
        "Nowhere: the name is Alibaba Cloud's own, and so is its certificate.",
        "无需绑定：该域名属于阿里云，证书也由阿里云负责。",
    ),
    "explain.belongs.unknown": Text(
        "Not known: {target} could not be read.", "未知：未能读取 {target}。"
    ),
    "explain.state.configuring": Text(
        "{product} is working on the domain (configuring) and takes no change meanwhile; that ends by itself within minutes.",
        "{product} 正在配置该域名（配置中），此时不接受更改；几分钟之内会自动结束。",
    ),
    "explain.state.offline": Text(
        "The domain is offline at {product}: a certificate has no effect there.",
        "该域名在 {product} 已停用：绑定证书没有效果。",
    ),
    "explain.attached": Text("Attached now: {certificate}.", "当前绑定：{certificate}。"),
    "explain.also.elsewhere": Text("Also at another product:", "还在其他云产品："),
    "explain.attached.none": Text("Attached now: nothing.", "当前绑定：无。"),
}
_OPTIONS = {
    "explain.fit.stands": Text("attached now", "当前绑定"),
    "explain.fit.chosen": Text("the one that certbind would bind", "certbind 选用的证书"),
    "explain.fit.fits": Text("could serve it", "可以使用"),
    "explain.fit.unfit": Text("not this one", "不使用"),
    "explain.option": Text(
        "{which} ({names}; ends {day}): {fit}", "{which}（{names}；{day} 到期）：{fit}"
    ),
    "explain.option.day": Text("{day}, by the day alone", "{day}（列表只显示日期）"),
    "explain.options.none": Text(
        "No certificate that CAS was seen to hold has a name of this kind.",
        "在 CAS 中看到的证书，没有与该域名相近的名称。",
    ),
    "explain.options.unread": Text(
        "Not known: CAS's list was not read.", "未知：未读取 CAS 的证书列表。"
    ),
    "explain.options.rest": Text("And {number} more: {word}", "另有 {number} 张：{word}"),
    "explain.options.rest.names": Text(
        "And {number} more that name other domains only.", "另有 {number} 张只包含其他域名。"
    ),
    "explain.options.site": Text(
        "Certificates of {sites} were not looked at: CERTBIND_SITE leaves that site of CAS out. One that lies there, or in another account, is not seen here.",
        "没有查看 {sites} 的证书：CERTBIND_SITE 不包含 CAS 的该站点。在该站点或其他账号中的证书，这里看不到。",
    ),
    "explain.options.account": Text(
        "A certificate of another account, or one that is not uploaded to CAS, is not seen here.",
        "其他账号中的证书，或者没有上传到 CAS 的证书，这里看不到。",
    ),
    "explain.miss.apex": Text(
        "Its wildcard *.{domain} stands for names one label below {domain}, not for {domain} itself.",
        "它的泛域名 *.{domain} 只包含 {domain} 的下一级域名，不包含 {domain} 本身。",
    ),
    "step.other_site": Text(
        "Look in the CAS console at the other site (China or international): if a certificate for DOMAIN is there, set CERTBIND_SITE=both and deploy. If not, order one that covers DOMAIN.",
        "请在 CAS 控制台查看另一个站点（中国站或国际站）：如果那里有 DOMAIN 的证书，请设置 CERTBIND_SITE=both 并重新部署；否则请申请包含 DOMAIN 的证书。",
    ),
}
_ANSWERS = {
    "explain.answer.ownership": Text(
        "The product refused the certificate: that the domain is yours is not verified there.",
        "云产品拒绝了证书：尚未在该产品验证域名所有权。",
    ),
    "step.ownership": Text(
        "In the console of the product (OSS or CDN), map or add DOMAIN again and follow its ownership verification: a TXT record in DNS, or a file. Then `certbind bind DOMAIN`.",
        "请在所属产品（OSS 或 CDN）的控制台重新绑定或添加 DOMAIN，并完成域名所有权验证：添加 DNS 的 TXT 记录，或者上传验证文件。然后运行 `certbind bind DOMAIN`。",
    ),
    "explain.answer.icp_filing": Text(
        "The product refused the certificate: the domain has no ICP filing, which regions in mainland China need.",
        "云产品拒绝了证书：该域名没有 ICP 备案，而中国内地的地域需要备案。",
    ),
    "step.icp_filing": Text(
        "File DOMAIN in the ICP console of Alibaba Cloud, or serve it from a region outside mainland China. Then `certbind bind DOMAIN`.",
        "请在阿里云 ICP 备案控制台为 DOMAIN 备案，或者改用中国内地以外的地域。然后运行 `certbind bind DOMAIN`。",
    ),
}
_DNS = {
    "explain.dns.there": Text(
        "To {product}, as it should: {chain}.", "指向 {product}，正确：{chain}。"
    ),
    "explain.dns.elsewhere": Text(
        "Somewhere else, so visitors do not meet this certificate.",
        "指向别处，因此访客不会收到该证书。",
    ),
    "explain.dns.no_alias": Text(
        "Straight to addresses, without a CNAME: whose they are cannot be said from here.",
        "直接解析到地址，没有 CNAME：无法判断属于谁。",
    ),
    "explain.dns.no_address": Text(
        "Nowhere: the name has no address, so nobody reaches the site.",
        "没有解析：该域名没有地址，没有人能访问。",
    ),
    "explain.dns.failed": Text("Not known: the look-up failed.", "未知：DNS 查询失败。"),
    "explain.dns.not_asked": Text(
        "Not asked now: `certbind explain DOMAIN --look` asks.",
        "这次没有查询：`certbind explain DOMAIN --look` 会查询。",
    ),
    "explain.dns.chain": Text("Passed through: {chain}.", "经过：{chain}。"),
    "explain.dns.expected": Text(
        "The CNAME record has to lead to {expected}.", "CNAME 记录应当指向 {expected}。"
    ),
}
_VISITORS = {
    "explain.seen": Text("{got}. Seen {time} UTC ({age}).", "{got}。{time} UTC 查看（{age}）。"),
    "explain.seen.by": Text(
        "{got}. Seen {time} UTC ({age}, {by}).", "{got}。{time} UTC {by}（{age}）。"
    ),
    "explain.seen.never": Text(
        "Nobody has looked yet: `certbind explain DOMAIN --look` looks.",
        "尚未查看：`certbind explain DOMAIN --look` 会查看。",
    ),
    "explain.addresses": Text("Address by address ({age}):", "各地址（{age}）："),
    "explain.age.now": Text("just now", "刚才"),
    "explain.age.minutes": Text("{number} min ago", "{number} 分钟前"),
    "explain.age.hours": Text("{number} h ago", "{number} 小时前"),
    "explain.age.days": Text("{number} d ago", "{number} 天前"),
    "explain.got.bound": Text("what is bound", "已绑定的证书"),
    "explain.got.sound": Text("a certificate that browsers accept", "浏览器接受的证书"),
    "explain.got.before": Text("what was there before", "之前的证书"),
    "explain.got.other": Text("another certificate", "另一张证书"),
    "explain.got.refused": Text("browsers refuse it", "浏览器拒绝"),
    "explain.got.refused.phones": Text("phones and programs refuse it", "手机和程序拒绝"),
    "explain.got.refused.firefox": Text("Firefox refuses it", "Firefox 拒绝"),
    "explain.got.refused.chrome": Text("Chrome refuses it", "Chrome 拒绝"),
    "explain.default": Text(
        "the product's own certificate, which it shows where none is attached or the attached one has not arrived",
        "云产品自己的证书：没有绑定证书，或者绑定的证书尚未生效时会提供它",
    ),
    "explain.visitors_see": Text(
        "Browsers of visitors show: {errors}.", "访客的浏览器显示：{errors}。"
    ),
    "explain.got.unseen": Text("could not be looked at", "未能查看"),
    "explain.got.out_of_reach": Text("out of reach from this machine", "本机无法到达"),
    "explain.served": Text("{names}, ends {day}", "{names}，{day} 到期"),
    "explain.browser": Text("browsers show {error}", "浏览器显示 {error}"),
    "explain.young.writing": Text(
        "A change was begun at {time} UTC and has not said how it ended. That takes a few minutes.",
        "{time} UTC 开始了一项更改，尚未结束。需要几分钟。",
    ),
    "explain.young.spreads": Text(
        "A certificate was bound at {time} UTC, and addresses take it one after another: it takes a few minutes, {age} so far. The browser may still hold the old state: open a new private window.",
        "{time} UTC 绑定了证书，各地址陆续生效：需要几分钟（开始于 {age}）。浏览器可能仍保留旧的状态：请打开新的无痕窗口。",
    ),
    "explain.young.done": Text(
        "Visitors were seen to get the new certificate at {time} UTC. The browser may still hold the old state: open a new private window.",
        "{time} UTC 已看到访客收到新证书。浏览器可能仍保留旧的状态：请打开新的无痕窗口。",
    ),
}
_COURSE = {
    "explain.does.binds": Text(
        "It binds {candidate}, by itself, when the next recheck or message comes to the domain.",
        "下一次 recheck 或消息处理该域名时，自动绑定 {candidate}。",
    ),
    "explain.does.looks": Text(
        "It looks at what visitors get, and changes nothing.",
        "查看访客收到的证书，不做更改。",
    ),
    "explain.does.held_back": Text(
        "It would bind {candidate}, and does not now.", "本应绑定 {candidate}，但现在不绑定。"
    ),
    "explain.does.nothing": Text("It changes nothing.", "不做更改。"),
    "explain.does.unread": Text(
        "Nothing was decided: what it depends on could not be read.",
        "没有做出决定：未能读取所需的内容。",
    ),
    "explain.again": Text("It decides anew at {time} UTC.", "{time} UTC 重新决定。"),
    "explain.again.sweep": Text(
        "It decides anew at the next recheck (every six hours), or when CAS issues something.",
        "下一次 recheck（每六小时）或 CAS 签发证书时重新决定。",
    ),
}
EXPLAIN = {**_HEADINGS, **_PLACE, **_OPTIONS, **_ANSWERS, **_DNS, **_VISITORS, **_COURSE}
