"""Errors: what was tried, what came back, what to do."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

_HINTS: Pairs = (
    ("its job {a} has not ended yet", "任务 {a} 尚未结束"),
    ("a job of before has not ended yet", "先前的任务尚未结束"),
    ("its job {a} failed: {b}", "任务 {a} 失败：{b}"),
    ("the service does not say why", "服务未说明原因"),
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
_CONFIG: Pairs = (
    ("{a} is {b}, for example 12345678-cn-hangzhou", "{a} {b}，例如 12345678-cn-hangzhou"),
    ("{a} is {b}, for example 12345678-cn-hangzhou.", "{a} {b}，例如 12345678-cn-hangzhou。"),
    ("Compare it with events/rollback-*.json: {a}.", "请对照 events/rollback-*.json：{a}。"),
    ("{a} bytes that are no JSON object.", "{a} 字节，不是 JSON 对象。"),
    ("{a} bytes, at most {b} are read.", "{a} 字节，最多读取 {b}。"),
    ("{a}, an object is expected.", "{a}，应为对象。"),
    (
        "a time with a zone, such as 2026-11-20T07:00:00Z",
        "带时区的时间，例如 2026-11-20T07:00:00Z",
    ),
    ("an object of {a} fields", "{a} 个字段的对象"),
    ("The configuration cannot be used: {a}.", "配置无法使用：{a}。"),
    ("is not set", "未设置"),
    ("is not set, nor {a}", "未设置，{a} 也未设置"),
    ("is needed for this and not set", "此操作需要它，但未设置"),
    ("is {a}, one of {b} is expected", "为 {a}，应为 {b} 之一"),
    ("is {a} and names nothing", "为 {a}，没有指定任何内容"),
    ("is {a}, {b} is expected", "为 {a}，应为 {b}"),
    ("{a} is expected", "应为{a}"),
    ("no. {a} of {b} in it is {c}", "其中第 {a} 项（共 {b} 项）{c}"),
    ("a region such as cn-hangzhou", "地域，例如 cn-hangzhou"),
    ("a bucket name", "Bucket 名称"),
    ("a queue name", "队列名称"),
    ("a whole number of {a} to {b} is expected", "应为 {a} 至 {b} 的整数"),
    ("a domain name has a dot", "域名中应有点号"),
    ("<domain>=<certificate id> is expected", "应为 <域名>=<证书 ID>"),
    ("names {a} more than once", "重复指定了 {a}"),
    ("is {a}: all and none stand alone", "为 {a}：all 与 none 只能单独使用"),
    (
        "is no http:// or https:// address of a host without a path",
        "不是 http:// 或 https:// 的主机地址（不含路径）",
    ),
    (
        "is http:// for a name below {a}, where https:// is needed: keys go there",
        "{a} 下的域名使用了 http://，此处需要 https://：会传输密钥",
    ),
    (
        "is no https:// address, as the robot's page shows it",
        "不是 https:// 地址，请按机器人页面填写",
    ),
    (
        "is http://, where https:// is needed: the address is a key",
        "是 http://，此处需要 https://：该地址等同密钥",
    ),
    ("is set, and {a} is not", "已设置，而 {a} 没有"),
    ("an IP address with or without :port is expected", "应为 IP 地址，可带 :端口"),
    (
        "a network such as 203.0.113.0/24 is expected, of IPv4 to /24 and of IPv6 to /56",
        "应为网段，例如 203.0.113.0/24；IPv4 至多 /24，IPv6 至多 /56",
    ),
    (
        "is so long that the name of its dead-letter queue has {a} characters",
        "过长，其死信队列名称达 {a} 个字符",
    ),
    (
        "folders ending with /, of letters, digits, . _ -",
        "以 / 结尾的目录，由字母、数字与 . _ - 组成",
    ),
    (
        "2 to 30 lower-case letters, digits and - (more would not fit into all names made of it)",
        "2 至 30 个小写字母、数字与 -（更长则派生名称超限）",
    ),
    ("no certificate id: <number>-<region> is expected", "不是证书 ID：应为 <数字>-<地域>"),
    (
        "no product's name: 2 to 16 lower-case letters and digits are expected",
        "不是产品名称：应为 2 至 16 个小写字母与数字",
    ),
    (
        "{a} is no certificate id: <number>-<region> is expected, for example {b}",
        "{a} 不是证书 ID：应为 <数字>-<地域>，例如 {b}",
    ),
    (
        "no RFC 3339 time with a zone, such as 2026-11-20T07:00:00Z",
        "不是带时区的 RFC 3339 时间，例如 2026-11-20T07:00:00Z",
    ),
    ("{a} is no time such as {b}", "{a} 不是时间，应如 {b}"),
    ("{a} is {b}; {c} is expected.", "{a} 为 {b}；应为{c}。"),
    ("a text of {a} characters", "{a} 个字符的文本"),
)
_MISSING: Pairs = (
    ("no product of the account has a domain of this name.", "账号的产品中没有该名称的域名。"),
    (
        "no product of the account has a domain of this name. Did you mean {a}?",
        "账号的产品中没有该名称的域名。您是否要找 {a}？",
    ),
    ("not found, but {a} could not be read.", "没有找到，但 {a} 未能读取。"),
    (
        "not among what {a} lets certbind look at; the rest was not asked.",
        "不在 {a} 允许 certbind 查看的范围内；其余部分没有查询。",
    ),
    (
        "no OSS custom domain or CDN domain of the account has this name.",
        "账号中没有该名称的 OSS 自定义域名或 CDN 域名。",
    ),
    ("the account has no such CDN domain", "账号中没有该 CDN 域名"),
    ("the bucket has no such custom domain", "该 Bucket 没有该自定义域名"),
    ("The account has no such CDN domain. Check {a}.", "账号中没有该 CDN 域名。请检查 {a}。"),
    ("The specified bucket does not exist. Check {a}.", "指定的 Bucket 不存在。请检查 {a}。"),
    ("OSS bucket {a}", "OSS Bucket {a}"),
    ("CAS of {a}", "{a} 的 CAS"),
    ("the ledger", "台账"),
    ("{a} ({b})", "{a}（{b}）"),
)
_CALLS: Pairs = (
    (
        "If CAS reads no form here, --key-in-url sends both in the request's address, as Alibaba's own SDKs do: over TLS, but proxies' and servers' logs may keep addresses.",
        "如果 CAS 不读取表单，--key-in-url 会像阿里云自己的 SDK 一样将两者放在请求地址中：虽经 TLS，但代理与服务器的日志可能保留地址。",
    ),
    ("{s} {a} failed ({c}): {m}.", "{s} {a} 失败（{c}）：{m}。"),
    ("{s} {a} failed ({c}, request {r}): {m}.", "{s} {a} 失败（{c}，请求 {r}）：{m}。"),
    ("{s} {a} failed (request {r}): {m}.", "{s} {a} 失败（请求 {r}）：{m}。"),
    ("The plan expected {a} there, but {b} is bound.", "计划时此处为 {a}，而当前绑定 {b}。"),
    ("{a} cannot be used: {b}", "{a} 无法使用：{b}"),
    (
        "What named the domain (a message, a command) must name its bucket too.",
        "指定域名的消息或命令也必须指定 Bucket。",
    ),
    (
        "OSS locked this bucket for security: see the console's message centre.",
        "OSS 因安全原因锁定了该 Bucket：请查看控制台消息中心。",
    ),
    (
        "OSS says so for a domain that this bucket does not hold; map the domain to the bucket in the OSS console first.",
        "该 Bucket 没有此域名时 OSS 会这样应答；请先在 OSS 控制台将域名绑定到该 Bucket。",
    ),
    (
        "Bucket names are one space for all accounts: set CERTBIND_LEDGER_BUCKET to another.",
        "Bucket 名称在所有账号中唯一：请将 CERTBIND_LEDGER_BUCKET 设为其他名称。",
    ),
    ("A bucket takes 100 domains: unmap some.", "一个 Bucket 最多 100 个域名：请解除部分绑定。"),
    (
        "OSS takes the request under another name only: check OSS_ENDPOINT.",
        "OSS 只在其他名称下接受请求：请检查 OSS_ENDPOINT。",
    ),
    (
        "The ledger cannot live in this bucket: choose another (CERTBIND_LEDGER_BUCKET).",
        "台账不能放在此 Bucket：请另选（CERTBIND_LEDGER_BUCKET）。",
    ),
    (
        "The bucket is encrypted by KMS, which is not opened: open it, or use another bucket.",
        "该 Bucket 使用 KMS 加密，而 KMS 没有开通：请开通，或者使用其他 Bucket。",
    ),
    (
        "{a} has the certificate and holds it back to protect the service. Only {a}'s support can lift this: open a ticket; certbind tries again by itself.",
        "{a} 已收到证书，但为保护服务暂不生效。只有 {a} 的技术支持可以解除：请提交工单；certbind 会自动重试。",
    ),
    (
        "The caller must be allowed ram:CreateServiceLinkedRole.",
        "调用者需要 ram:CreateServiceLinkedRole 权限。",
    ),
    (
        "DescribeUserDomains counts {a} more than it shows: what it does not show is not looked at. If the caller may not see every domain, name those that count in CERTBIND_CDN_DOMAINS.",
        "DescribeUserDomains 的计数比显示的多 {a} 个：没有显示的不会查看。如果调用者不能查看所有域名，请在 CERTBIND_CDN_DOMAINS 中列出需要的域名。",
    ),
    (
        "MNS keeps a deleted queue's name for a while: again in a minute.",
        "MNS 会暂时保留已删除队列的名称：请一分钟后重试。",
    ),
    ("RAM is not activated in this account.", "此账号没有开通 RAM。"),
    (
        "RAM keeps five versions of a policy: delete an old one.",
        "RAM 的策略最多保留五个版本：请删除旧版本。",
    ),
    ("Something is still attached to it: detach that first.", "仍有关联：请先解除。"),
    (
        "The caller must be allowed sts:AssumeRole, the role's trust policy must name the caller, and the key of the account itself may take on no role.",
        "调用者需要 sts:AssumeRole 权限，角色的信任策略必须包含调用者，并且主账号的密钥不能扮演角色。",
    ),
    ("The CAS site {a} is not read, only {b}", "没有读取 CAS 站点 {a}，只读取 {b}"),
    ("the CAS site {a} is not read, only {b}", "没有读取 CAS 站点 {a}，只读取 {b}"),
    (
        "The name belongs to another certificate: delete or look at that one in the CAS console.",
        "该名称属于另一张证书：请在 CAS 控制台删除或查看。",
    ),
    (
        "Compare the robot's address, secret and security settings (keywords, addresses) with the group's; the variable is named CERTBIND_NOTICE_ and the robot's kind.",
        "请对照群机器人的地址、密钥与安全设置（关键词、IP）；变量名为 CERTBIND_NOTICE_ 加机器人类型。",
    ),
    ("It answered {a}", "它应答 {a}"),
    ("it answered {a}", "它应答 {a}"),
    ("no reason told", "没有说明原因"),
    ("without an id", "没有 ID"),
    (
        "It is called at {a}: use one of this region.",
        "它的访问地址为 {a}：请使用本地域的 Bucket。",
    ),
    (
        "Nothing was asked: check the bucket's name and OSS_ENDPOINT.",
        "没有查询：请检查 Bucket 名称与 OSS_ENDPOINT。",
    ),
    (
        "Something else than this ledger lies in the bucket; empty it by hand if it may go.",
        "Bucket 中还有台账之外的内容；如可删除请手动清空。",
    ),
    ("The bucket is not in {a}: use one that is.", "Bucket 不在 {a}：请使用该地域的 Bucket。"),
    (
        "Say `pip uninstall aliyun-mns`, then `pip install --force-reinstall aliyun-mns-sdk`: each overwrites and removes the other's files.",
        "请运行 `pip uninstall aliyun-mns`，然后 `pip install --force-reinstall aliyun-mns-sdk`：两者会互相覆盖与删除文件。",
    ),
    ("{a} was not reached or did not answer in time", "{a} 无法连接或没有及时应答"),
    ("{a} refused the connection", "{a} 拒绝了连接"),
    ("{a} did not answer in time", "{a} 没有及时应答"),
    ("{a} closed the connection without an answer", "{a} 没有应答就关闭了连接"),
    ("{a} does not exist (NXDOMAIN)", "{a} 不存在（NXDOMAIN）"),
    ("{a} is a name without an address", "{a} 没有地址"),
    (
        "{a} has an address that the resolver could not tell (it did not answer)",
        "{a} 的地址无法解析（DNS 没有应答）",
    ),
    ("{a} shows a certificate that is not trusted ({b})", "{a} 的证书不受信任（{b}）"),
    ("{a} shows a certificate that is not trusted", "{a} 的证书不受信任"),
    ("{a} refused the TLS handshake ({b})", "{a} 拒绝了 TLS 握手（{b}）"),
    ("{a} refused the TLS handshake", "{a} 拒绝了 TLS 握手"),
    ("the answer could not be read: {a}", "应答无法读取：{a}"),
    ("it counts {a} certificates more than it shows", "它的计数比显示的多 {a} 张证书"),
    ("CERTBIND_BUCKETS does not name the bucket", "CERTBIND_BUCKETS 没有包含该 Bucket"),
    ("{a} does not name it", "{a} 没有包含它"),
    (
        "Add it there (and run `certbind setup`), or leave the variable empty.",
        "请将它加入（并运行 `certbind setup`），或者将变量留空。",
    ),
    (
        "A bill is overdue, or the account is locked for security: see the console's message centre. Lists may go on working meanwhile.",
        "账号欠费，或者因安全原因被锁定：请查看控制台消息中心。在此期间列表可能仍可读取。",
    ),
    (
        "The bucket is of another region than the endpoint: check OSS_ENDPOINT and the region.",
        "Bucket 与访问地址不在同一地域：请检查 OSS_ENDPOINT 与地域。",
    ),
    (
        "The domain is bound elsewhere, by another account: its owner must release it.",
        "域名已被另一个账号绑定：请其所有者解除。",
    ),
    (
        "The domain is bound to another bucket meanwhile: the next sweep finds it there.",
        "域名已改绑到另一个 Bucket：下一次检查会在那里找到。",
    ),
    (
        "OSS does not find the certificate in CAS: check its id and its site (CERTBIND_SITE), and that the caller may read it there.",
        "OSS 在 CAS 中找不到该证书：请检查 ID 与站点（CERTBIND_SITE），以及调用者是否有权读取。",
    ),
    (
        "{a} does not find the certificate in CAS: check its id and its site (CERTBIND_SITE), and that it is issued and neither revoked nor deleted.",
        "{a} 在 CAS 中找不到该证书：请检查 ID 与站点（CERTBIND_SITE），以及它已签发且没有吊销或删除。",
    ),
    (
        "The domain has no ICP filing, which a bucket in mainland China needs: its owner must file it.",
        "域名没有 ICP 备案，而中国内地的 Bucket 需要备案：请其所有者备案。",
    ),
    (
        "Check the bucket's name and region; the ledger's is CERTBIND_LEDGER_BUCKET, and `certbind setup` makes it.",
        "请检查 Bucket 的名称与地域；台账的 Bucket 为 CERTBIND_LEDGER_BUCKET，由 `certbind setup` 创建。",
    ),
    (
        "Accounts opened since 2025-03-20 cannot read objects of mainland buckets over the public endpoint: set CERTBIND_NETWORK=internal in a function of the same region, or choose a ledger bucket outside mainland China.",
        "2025-03-20 起开通的账号不能通过公网地址读取中国内地 Bucket 的对象：请在同地域的函数中设置 CERTBIND_NETWORK=internal，或者选择中国内地以外的台账 Bucket。",
    ),
    (
        "Something on the way sent the same signed request twice, so the first may have been carried out: a function reads again by itself, look before you repeat a command.",
        "途中有程序重复发送了同一个已签名请求，第一次可能已执行：函数会自动重新读取；重复命令之前请先查看。",
    ),
    (
        "The account itself is restricted or not verified: its owner must look at the console's message centre, or open a ticket.",
        "账号受限或者没有实名认证：请其所有者查看控制台消息中心，或者提交工单。",
    ),
    (
        "CAS cannot use the file: check certificate, key and chain.",
        "CAS 无法使用该文件：请检查证书、私钥与证书链。",
    ),
    (
        "CAS answers so for an id of its other site too: check the id, and CERTBIND_SITE.",
        "另一站点的 ID 也会得到这样的应答：请检查 ID 与 CERTBIND_SITE。",
    ),
    (
        "The account is of the other site (China or international).",
        "账号属于另一个站点（中国站或国际站）。",
    ),
    (
        "Set CERTBIND_SITE to the site that holds it, or to both.",
        "请将 CERTBIND_SITE 设为它所在的站点，或者 both。",
    ),
    (
        "Only {a}'s support can lift this: open a ticket; certbind tries again by itself.",
        "只有 {a} 的技术支持可以解除：请提交工单；certbind 会自动重试。",
    ),
    (
        "The account is restricted or locked: look at the message centre, or open a ticket.",
        "账号受限或被锁定：请查看消息中心，或者提交工单。",
    ),
    (
        "Nothing was changed. Choose or order another certificate: {a} cannot use this one.",
        "未做更改。请选择或申请另一张证书：{a} 无法使用这张。",
    ),
    (
        "{a} is being upgraded and takes no writes: a function tries again by itself; run a command again later.",
        "{a} 正在升级，不接受更改：函数会自动重试；命令请稍后再次运行。",
    ),
    (
        "A staging configuration of the domain is open: publish or drop it in the {a} console; certbind tries again by itself.",
        "域名有未发布的模拟环境配置：请在 {a} 控制台发布或放弃；certbind 会自动重试。",
    ),
    (
        "The domain's last configuration failed and the one before still stands: look at it in the {a} console.",
        "域名的上一次配置失败，仍使用之前的配置：请在 {a} 控制台查看。",
    ),
    (
        "The domain is stopped at {a}: start it there if it is to serve; nothing was changed.",
        "域名在 {a} 已停用：如需提供访问请启用；未做更改。",
    ),
    ("The certificate is over: renew it in CAS first.", "证书已过期：请先在 CAS 续期。"),
    (
        "Nothing was changed: the certificate does not cover the domain.",
        "未做更改：证书不包含该域名。",
    ),
    ("Name the folder of roots alone.", "请只指定根证书所在的目录。"),
    ("is stopped", "已停用"),
    ("is being stopped", "正在停用"),
    ("failed its review", "审核未通过"),
    ("failed to be configured", "配置失败"),
    ("is being deleted", "正在删除"),
    ("is disabled", "已禁用"),
    ("has the status {a}", "状态为 {a}"),
    ("OSS compares with another certificate than it lists.", "OSS 比较的证书与列表不同。"),
    ("Another consumer may work on the message.", "另一个消费者可能正在处理该消息。"),
    (
        "`certbind setup` makes it; else check CERTBIND_QUEUE or CERTBIND_DEAD_LETTER_QUEUE, and that MNS_ENDPOINT is of the queue's region.",
        "由 `certbind setup` 创建；否则请检查 CERTBIND_QUEUE 或 CERTBIND_DEAD_LETTER_QUEUE，以及 MNS_ENDPOINT 是否为队列所在地域。",
    ),
    ("{a} Asked was {b} (MNS_ENDPOINT).", "{a}查询的地址为 {b}（MNS_ENDPOINT）。"),
)
_MESSAGES: Pairs = (
    (
        "The CloudEvent from {a} of type {b} is none that certbind handles.",
        "来自 {a}、类型 {b} 的 CloudEvent 不由 certbind 处理。",
    ),
    ("The message has {a} bytes; at most {b} are read.", "消息有 {a} 字节；最多读取 {b}。"),
    ("The payload is {a} and no timer tick.", "内容为 {a}，不是定时调用。"),
    ("The message is wrapped more than {a} times.", "消息的嵌套封装超过 {a} 层。"),
    (
        "The array of {a} holds more messages than {b}, which are handled at once.",
        "{a} 的数组中消息多于一次处理的 {b} 条。",
    ),
    (
        "The message ({a} characters) is nested more than {b} deep.",
        "消息（{a} 个字符）嵌套超过 {b} 层。",
    ),
    (
        "A timer tick is no event: watch and recheck take it.",
        "定时调用不是事件：由 watch 与 recheck 处理。",
    ),
    ("{a} is {b}; the message was expected there.", "{a} 为 {b}；此处应为消息。"),
    (
        "The message is {a} and no event that certbind knows.",
        "消息为 {a}，不是 certbind 认识的事件。",
    ),
    ("The message is {a} bytes that are no UTF-8 text.", "消息为 {a} 字节，不是 UTF-8 文本。"),
    (
        "The message ({a} characters) is neither JSON nor base64 of JSON.",
        "消息（{a} 个字符）既不是 JSON，也不是 JSON 的 base64。",
    ),
    ("{a} cannot happen to a domain that is {b}.", "状态为 {b} 的域名不会出现 {a}。"),
    ("{a} cannot come about while the line is {b}.", "系列状态为 {b} 时不会出现 {a}。"),
)
PAIRS: Pairs = (*_MESSAGES, *_HINTS, *_CONFIG, *_MISSING, *_CALLS)
