"""What each setting means (config/table.py)."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

PAIRS: Pairs = (
    (
        "domain=certificate id, with commas: one of another CA that is kept ready for `certbind emergency failover`, and looked after by recheck.",
        "域名=证书 ID，以逗号分隔：另一家 CA 的备用证书，供 `certbind emergency failover` 使用，由 recheck 关注。",
    ),
    ("harden and emergency change by it", "harden 与 emergency 用它更改"),
    ("harden and emergency read by it", "harden 与 emergency 用它读取"),
    (
        "Products that certbind binds at, with commas (oss, cdn, dcdn, vod, esa, alb, nlb); when empty, all that the account answers of.",
        "certbind 处理的产品，以逗号分隔（oss、cdn、dcdn、vod、esa、alb、nlb）；为空时为账号已开通的全部。",
    ),
    (
        "Regions whose load balancers (ALB, NLB) are looked at, with commas; when empty, all where the products are.",
        "查看哪些地域的负载均衡（ALB、NLB），以逗号分隔；为空时为产品所在的全部地域。",
    ),
    (
        "ALB in every region, with scheme; when empty, the one of each region.",
        "应用型负载均衡（ALB），用于所有地域，包含协议；为空时为各地域自己的接入点。",
    ),
    (
        "NLB in every region, with scheme; when empty, the one of each region.",
        "网络型负载均衡（NLB），用于所有地域，包含协议；为空时为各地域自己的接入点。",
    ),
    (
        "Zones of Alibaba Cloud DNS in which certbind writes the records that a CA waits for, and takes them away again: none, all, or zones with commas.",
        "certbind 可在其中写入 CA 等待的验证记录、用后删除的云解析 DNS 域名：none、all，或者以逗号分隔的域名。",
    ),
    (
        "Alibaba Cloud DNS; asked only where CERTBIND_VALIDATE names a zone.",
        "云解析 DNS；仅在 CERTBIND_VALIDATE 列出域名时使用。",
    ),
    ("DCDN, with scheme.", "DCDN，包含协议。"),
    (
        "DCDN domains that are looked at and that the roles may change; all when empty.",
        "查看且角色可以更改的 DCDN 域名；为空时为全部。",
    ),
    ("VOD, with scheme.", "视频点播（VOD），包含协议。"),
    (
        "ESA, with scheme; the international site's is https://esa.ap-southeast-1.aliyuncs.com.",
        "边缘安全加速（ESA），包含协议；国际站为 https://esa.ap-southeast-1.aliyuncs.com。",
    ),
    (
        "VOD domains that are looked at; all when empty.",
        "查看的视频点播（VOD）域名；为空时为全部。",
    ),
    ("Access key; a function's role injects it.", "AccessKey ID；函数由角色自动注入。"),
    ("Its secret.", "其密钥。"),
    ("Its token, for temporary credentials.", "其令牌，用于临时凭证。"),
    (
        "Region of the ledger and the queue; else ALIBABA_CLOUD_REGION_ID or FC_REGION.",
        "台账与队列的地域；否则取 ALIBABA_CLOUD_REGION_ID 或 FC_REGION。",
    ),
    (
        "Account number; else ALIBABA_CLOUD_ACCOUNT_ID or FC_ACCOUNT_ID.",
        "账号 ID；否则取 ALIBABA_CLOUD_ACCOUNT_ID 或 FC_ACCOUNT_ID。",
    ),
    (
        "CAS sites that are read: china, international or both.",
        "读取的 CAS 站点：china、international 或 both。",
    ),
    (
        "public, or internal for functions near their bucket.",
        "public；函数与 Bucket 在同地域时为 internal。",
    ),
    ("OSS, with scheme.", "OSS，包含协议。"),
    ("CAS of the China site.", "中国站的 CAS。"),
    ("CAS of the international site.", "国际站的 CAS。"),
    ("CDN, with scheme.", "CDN，包含协议。"),
    (
        "Message queue; not needed by what only reads, such as `plan` and `status --look`.",
        "消息队列；只读的命令不需要，例如 `plan` 与 `status --look`。",
    ),
    ("Asked by `doctor` who the caller is.", "`doctor` 用于查询调用者身份。"),
    ("Roles and policies; for `setup` only.", "角色与权限策略；只用于 `setup`。"),
    (
        "Begins the names of roles, queues and functions; another one for a second deployment.",
        "角色、队列与函数名称的前缀；第二套部署请使用另一个。",
    ),
    (
        "Bucket of the ledger; it must never have versioning.",
        "台账的 Bucket；不能开启过版本控制。",
    ),
    ("What the ledger's keys start with.", "台账对象的前缀。"),
    (
        "Queue that the functions are triggered by; s.yaml always names it so.",
        "触发函数的队列；s.yaml 中总是此名称。",
    ),
    (
        "Queue for what could not be handled; s.yaml names it so.",
        "存放未能处理的消息的队列；s.yaml 中为此名称。",
    ),
    (
        "CAS lists that are read: orders, certificates or both.",
        "读取的 CAS 列表：orders、certificates 或 both。",
    ),
    (
        "Domains that certbind changes by itself: all, none (only plan), or names with commas.",
        "certbind 自动更改的域名：all、none（只计划）或以逗号分隔的域名。",
    ),
    (
        "Whose certificates are ordered anew in time, which spends money or quota: none, all, or domain names with commas.",
        "哪些域名的证书会及时续期，会产生费用或消耗额度：none、all 或以逗号分隔的域名。",
    ),
    (
        "Where recheck keeps the redirect, TLS versions, HTTP/2, OCSP stapling and compression as `certbind harden` sets them: none, all, or domain names with commas. What a person set otherwise is left and told.",
        "recheck 在哪些域名上保持 `certbind harden` 的强制跳转、TLS 版本、HTTP/2、OCSP Stapling 与压缩设置：none、all 或以逗号分隔的域名。有人另行设置的保持不变，并会提示。",
    ),
    (
        "Refuse a certificate whose chain cannot be read before it is bound.",
        "绑定之前无法读取证书链时拒绝该证书。",
    ),
    (
        "Replace uploaded and free certificates, to which there is no way back.",
        "允许替换直接上传的证书与免费证书，此后无法恢复。",
    ),
    (
        "Parts of issuer names, best first, with commas.",
        "颁发者名称的一部分，优先的在前，以逗号分隔。",
    ),
    ("domain=certificate id, with commas.", "域名=证书 ID，以逗号分隔。"),
    (
        "CDN domains that are looked at and that the roles may change; all when empty.",
        "查看且角色可以更改的 CDN 域名；为空时为全部。",
    ),
    (
        "Buckets whose custom domains are looked at and the roles may change; all when empty.",
        "查看其自定义域名且角色可以更改的 Bucket；为空时为全部。",
    ),
    ("First look at the edges after a bind.", "绑定之后多久首次查看节点。"),
    ("Between two good looks.", "两次正常查看之间的间隔。"),
    ("When an edge counts as stuck.", "节点多久未更新视为卡住。"),
    (
        "Address of a DingTalk robot that recheck tells what is unwell; a secret.",
        "钉钉机器人的地址，recheck 将问题发送到那里；属于机密。",
    ),
    ("Its secret, where it asks for a signature.", "其密钥，用于要求签名时。"),
    ("The same of a Feishu robot.", "飞书机器人的地址，同上。"),
    ("The same of a WeCom robot.", "企业微信机器人的地址，同上。"),
    ("An address that takes the same as JSON.", "以 JSON 接收同样内容的地址。"),
    ("Signs these posts, where it is set.", "设置之后用于签名。"),
    (
        "The command's alone: addresses of apprise (mailto://…), with spaces between; secrets.",
        "仅供命令使用：apprise 的地址（mailto://…），以空格分隔；属于机密。",
    ),
    ("Of notices: en or zh.", "通知的语言：en 或 zh。"),
    (
        "address[:port] of the resolver, or system (so when empty); what further ones with commas lead to is told beside the verdict.",
        "DNS 服务器的 地址[:端口]，或 system（为空时如此）；以逗号分隔的其他服务器的结果在判断旁说明。",
    ),
    (
        "Networks with commas, such as 203.0.113.0/24: resolvers are asked for their clients too, and what these get is told beside the verdict.",
        "以逗号分隔的网段，例如 203.0.113.0/24：也为这些客户端查询，结果在判断旁说明。",
    ),
    (
        "Port on which `verify --settings` asks edges in plain HTTP.",
        "`verify --settings` 以明文 HTTP 查询节点所用的端口。",
    ),
    ("Port on which edges are probed.", "查看节点所用的端口。"),
    ("File with trusted roots; certifi's when empty.", "受信任根证书的文件；为空时使用 certifi。"),
    (
        "Who asks CAs over http what they revoked: never; verify: that command alone; always: every look, and every chain before it is bound.",
        "何时通过 http 查询 CA 的吊销列表：never；verify：只在该命令中；always：每次查看，以及每条证书链绑定之前。",
    ),
    (
        "Whether such a list may lie on this machine, as the local cloud's.",
        "此类列表是否可以在本机上，例如本地云。",
    ),
)
