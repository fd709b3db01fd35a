"""What is known of the place where a certificate is attached, and what could not be seen."""

from __future__ import annotations

from certbind.domain.words import NOTE, PERSON, WAITS, WELL, Room, Text, row

ROOM = Room(
    Text("The domain and its place", "域名及其所在的产品"),
    (
        row(
            "not_found",
            PERSON,
            "The cloud does not know what was asked for (any more): the domain, the bucket, the certificate or the queue. Of a certificate it often means that the other CAS site holds it.",
            "云上（已）没有所查询的对象：域名、Bucket、证书或队列。对于证书，往往表示它在 CAS 的另一个站点。",
            "Compare id and site (`12345678-cn-hangzhou` is of the China site, `-ap-southeast-1` of the international one): CERTBIND_SITE. For a queue or bucket: CERTBIND_QUEUE, CERTBIND_LEDGER_BUCKET, CERTBIND_REGION.",
            "核对 ID 和站点（`12345678-cn-hangzhou` 属于中国站，`-ap-southeast-1` 属于国际站）：CERTBIND_SITE。对于队列或 Bucket：CERTBIND_QUEUE、CERTBIND_LEDGER_BUCKET、CERTBIND_REGION。",
        ),
        row(
            "target_offline",
            NOTE,
            "The domain is stopped, disabled or being deleted, or failed its review or its configuration (the detail says which), so binding has no effect.",
            "该域名已停用、正在删除，或者审核失败、配置失败（详情中说明是哪一种），绑定证书没有效果。",
            "Start it in the console of its product, or leave it. After a failed review or configuration: the CDN console says what to mend.",
            "在所属产品的控制台启用它，或者保持现状。审核失败或配置失败时：CDN 控制台会说明需要修正的内容。",
        ),
        row(
            "cdn_in_front",
            NOTE,
            "An edge product (CDN, DCDN, VOD) has the same domain: visitors meet that, and what the other one holds has no effect. Where several edges have it, DNS decides; where DNS does not tell, the one that is furthest out counts (DCDN before CDN).",
            "同一域名也是边缘产品（CDN、DCDN、VOD）的加速域名：访客到达的是边缘产品，另一处的绑定没有效果。多个边缘产品都配置了该域名时以 DNS 解析为准；DNS 无法区分时，以最外层的产品为准（DCDN 先于 CDN）。",
            "Nothing: the edge is bound. Remove the domain from the product that is not meant.",
            "无需操作：certbind 绑定边缘产品。请从不需要的产品中移除该域名。",
        ),
        row(
            "dns_elsewhere",
            PERSON,
            "DNS points at neither the bucket nor the CDN domain that holds the certificate, so visitors do not meet it.",
            "DNS 解析既不指向持有证书的 Bucket，也不指向 CDN 加速域名，因此访客不会收到该证书。",
            "Point the CNAME at what OSS or CDN shows for the domain, or remove the domain there.",
            "将 CNAME 记录指向 OSS 或 CDN 为该域名显示的地址，或者在该产品中移除该域名。",
        ),
        row(
            "provider_domain",
            NOTE,
            "The name is Alibaba Cloud's own, and so is its certificate.",
            "该域名属于阿里云，证书也由阿里云负责。",
            "Nothing: leave it to Alibaba Cloud.",
            "无需操作：由阿里云负责。",
        ),
        row(
            "skipped",
            WELL,
            "Not for certbind to bind; the reason beside it says why.",
            "不由 certbind 绑定；原因见旁边的词。",
            "See the reason beside it.",
            "见旁边的原因。",
        ),
        row(
            "unread",
            WAITS,
            "A part of the account, or a domain's state, could not be read this time. What lies in it is unknown, not gone.",
            "账号的一部分或某个域名的状态这次未能读取。其中的内容未知，并不表示不存在。",
            "See the code beside it; usually the next recheck reads it. `certbind doctor` tells a missing permission. When the cause is mended, the next recheck queues what the event did not reach; `certbind recheck` does not wait for the timer, and the same event, sent again, does the rest of its work.",
            "见旁边的错误码；通常下一次 recheck 就能读到。`certbind doctor` 会指出缺少的权限。原因解决之后，下一次 recheck 会把事件未覆盖的任务加入队列；`certbind recheck` 不必等待定时触发器，重新发送同一事件也会完成剩余的工作。",
        ),
        row(
            "not_reached",
            WAITS,
            "Nobody looked at the domain in this run: its time was up before its turn came. Nothing is known of it; it is not well for that.",
            "本次运行的时间在轮到该域名之前已用完，没有查看它。其状态未知，并不表示正常。",
            "The next recheck begins with it; `certbind recheck` looks at all, without a deadline. If it stays so, give the function recheck a longer `timeout` in s.yaml, or look for what is slow (`certbind doctor`). After a rollback: ask for it once more; what was put back is not done twice.",
            "下一次 recheck 会从它开始；`certbind recheck` 没有时限，会查看全部域名。如果一直如此，请在 s.yaml 中为函数 recheck 设置更长的 `timeout`，或者查找缓慢的原因（`certbind doctor`）。回滚之后：再次执行同样的回滚，已经恢复的不会重复执行。",
        ),
        row(
            "unreadable",
            PERSON,
            "What a list tells of a domain is no name that certbind can read; the others go on.",
            "列表中的某个域名无法识别；其他域名不受影响。",
            "Look at the domain in the console; report it if it is a usual one.",
            "在控制台查看该域名；如果它是正常的域名，请上报。",
        ),
        row(
            "out_of_scope",
            NOTE,
            "A setting names what certbind looks at, and this is none of it. Nothing was asked, so nothing is said of whether it exists.",
            "有设置限定了 certbind 查看的范围，而它不在其中。没有查询过，因此不说明它是否存在。",
            "Add it to the setting that bounds it (docs/settings.md) and run `certbind setup`, or leave that setting empty.",
            "将它加入限定范围的设置（docs/settings.zh.md）并运行 `certbind setup`，或者将该设置留空。",
        ),
        row(
            "newer_ledger",
            PERSON,
            "The newest record of the domain was written by a newer version of certbind, so nothing is decided and nothing is written.",
            "该域名的最新记录由更新版本的 certbind 写入，因此不做决定，也不写入任何内容。",
            "Deploy every function in the newer version, and update the command on this machine.",
            "将所有函数部署为较新的版本，并更新本机的命令。",
        ),
        row(
            "clock_off",
            PERSON,
            "This machine's clock differs from the cloud's by more than five minutes, so no date can be judged.",
            "本机时钟与云端相差超过五分钟，因此无法判断任何日期。",
            "Set the clock (NTP), then run it again; `certbind doctor` shows the difference.",
            "校准时钟（NTP），然后重新运行；`certbind doctor` 会显示偏差。",
        ),
    ),
)
