"""What came back of a call that could not be used, or why nothing came back at all."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

PAIRS: Pairs = (
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
    ("{a} refused to let it through ({b})", "{a} 拒绝放行（{b}）"),
    (
        "{a} refused to let it through (407: it asks for a user and a password)",
        "{a} 拒绝放行（407：需要用户名与密码）",
    ),
    ("the proxy {a}", "代理 {a}"),
    ("{a} (through the proxy {b})", "{a}（经由代理 {b}）"),
    (
        "HTTP_PROXY or HTTPS_PROXY names it on the way to {a}",
        "HTTP_PROXY 或 HTTPS_PROXY 指定它用于访问 {a}",
    ),
    ("The proxy {a} is not used: this SDK knows none.", "没有使用代理 {a}：此 SDK 不支持代理。"),
    ("it counts {a} certificates more than it shows", "它的计数比显示的多 {a} 张证书"),
    ("it counts {a} jobs more than it shows", "它的计数比显示的多 {a} 个任务"),
    ("it counts {a} orders more than it shows", "它的计数比显示的多 {a} 个订单"),
    ("it counts {a} places more than it shows", "它的计数比显示的多 {a} 处"),
    ("it counts {a} records more than it shows", "它的计数比显示的多 {a} 条记录"),
    ("it counts {a} more than it shows", "它的计数比显示的多 {a} 个"),
    ("{a} of the domains that it counts were not shown", "它的计数中有 {a} 个域名没有显示"),
    ("{a} of those that it counts were not shown", "它的计数中有 {a} 个没有显示"),
    ("its pages have no end", "分页没有尽头"),
    ("{a} is no list of objects", "{a} 不是对象列表"),
    ("{a} is no list", "{a} 不是列表"),
    ("no {a}, or an item without its {b}", "没有 {a}，或者某一项没有 {b}"),
    ("no {a} or {b}", "没有 {a} 或 {b}"),
    ("no RecordId", "没有 RecordId"),
    ("no RequestId, so not the service's", "没有 RequestId，因此不是该服务的应答"),
    ("Fingerprint is no SHA-1", "Fingerprint 不是 SHA-1"),
    ("Others kept writing.", "其他进程一直在写入。"),
    ("not of the documented form", "与文档的格式不符"),
    ("HTTP {a} in a form that is not OSS's", "HTTP {a}，格式不是 OSS 的"),
    ("an answer in a form that is not MNS's", "应答的格式不是 MNS 的"),
    ("the credentials were not accepted", "凭证没有被接受"),
    ("the SDK made no request of it", "SDK 没有发出请求"),
    ("the answer says that it did not succeed", "应答说明没有成功"),
    (
        "its answer is no {a} robot's: is the address right?",
        "它的应答不是 {a} 机器人的：地址是否正确？",
    ),
)
