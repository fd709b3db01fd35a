"""What CAs revoked, as far as they were asked."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

PAIRS: Pairs = (
    ("revoked since {a} UTC", "{a} UTC 起已吊销"),
    ("the CRL is of another CA", "CRL 属于另一个 CA"),
    ("the CRL is not signed by its CA", "CRL 不是由其 CA 签名"),
    ("its CA may not sign CRLs", "其 CA 不允许签发 CRL"),
    ("the CRL does not say until when it counts", "CRL 没有说明有效期"),
    ("the CRL ended {a} UTC", "CRL 已于 {a} UTC 过期"),
    ("the CRL begins {a} UTC", "CRL 于 {a} UTC 才生效"),
    ("it is an indirect CRL, which is not read", "这是间接 CRL，不予读取"),
    (
        "the CRL is for some reasons only, or names itself in a way that is not read",
        "CRL 只针对部分原因，或者其标识方式不予读取",
    ),
    ("the CRL is for certificates of another kind", "CRL 针对另一类证书"),
    (
        "it is another part of the CA's CRL than the one that the certificate names",
        "这是 CA 的 CRL 的另一部分，不是证书所指的部分",
    ),
    ("it is a delta CRL, which is not read", "这是增量 CRL，不予读取"),
    ("the CRL has a critical extension that is not known ({a})", "CRL 含有未知的关键扩展（{a}）"),
    ("what came is no readable CRL ({a})", "收到的内容不是可读取的 CRL（{a}）"),
    ("{a}, which it stands on, is {b}", "它的上级 {a}：{b}"),
    ("its CRL was not asked for", "没有查询它的 CRL"),
    ("it names no CRL of its own CA at an http address", "没有给出其 CA 的 http CRL 地址"),
    ("what it says of its CRL cannot be read ({a})", "CRL 信息无法读取（{a}）"),
    ("it names no CRL", "没有给出 CRL 地址"),
    ("the time for CRLs was used up before", "查询 CRL 的时间已用完"),
    ("{a} did not answer in time", "{a} 没有及时应答"),
    ("{a} did not answer ({b})", "{a} 没有应答（{b}）"),
    ("{a} cut its answer off", "{a} 的应答不完整"),
    ("the CRL has {a}", "CRL {a}"),
    ("more than {n} KB, and is not read", "超过 {n} KB，不予读取"),
    ("its address is no URL", "其地址不是 URL"),
    ("its address is no plain http address", "其地址不是普通的 http 地址"),
    ("{a} has no address, or its look-up failed", "{a} 没有地址，或者查询失败"),
    (
        "{a} leads to {b}, which is no public address: nothing is asked there",
        "{a} 指向 {b}，不是公网地址：不予查询",
    ),
    ("its address names port {a}: only port {b} is asked", "其地址指定端口 {a}：只查询端口 {b}"),
    ("{a} answered in an encoding that was not asked for", "{a} 的应答编码与请求不符"),
)
