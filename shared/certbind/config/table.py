"""Every setting, as the README's table shows it."""

from __future__ import annotations

from certbind.values import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the README's table: `default` is "" where there is none."""

    name: str
    default: str
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting("ALIBABA_CLOUD_ACCESS_KEY_ID", "", "Access key; a function's role injects it."),
    Setting("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "", "Its secret."),
    Setting("ALIBABA_CLOUD_SECURITY_TOKEN", "", "Its token, for temporary credentials."),
    Setting(
        "CERTBIND_REGION",
        "",
        "Region of the ledger and the queue; else ALIBABA_CLOUD_REGION_ID or FC_REGION.",
    ),
    Setting(
        "CERTBIND_ACCOUNT_ID",
        "",
        "Account number; else ALIBABA_CLOUD_ACCOUNT_ID or FC_ACCOUNT_ID.",
    ),
    Setting("CERTBIND_SITE", "china", "CAS sites that are read: china, international or both."),
    Setting("CERTBIND_NETWORK", "public", "public, or internal for functions near their bucket."),
    Setting("OSS_ENDPOINT", "https://oss-<region>.aliyuncs.com", "OSS, with scheme."),
    Setting("CAS_ENDPOINT", "https://cas.aliyuncs.com", "CAS of the China site."),
    Setting(
        "CAS_INTERNATIONAL_ENDPOINT",
        "https://cas.ap-southeast-1.aliyuncs.com",
        "CAS of the international site.",
    ),
    Setting("CDN_ENDPOINT", "https://cdn.aliyuncs.com", "CDN, with scheme."),
    Setting(
        "MNS_ENDPOINT",
        "https://<account>.mns.<region>.aliyuncs.com",
        "Message queue; not needed by what only reads, such as `plan` and `status --look`.",
    ),
    Setting("STS_ENDPOINT", "https://sts.aliyuncs.com", "Asked by `doctor` who the caller is."),
    Setting("RAM_ENDPOINT", "https://ram.aliyuncs.com", "Roles and policies; for `setup` only."),
    Setting(
        "ALIDNS_ENDPOINT",
        "https://alidns.aliyuncs.com",
        "Alibaba Cloud DNS; asked only where CERTBIND_VALIDATE names a zone.",
    ),
    Setting(
        "CERTBIND_PREFIX",
        "certbind",
        "Begins the names of roles, queues and functions; another one for a second deployment.",
    ),
    Setting(
        "CERTBIND_LEDGER_BUCKET",
        "<prefix>-ledger-<account>",
        "Bucket of the ledger; it must never have versioning.",
    ),
    Setting("CERTBIND_LEDGER_PREFIX", "<prefix>/", "What the ledger's keys start with."),
    Setting(
        "CERTBIND_QUEUE",
        "<prefix>-events",
        "Queue that the functions are triggered by; s.yaml always names it so.",
    ),
    Setting(
        "CERTBIND_DEAD_LETTER_QUEUE",
        "<queue>-dead",
        "Queue for what could not be handled; s.yaml names it so.",
    ),
    Setting("CERTBIND_CAS_LIST", "both", "CAS lists that are read: orders, certificates or both."),
    Setting(
        "CERTBIND_BIND",
        "all",
        "Domains that certbind changes by itself: all, none (only plan), or names with commas.",
    ),
    Setting(
        "CERTBIND_RENEW",
        "none",
        "Whose certificates are ordered anew in time, which spends money or quota: none, all, or "
        "domain names with commas.",
    ),
    Setting(
        "CERTBIND_VALIDATE",
        "none",
        "Zones of Alibaba Cloud DNS in which certbind writes the records that a CA waits for, and "
        "takes them away again: none, all, or zones with commas.",
    ),
    Setting(
        "CERTBIND_HARDEN",
        "none",
        "Where recheck keeps the redirect, TLS versions, HTTP/2, OCSP stapling and compression as "
        "`certbind harden` sets them: none, all, or domain names with commas. What a person set "
        "otherwise is left and told.",
    ),
    Setting(
        "CERTBIND_REQUIRE_CHAIN_SEEN",
        "false",
        "Refuse a certificate whose chain cannot be read before it is bound.",
    ),
    Setting(
        "CERTBIND_ALLOW_UNRESTORABLE",
        "false",
        "Replace uploaded and free certificates, to which there is no way back.",
    ),
    Setting("CERTBIND_PREFERRED_ISSUERS", "", "Parts of issuer names, best first, with commas."),
    Setting("CERTBIND_PINS", "", "domain=certificate id, with commas."),
    Setting(
        "CERTBIND_CDN_DOMAINS",
        "",
        "CDN domains that are looked at and that the roles may change; all when empty.",
    ),
    Setting(
        "CERTBIND_BUCKETS",
        "",
        "Buckets whose custom domains are looked at and the roles may change; all when empty.",
    ),
    Setting(
        "CERTBIND_PRODUCTS",
        "",
        "Products that certbind binds at, with commas (oss, cdn, dcdn, vod, esa, alb, nlb); when "
        "empty, all that the account answers of.",
    ),
    Setting(
        "CERTBIND_REGIONS",
        "",
        "Regions whose load balancers (ALB, NLB) are looked at, with commas; when empty, all "
        "where the products are.",
    ),
    Setting("CERTBIND_VERIFY_AFTER_SECONDS", "60", "First look at the edges after a bind."),
    Setting("CERTBIND_CONFIRM_AFTER_SECONDS", "30", "Between two good looks."),
    Setting("CERTBIND_VERIFY_DEADLINE_SECONDS", "1800", "When an edge counts as stuck."),
    Setting(
        "CERTBIND_NOTICE_DINGTALK",
        "",
        "Address of a DingTalk robot that recheck tells what is unwell; a secret.",
    ),
    Setting("CERTBIND_NOTICE_DINGTALK_SECRET", "", "Its secret, where it asks for a signature."),
    Setting("CERTBIND_NOTICE_FEISHU", "", "The same of a Feishu robot."),
    Setting("CERTBIND_NOTICE_FEISHU_SECRET", "", "Its secret."),
    Setting("CERTBIND_NOTICE_WECOM", "", "The same of a WeCom robot."),
    Setting("CERTBIND_NOTICE_WEBHOOK", "", "An address that takes the same as JSON."),
    Setting("CERTBIND_NOTICE_WEBHOOK_SECRET", "", "Signs these posts, where it is set."),
    Setting(
        "CERTBIND_NOTICE_APPRISE",
        "",
        "The command's alone: addresses of apprise (mailto://…), with spaces between; secrets.",
    ),
    Setting("CERTBIND_NOTICE_LANGUAGE", "en", "Of notices: en or zh."),
    Setting(
        "DNS_SERVER",
        "",
        "address[:port] of the resolver, or system (so when empty); what further ones with commas "
        "lead to is told beside the verdict.",
    ),
    Setting(
        "CERTBIND_CLIENT_SUBNETS",
        "",
        "Networks with commas, such as 203.0.113.0/24: resolvers are asked for their clients too, "
        "and what these get is told beside the verdict.",
    ),
    Setting(
        "CERTBIND_BACKUPS",
        "",
        "domain=certificate id, with commas: one of another CA that is kept ready for "
        "`certbind emergency failover`, and looked after by recheck.",
    ),
    Setting("HTTPS_PORT", "443", "Port on which edges are probed."),
    Setting("HTTP_PORT", "80", "Port on which `verify --settings` asks edges in plain HTTP."),
    Setting("CA_BUNDLE", "", "File with trusted roots; certifi's when empty."),
    Setting(
        "CERTBIND_CRL",
        "verify",
        "Who asks CAs over http what they revoked: never; verify: that command alone; always: "
        "every look, and every chain before it is bound.",
    ),
    Setting(
        "CRL_LOOPBACK",
        "false",
        "Whether such a list may lie on this machine, as the local cloud's.",
    ),
)
