"""Particulars of a trouble, and what to do."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

PAIRS: Pairs = (
    ("its job {a} has not ended yet", "任务 {a} 尚未结束"),
    ("a job of before has not ended yet", "先前的任务尚未结束"),
    ("its job {a} failed: {b}", "任务 {a} 失败：{b}"),
    ("the service does not say why", "服务未说明原因"),
    (
        "the site {a} has {n} of {m} custom certificates, and this would be one more",
        "站点 {a} 的自定义证书已有 {n} 张，上限 {m} 张，再加一张就超出了",
    ),
    (
        "no site of the account has such a record that is proxied",
        "账号的站点中没有这样一条开启了代理的记录",
    ),
    ("a {a} domain lies in no bucket, and one is named", "{a} 域名不属于 Bucket，却指定了一个"),
    ("an OSS domain belongs to a bucket, and none is named", "OSS 域名属于 Bucket，却没有指定"),
    (
        "oss2 does not take the bucket's name or the endpoint",
        "oss2 不接受该 Bucket 名称或访问地址",
    ),
    ("the list is cut and does not say where it goes on", "列表被截断，且没有说明从哪里继续"),
    ("nobody was named who knows it", "没有指定知道它的服务"),
    ("Data is no list", "Data 不是列表"),
    ("no Total", "没有 Total"),
    ("an item without an Id", "有一项没有 Id"),
    ("a place without an Id", "有一个位置没有 Id"),
    ("no dates that can be read", "没有可以读取的日期"),
    ("{a} is no number", "{a} 不是数字"),
    ("{n} of {m} bytes came", "只收到 {m} 字节中的 {n} 字节"),
    ("{a} is still listed after it was deleted", "{a} 删除之后仍在列表中"),
    ("holds no certificate", "其中没有证书"),
    ("certbind knows the settings of {a} alone", "certbind 只了解 {a} 的设置"),
    ("{a} does not name its product", "{a} 没有指明产品"),
    (
        "this certbind knows no product of this name; it knows {a}",
        "此版本的 certbind 没有这个产品；它支持 {a}",
    ),
    (
        "an entry of the kind {a}, which this one lacks",
        "类型为 {a} 的记录，此版本没有这种类型",
    ),
    ("entry format {a}; this certbind reads format {b}", "记录格式为 {a}；此版本读取格式 {b}"),
    ("a job is changing its listener's certificates", "有任务正在更改该监听的证书"),
    (
        "{a} has {b} of {c} additional certificates; these are over: {d}",
        "{a} 已有 {b} 张扩展证书，上限 {c} 张；其中已过期：{d}",
    ),
    (
        "{a} has {b} of {c} additional certificates; none of them is over",
        "{a} 已有 {b} 张扩展证书，上限 {c} 张；没有已过期的",
    ),
    (
        "no listener of such a load balancer has a certificate with this name",
        "该负载均衡没有任何监听的证书包含此域名",
    ),
    ("it is none of CAS's, so its names are not known", "它不是 CAS 的证书，因此不知道其域名"),
    ("{a}, which is to stay, is not attached there.", "应当保留的 {a} 不在那里。"),
    ("Nothing stands beside another certificate there.", "那里没有并存的证书。"),
    (
        "{a} at {b}: its names are not known, so certbind does not look after it. {c}",
        "{b} 的 {a}：不知道其域名，因此 certbind 不处理。{c}",
    ),
    (
        "{a} at {b}: DNS did not tell which of its names lead there.",
        "{b} 的 {a}：DNS 没有给出它的哪些域名指向那里。",
    ),
    (
        "A function looks again by itself. If it lasts over an hour, ask Alibaba Cloud's support, with the job's id.",
        "函数会自动再次查看。如果超过一小时，请凭任务 ID 联系阿里云技术支持。",
    ),
    (
        "Nothing was changed. Take off one that is over or not needed: console of the load balancer, the listener's certificates (an instance of a higher edition has room for more).",
        "未做更改。请移除一张已过期或不需要的证书：负载均衡控制台的监听证书管理（更高规格的实例可容纳更多）。",
    ),
    (
        "Nothing was changed. {a} does not find the certificate in CAS: a listener takes those of its own site (mainland China's regions: cn-hangzhou, all others: ap-southeast-1). Issue or upload it at that site (CERTBIND_SITE), and check that it is neither revoked nor deleted.",
        "未做更改。{a} 在 CAS 中找不到该证书：监听只接受其所在站点的证书（中国内地地域为 cn-hangzhou，其他地域为 ap-southeast-1）。请在对应站点签发或上传（CERTBIND_SITE），并确认证书未被吊销或删除。",
    ),
    (
        "Nothing was changed. The listener has it beside its default one already, and does not take it as the default too: choose another default, or take it off there first (console of the load balancer, the listener's certificates).",
        "未做更改。该证书已是此监听的扩展证书，不能同时作为默认证书：请另选默认证书，或先移除扩展证书（负载均衡控制台的监听证书管理）。",
    ),
    (
        "Unlock it in the DNS console (the zone's settings), or create the record by hand.",
        "请在云解析 DNS 控制台（该域名的设置）解除锁定，或者人工添加该记录。",
    ),
    (
        "Nothing was changed. Delete a certificate of the site that is over or not needed (expired ones count), or choose a larger plan: ESA console, the site's certificates.",
        "未做更改。请删除该站点已过期或不需要的证书（已过期的证书也计入配额），或者选择更高的套餐：ESA 控制台中该站点的证书页面。",
    ),
    (
        "Delete one that is over or not needed (expired ones count), or choose a larger plan: ESA console, the site's certificates.",
        "请删除已过期或不需要的证书（已过期的证书也计入配额），或者选择更高的套餐：ESA 控制台中该站点的证书页面。",
    ),
    (
        "Add its bucket, domain or product to the setting, or leave the setting empty.",
        "请在设置中加入它的 Bucket、域名或产品，或者将设置留空。",
    ),
    (
        "The log has a line for each; those that were finished change nothing again.",
        "日志中每条各有一行；已完成的不会再次更改。",
    ),
    (
        "This is a fault in certbind: report it with the log line.",
        "这是 certbind 的故障：请附上日志反馈。",
    ),
    ("This is a fault in certbind: report it.", "这是 certbind 的故障：请反馈。"),
    (
        "Compare it with the files in events/; only those shapes are accepted.",
        "请对照 events/ 中的文件；只接受这些形式。",
    ),
    (
        "Send what it holds as messages of their own, one event each.",
        "请将其内容拆成单独的消息，每条一个事件。",
    ),
    (
        "Set the variables named above (docs/settings.md).",
        "请设置上面列出的变量（docs/settings.zh.md）。",
    ),
    (
        "Nothing was changed. A function plans anew by itself; run a command again.",
        "未做更改。函数会自动重新计划；命令请再次运行。",
    ),
    (
        "Another function is at work on the same domain. A function reads again by itself; run a command again.",
        "另一个函数正在处理同一域名。函数会自动重新读取；命令请再次运行。",
    ),
    (
        "Something else writes under the ledger's prefix, or the entry was cut off. `certbind history` shows what can be read. The functions set a damaged newest entry aside and go on; else start a new ledger with CERTBIND_LEDGER_PREFIX: what is bound is read anew, only the history stays behind.",
        "台账前缀下有其他程序写入，或者记录不完整。`certbind history` 显示可读取的内容。函数会搁置损坏的最新记录并继续；否则请用 CERTBIND_LEDGER_PREFIX 启用新的台账：当前绑定会重新读取，只有历史留在原处。",
    ),
    (
        "Deploy the newer version, or wait until it is deployed everywhere.",
        "请部署更新的版本，或者等待全部部署完成。",
    ),
    (
        "Use a bucket that never had versioning: there x-oss-forbid-overwrite is ignored, and two functions could overwrite each other's entries.",
        "请使用从未开启版本控制的 Bucket：否则 x-oss-forbid-overwrite 不起作用，两个函数可能互相覆盖记录。",
    ),
    (
        "This is a fault in certbind: report it with `certbind history` of the domain. The domain is decided anew at the next sweep.",
        "这是 certbind 的故障：请附上该域名的 `certbind history` 反馈。下一次检查会重新决定该域名。",
    ),
    ("Check its name and rights.", "请检查文件名与权限。"),
    ("`certbind plan` lists the names that there are.", "`certbind plan` 列出现有的域名。"),
    (
        "`certbind plan` says what could not be read, and what to do about it.",
        "`certbind plan` 说明未能读取的部分与处理办法。",
    ),
    (
        "Add its bucket or CDN domain to the setting, or leave the setting empty.",
        "请在设置中加入它的 Bucket 或 CDN 域名，或者将设置留空。",
    ),
    (
        "Compare the id with the console's; CERTBIND_SITE says which sites are read.",
        "请与控制台核对 ID；CERTBIND_SITE 决定读取哪些站点。",
    ),
    (
        "A function tries again by itself; run a command again later. If it lasts, lower maximumTasks of the queue's trigger.",
        "函数会自动重试；命令请稍后再次运行。如果持续，请降低队列触发器的 maximumTasks。",
    ),
    (
        "A function tries again by itself; run a command again later. If it lasts, check the endpoint and the network.",
        "函数会自动重试；命令请稍后再次运行。如果持续，请检查访问地址与网络。",
    ),
    (
        "A function tries again by itself; run a command again later. If it lasts, check the endpoint {a}, the region {b}, and the network.",
        "函数会自动重试；命令请稍后再次运行。如果持续，请检查访问地址 {a}、地域 {b} 与网络。",
    ),
    (
        "A function tries again by itself; run a command again in a few minutes.",
        "函数会自动重试；命令请几分钟后再次运行。",
    ),
    (
        "Another hand was there first. A function reads again by itself; look before you repeat a command.",
        "已被其他人先行更改。函数会自动重新读取；重复命令之前请先查看。",
    ),
    (
        "The account has not opened the product: check whose credentials these are, and whether the account is of the China or the international site.",
        "账号没有开通该产品：请检查凭证属于哪个账号，以及账号属于中国站还是国际站。",
    ),
    (
        "Pay what is overdue: the account's owner finds it in the console.",
        "请结清欠费：账号所有者可在控制台查看。",
    ),
    (
        "Make room, or have the limit raised in the console (Quota Center).",
        "请腾出空间，或者在控制台（配额中心）提高配额。",
    ),
    (
        "Check the id, and that the endpoint is the site that holds it.",
        "请检查 ID，以及访问地址是否为它所在的站点。",
    ),
    (
        "Use a bucket of the functions' region, or check OSS_ENDPOINT.",
        "请使用函数所在地域的 Bucket，或者检查 OSS_ENDPOINT。",
    ),
    (
        "Add it to the setting (and run `certbind setup`), or leave the setting empty.",
        "请将它加入设置（并运行 `certbind setup`），或者将设置留空。",
    ),
    (
        "A version that knows the product wrote it: let that version go on with it, or deploy it.",
        "它由支持该产品的版本写入：请由该版本继续处理，或者部署该版本。",
    ),
    (
        "Add the permission to the role (docs/runbook.md#permission_denied).",
        "请为角色添加该权限（docs/runbook.zh.md#permission_denied）。",
    ),
    (
        "See docs/runbook.md#rejected for the API's code.",
        "API 错误码见 docs/runbook.zh.md#rejected。",
    ),
    ("See docs/runbook.md#{a}.", "见 docs/runbook.zh.md#{a}。"),
    (
        "The caller must be allowed {a} on it (docs/permissions.md).",
        "调用者需要对它的 {a} 权限（docs/permissions.md）。",
    ),
    (
        "The caller must be allowed all of {a} on it (docs/permissions.md).",
        "调用者需要对它的全部权限：{a}（docs/permissions.md）。",
    ),
    (
        "The access key, its secret or its token is not accepted: check the function's role or the ALIBABA_CLOUD_ variables, and this machine's clock.",
        "AccessKey、Secret 或令牌未被接受：请检查函数角色或 ALIBABA_CLOUD_ 变量，以及本机时钟。",
    ),
    (
        "The address answers for another product or version: check the endpoint setting.",
        "该地址属于另一个产品或版本：请检查访问地址设置。",
    ),
    (
        "This machine's clock is more than 15 minutes off: set it (NTP).",
        "本机时钟偏差超过 15 分钟：请校准（NTP）。",
    ),
    ("Check {a}.", "请检查 {a}。"),
    ("Did you mean {a}?", "您是否要找 {a}？"),
)
