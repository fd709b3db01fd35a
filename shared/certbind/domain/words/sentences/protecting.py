"""What hardening, an emergency and their commands say."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

_HELP: Pairs = (
    (
        "When a certificate or its CA fails: another CA, plain HTTP, and the way back.",
        "证书或其颁发机构出问题时：改用另一家 CA、降级到 HTTP，以及恢复。",
    ),
    (
        "Each is a dry run unless --apply is said, is recorded step by step, and goes on where it stopped when it is said again.",
        "不带 --apply 时都只是试运行；每一步都有记录，再执行一次会从中断处继续。",
    ),
    (
        "Bind the certificate of another CA that CERTBIND_BACKUPS names for DOMAIN.",
        "为 DOMAIN 绑定 CERTBIND_BACKUPS 指定的另一家 CA 的证书。",
    ),
    (
        "What was bound does not come back by itself, until something ends later: `certbind bind`.",
        "在有到期更晚的证书之前，原来的证书不会自动恢复：`certbind bind`。",
    ),
    (
        "Take DOMAIN to plain HTTP: redirect and HSTS off, the policy that denies HTTP lifted, then HTTPS off. certbind leaves it so, and reminds of it every day.",
        "把 DOMAIN 降级到 HTTP：先取消强制跳转与 HSTS，取消拒绝 HTTP 的策略，再关闭 HTTPS。certbind 保持如此，并每天提醒。",
    ),
    (
        "Bring DOMAIN back from plain HTTP: a certificate, visitors who get it, then what was lifted.",
        "让 DOMAIN 从 HTTP 恢复：先绑定证书，确认访客收到，再恢复取消过的设置。",
    ),
    (
        "Exit 1: it is not at its end yet, or could not be; the outcome says why.",
        "退出码 1：尚未完成，或者无法完成；结果说明原因。",
    ),
    (
        "Harden how DOMAINS are served: of CDN and DCDN the redirect to HTTPS, TLS 1.2 and later, HTTP/2, compression and OCSP stapling; of VOD the redirect; of a bucket a policy that denies plain HTTP, and TLS.",
        "加固 DOMAINS 的访问方式：CDN 与 DCDN 的强制跳转 HTTPS、TLS 1.2 及以上、HTTP/2、压缩与 OCSP Stapling；视频点播的强制跳转；Bucket 的拒绝 HTTP 的策略与 TLS 版本。",
    ),
    (
        "Prove it on the wire: `certbind verify --settings DOMAIN`.",
        "从访客的角度证明：`certbind verify --settings DOMAIN`。",
    ),
    (
        "With --settings: plain HTTP, old versions of TLS, HTTP/2, HSTS and compression; exit 1 where plain HTTP is answered or an old version of TLS is spoken.",
        "带 --settings：查看 HTTP、旧版 TLS、HTTP/2、HSTS 与压缩；仍以 HTTP 提供内容或支持旧版 TLS 时退出码为 1。",
    ),
    (
        "Ask as visitors do what hardening sets, not certificates.",
        "像访客一样查看加固的设置，而不是证书。",
    ),
    ("Also to one that is worse, or of the same CA.", "即使更差或来自同一家 CA 也绑定。"),
    (
        "{a} is of the same CA as {b}, which is bound ({c})",
        "{a} 与当前绑定的 {b} 来自同一家 CA（{c}）",
    ),
    (
        "{a} is of the same CA as {b}, which is bound ({c}); --force binds it all the same",
        "{a} 与当前绑定的 {b} 来自同一家 CA（{c}）；加上 --force 仍会绑定",
    ),
    (
        "{a}, and nothing else speaks against {b}: where its CA is not the trouble, {c} brings HTTPS back",
        "{a}，而 {b} 没有其他问题：如果问题不在其 CA，{c} 可恢复 HTTPS",
    ),
    ("visitors do not get what is bound ({a})", "访客得不到当前绑定的证书（{a}）"),
    ("CAS says that what is bound is revoked", "CAS 显示当前绑定的证书已吊销"),
    ("Also where what is bound cannot be bound again.", "即使当前的证书无法再次绑定。"),
    (
        "This alone; may be said several times. Without: all but hsts.",
        "只做这一项；可以多次使用。不带时：除 hsts 之外的全部。",
    ),
    (
        "With --only hsts: for how long browsers keep to HTTPS after each visit.",
        "与 --only hsts 一起使用：每次访问之后浏览器多少天内只使用 HTTPS。",
    ),
    ("Put back exactly what stood before.", "恢复到与之前完全相同的设置。"),
)
_ANSWERS: Pairs = (
    ("Say the same again: it goes on where it stopped.", "再执行一次：从中断处继续。"),
    ("Say the same again: it goes on from here.", "再执行一次：从这里继续。"),
    ("Others kept changing it.", "一直有其他操作在更改它。"),
    ("Others kept changing it. Say the same again.", "一直有其他操作在更改它。请再执行一次。"),
    ("What was changed before it is on record.", "在此之前的更改已有记录。"),
    ("The newest entry holds no settings: {a}.", "最新一条记录不包含设置：{a}。"),
    ("The bucket's {a} is not as the plan expected it.", "Bucket 的 {a} 与计划不符。"),
    ("Nothing was changed: this is a dry run.", "没有做任何更改：这是试运行。"),
    ("{a}: would change {b}.", "{a}：将更改 {b}。"),
    ("{a}: changed {b}.", "{a}：已更改 {b}。"),
    ("{a}: it is hardened so already.", "{a}：已经如此加固。"),
    ("{a}: nothing of certbind's is to be undone.", "{a}：没有 certbind 的更改需要还原。"),
    ("{a}: nothing was changed: {b}.", "{a}：没有做任何更改：{b}。"),
    ("{a}: would do, in this order: {b}.", "{a}：将按以下顺序执行：{b}。"),
    (
        "{a}: HTTPS is off: {b} was taken off, as a person asked.",
        "{a}：HTTPS 已关闭：已按要求撤下 {b}。",
    ),
    ("The way back: {a}.", "恢复方法：{a}。"),
    ("{a}: HTTPS is back, and visitors get it.", "{a}：HTTPS 已恢复，访客可以得到。"),
    (
        "{a}: HTTPS is back, and visitors get it; put back: {b}.",
        "{a}：HTTPS 已恢复，访客可以得到；已恢复的设置：{b}。",
    ),
    ("{a}: the ledger knows of no downgrade.", "{a}：台账中没有降级记录。"),
    (
        "HSTS is on: browsers that were here keep to HTTPS until {a}, and show an error till then; for them only working HTTPS helps (emergency failover).",
        "HSTS 已开启：访问过的浏览器在 {a} 之前只使用 HTTPS，期间会显示错误；对它们只有可用的 HTTPS 才有帮助（emergency failover）。",
    ),
    ("The policy of {a} holds for all of its domains.", "{a} 的策略对其所有域名生效。"),
    ("{a} shows what visitors meet.", "{a} 显示访客遇到的情况。"),
    (
        "HSTS: browsers keep to HTTPS for {n} days after each visit, and nothing takes that back from those that saw it.",
        "HSTS：每次访问之后浏览器 {n} 天内只使用 HTTPS，对见过它的浏览器无法收回。",
    ),
    (
        "Whoever else fetches from the bucket over http (programs, DCDN, ESA, a CDN of another account) is refused then.",
        "此后，其他以 http 访问该 Bucket 的（程序、DCDN、ESA、其他账号的 CDN）会被拒绝。",
    ),
    (
        "a person took HTTPS off on {a}; the way back is {b}",
        "有人于 {a} 关闭了 HTTPS；恢复方法是 {b}",
    ),
    (
        "the way to plain HTTP was begun on {a} and is not at its end: say {b} again",
        "降级到 HTTP 于 {a} 开始但尚未完成：请再执行一次 {b}",
    ),
    (
        "HTTPS is back, and what was lifted with it is not: say {a} again",
        "HTTPS 已恢复，但取消过的设置尚未恢复：请再执行一次 {a}",
    ),
)
_BY_POLICY: Pairs = (
    (
        "{a}: a person undid it, and it is left so",
        "{a}：有人已还原，保持不变",
    ),
    (
        "{a}: another hand set it since certbind did, and it is left so",
        "{a}：certbind 设置之后有他人更改，保持不变",
    ),
    (
        "{a}: it excludes what is wanted, and only a person's `certbind harden` takes it away, and it is left so",
        "{a}：它与所需的设置互斥，只有执行 `certbind harden` 才会删除，保持不变",
    ),
    ("{a} is wanted, and not set: {b}", "需要 {a}，但没有设置：{b}"),
    (
        "settings are to be changed, and the target takes no writes: the next sweep does",
        "需要更改设置，但目标暂不接受写入：下一次巡检再设置",
    ),
)
_WHY_NOT: Pairs = (
    ("the bucket's {a} has no certificate", "该 Bucket 的 {a} 没有证书"),
    ("these fetch from the bucket over http: {a}", "以下域名以 http 从该 Bucket 回源：{a}"),
    (
        "who fetches from the bucket is not all in sight ({a})",
        "从该 Bucket 回源的域名没有全部读到（{a}）",
    ),
    (
        "OSS_ENDPOINT is http://, and OSS would refuse certbind itself",
        "OSS_ENDPOINT 为 http://，OSS 会拒绝 certbind 自身",
    ),
    ("{a} has no function for this: {b}.", "{a} 没有以下功能：{b}。"),
    (
        "whether browsers were told to keep to HTTPS (HSTS) cannot be read there",
        "无法读取那里是否要求浏览器只使用 HTTPS（HSTS）",
    ),
    (
        "{a} stands there under a rule's condition, which excludes {b}",
        "{a} 在规则条件下设置，与 {b} 互斥",
    ),
    (
        "hsts and hsts_days ({n} to {m}) go together.",
        "hsts 与 hsts_days（{n} 至 {m}）必须一起使用。",
    ),
    ("The {a} request cannot be used: {b}", "{a} 请求无法使用：{b}"),
    ("The option is {a}.", "选项是 {a}。"),
    ("CERTBIND_BACKUPS names none for {a}", "CERTBIND_BACKUPS 没有为 {a} 指定备用证书"),
)
_STEPS: Pairs = (
    ("not set", "未设置"),
    ("policy: taken away", "Bucket 策略：移除"),
    ("policy: one that denies plain HTTP", "Bucket 策略：拒绝 HTTP"),
    (
        "policy: with the statement that denies plain HTTP",
        "Bucket 策略：加入拒绝 HTTP 的语句",
    ),
    (
        "policy: without the statement that denies plain HTTP",
        "Bucket 策略：去掉拒绝 HTTP 的语句",
    ),
    ("HTTPS off, certificate {a} taken off", "关闭 HTTPS，撤下证书 {a}"),
    ("HTTPS off, {a} taken off", "关闭 HTTPS，撤下 {a}"),
    ("{a}; then {b}", "{a}；然后{b}"),
    ("nothing more", "没有其他操作"),
)
_MET: Pairs = (
    ("plain HTTP", "HTTP"),
    ("compression", "压缩"),
    ("no answer ({a})", "没有应答（{a}）"),
    ("{n}: redirected to {a}", "{n}：跳转到 {a}"),
    ("{n}: redirected nowhere", "{n}：跳转，没有目标"),
    ("403: denied", "403：拒绝"),
    ("{n}: it is answered without TLS", "{n}：不加密也能访问"),
    ("it is refused", "拒绝"),
    ("it is spoken", "支持"),
    ("could not be tried", "未能尝试"),
    ("chosen by ALPN", "通过 ALPN 协商"),
    ("not chosen ({a})", "没有协商（{a}）"),
    ("no ALPN", "没有 ALPN"),
    ("no header", "没有响应头"),
    (
        "no Content-Encoding at / (small answers have none)",
        "/ 没有 Content-Encoding（内容很小时不压缩）",
    ),
    ("no answer by HTTPS ({a})", "HTTPS 没有应答（{a}）"),
    ("the name leads nowhere", "该域名没有解析"),
    (
        "not looked at: Python's ssl does not show what a server staples",
        "未查看：Python 的 ssl 不显示服务器装订的 OCSP 应答",
    ),
)
PAIRS: Pairs = (*_HELP, *_ANSWERS, *_BY_POLICY, *_WHY_NOT, *_STEPS, *_MET)
