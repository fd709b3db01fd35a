"""What a call to a cloud service ended with, and what the answer lacked."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

PAIRS: Pairs = (
    (
        "If CAS reads no form here, --key-in-url sends both in the request's address, as Alibaba's own SDKs do: over TLS, but proxies' and servers' logs may keep addresses.",
        "如果 CAS 不读取表单，--key-in-url 会像阿里云自己的 SDK 一样将两者放在请求地址中：虽经 TLS，但代理与服务器的日志可能保留地址。",
    ),
    ("{s} {a} failed ({c}): {t}.", "{s} {a} 失败（{c}）：{t}。"),
    ("{s} {a} failed ({c}, request {r}): {t}.", "{s} {a} 失败（{c}，请求 {r}）：{t}。"),
    ("{s} {a} failed (request {r}): {t}.", "{s} {a} 失败（请求 {r}）：{t}。"),
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
