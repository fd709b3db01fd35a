"""Why something that should be done is not done now."""

from __future__ import annotations

from certbind.domain.words import PERSON, WAITS, Room, Text, row

ROOM = Room(
    Text("Why a change waits", "更改为何暂缓"),
    (
        row(
            "held",
            PERSON,
            "A person took a better certificate off this domain, by rollback or by hand. It does not come back by itself; only one that ends later is bound.",
            "有人通过回滚或手动操作，从该域名撤下了更好的证书。它不会自动恢复；只有到期时间更晚的证书才会被绑定。",
            "When the cause is mended: `certbind bind DOMAIN --certificate ID`.",
            "原因解决之后：`certbind bind DOMAIN --certificate ID`。",
        ),
        row(
            "plan_only",
            PERSON,
            "CERTBIND_BIND does not name the domain, so certbind says what it would bind and changes nothing.",
            "CERTBIND_BIND 没有列出该域名，因此 certbind 只说明将会绑定什么，不做任何更改。",
            "When the plan is what you want, add the domain to CERTBIND_BIND and deploy, or run `certbind bind DOMAIN` once.",
            "如果计划符合您的预期，请把该域名加入 CERTBIND_BIND 并重新部署，或者运行一次 `certbind bind DOMAIN`。",
        ),
        row(
            "ends_earlier",
            PERSON,
            "What is bound there works and ends later than the certificate that was offered.",
            "当前绑定的证书可用，并且到期时间比所提供的证书更晚。",
            "Nothing; certbind makes nobody worse off by itself. To have it all the same, for a while: `certbind rollback --domain DOMAIN --to ID`.",
            "无需操作；certbind 不会自行让访客的情况变差。如果仍要暂时使用它：`certbind rollback --domain DOMAIN --to ID`。",
        ),
        row(
            "binding_not_restorable",
            PERSON,
            "What is bound there works and was uploaded to the product or is CDN's free one: it cannot be bound again by id, so replacing it has no way back.",
            "当前绑定的证书可用，但它是直接上传到云产品的，或者是 CDN 的免费证书：无法再按 ID 绑定，因此替换之后没有退路。",
            "Replace it by hand once, or allow it with CERTBIND_ALLOW_UNRESTORABLE=true.",
            "手动替换一次，或者用 CERTBIND_ALLOW_UNRESTORABLE=true 允许替换。",
        ),
        row(
            "after_trouble",
            WAITS,
            "The last try here failed, and its pause is not over; the word beside it says how it failed.",
            "上一次尝试失败，暂停时间尚未结束；失败原因见旁边的词。",
            "Mend what the word beside it names; the next try comes by itself.",
            "按旁边的词修复；之后会自动重试。",
        ),
        row(
            "canary_first",
            WAITS,
            "The chain of this certificate could not be read before binding, so one domain of the product gets it first. This one follows when visitors of that domain are seen to get it; who goes first has an hour, then another one may, and after a day nobody waits.",
            "绑定之前无法读取该证书的证书链，因此同一产品中先绑定一个域名。看到该域名的访客收到证书之后，本域名随后绑定；先行的域名有一小时，之后换另一个，一天之后不再等待。",
            "Nothing. Not to wait: `certbind bind DOMAIN`.",
            "无需操作。如不想等待：`certbind bind DOMAIN`。",
        ),
        row(
            "canary_failed",
            PERSON,
            "The first domain of the product that got this certificate showed it at fault, in two looks: browsers refuse it, or it is one that certbind does not bind where its chain can be read. It is bound nowhere else by itself.",
            "同一产品中最先绑定该证书的域名，在两次检查中都显示它有问题：浏览器拒绝它，或者如果能读取证书链，certbind 就不会绑定它。该证书不会自动绑定到其他域名。",
            "See what is wrong with it at the domain that is named (`certbind history DOMAIN`), mend it and upload it to CAS again: that is another certificate, which is tried anew. To bind it all the same: `certbind bind DOMAIN --certificate ID`.",
            "查看所指域名的记录（`certbind history DOMAIN`），了解问题所在，修复后重新上传到 CAS：这会是另一张证书，并重新尝试。如果仍要绑定它：`certbind bind DOMAIN --certificate ID`。",
        ),
        row(
            "target_busy",
            WAITS,
            "The domain is being configured (CDN ServiceBusy), or the product is being upgraded (SystemUpgrading): it takes no writes now.",
            "该域名正在配置中（CDN ServiceBusy），或者产品正在升级（SystemUpgrading），暂时不接受更改。",
            "Nothing for a function, which tries again within minutes; run a command again then.",
            "函数会在几分钟之内自动重试，无需操作；命令请稍后重新运行。",
        ),
        row(
            "busy_domain",
            WAITS,
            "Another function is at work on the domain; the message waits and comes again.",
            "另一个函数正在处理该域名；消息会等待并再次投递。",
            "Nothing: it goes on by itself within five minutes.",
            "无需操作：五分钟之内会自动继续。",
        ),
        row(
            "lost_race",
            WAITS,
            "Others kept changing the domain during all tries. It comes again.",
            "每次尝试期间，该域名都被他人更改。稍后会再试。",
            "Find out who else binds this domain.",
            "查明还有谁在绑定该域名。",
        ),
        row(
            "waiting",
            WAITS,
            "Something is to be bound here and the target takes no writes at the moment.",
            "此处有证书需要绑定，但目标暂时不接受写入。",
            "Nothing: it is bound when the target takes writes again.",
            "无需操作：目标恢复可写之后会自动绑定。",
        ),
        row(
            "stuck",
            WAITS,
            "A rotation has no end on record. The work is queued again.",
            "有一次证书更换没有结束的记录。任务已重新加入队列。",
            "Nothing; if it comes twice for a domain, read `certbind history DOMAIN` and the dead letters (`certbind dead-letters list`).",
            "无需操作；如果同一域名出现两次，请查看 `certbind history DOMAIN` 和死信（`certbind dead-letters list`）。",
        ),
    ),
)
