"""Where a line of certificates stands, and what a person has to do for it."""

from __future__ import annotations

from certbind.domain.words import PERSON, WAITS, WELL, row

ROWS = (
    row(
        "not_due",
        WELL,
        "The renewal of the certificate is not due yet: 30 days before its end, a third of a short life, half of a very short one.",
        "证书尚未到续期时间：到期前 30 天，有效期短的为三分之一，很短的为一半。",
        "Nothing.",
        "无需操作。",
    ),
    row(
        "renewal_due",
        PERSON,
        "The renewal of the certificate is due and nothing better is at hand; it is ordered where CERTBIND_RENEW names one of its domains, and only told where not, unless CAS's hosting (AutoReissue) renews it or a person has applied for it.",
        "证书已到续期时间，且没有更好的证书；如果 CERTBIND_RENEW 列出了它的域名，则会下单，否则只作提示，除非 CAS 的自动托管（AutoReissue）会为它续期，或者有人已经提交申请。",
        "Order it in the console; or name one of its domains in CERTBIND_RENEW, run `certbind setup` for the roles and deploy (`certbind plan` says what it would take). Named there already: nothing.",
        "在控制台申请；或者将它的一个域名加入 CERTBIND_RENEW，运行 `certbind setup` 更新角色并重新部署（需要消耗什么见 `certbind plan`）。如果已经加入：无需操作。",
    ),
    row(
        "renewing",
        WAITS,
        "The renewal is under way: at the CA, or at CAS, which renews by itself where hosting is on.",
        "续期正在进行：由 CA 审核，或者由开启了自动托管的 CAS 自行续期。",
        "Nothing: certbind looks again by itself, and binds what is issued.",
        "无需操作：certbind 会自动再次查看，并绑定新签发的证书。",
    ),
    row(
        "renewed",
        WELL,
        "CAS has a newer certificate of the same line, so nothing more is ordered.",
        "CAS 中已有同一系列的新证书，不再下单。",
        "Nothing; where it is not bound, `certbind plan` says why.",
        "无需操作；如果没有绑定，`certbind plan` 会说明原因。",
    ),
    row(
        "renewal_late",
        PERSON,
        "The renewal takes longer than is usual for such a certificate, or CAS should have renewed it by itself and has not.",
        "续期所用时间超过此类证书的通常时间，或者 CAS 应当自行续期而没有续期。",
        "See the instance or order in the console: its validation records above all, then a ticket.",
        "请在控制台查看该实例或订单：首先检查验证记录，然后提交工单。",
    ),
    row(
        "renewal_failed",
        PERSON,
        "The CA refused the application, or it is gone without a certificate. certbind orders nothing more by itself for this certificate.",
        "CA 拒绝了申请，或者申请已不存在而没有签发证书。certbind 不会再为这张证书自动下单。",
        "Mend what the CA names and apply in the console: certbind follows it from there.",
        "解决 CA 指出的问题，然后在控制台提交申请：之后由 certbind 继续跟进。",
    ),
    row(
        "cannot_renew",
        PERSON,
        "CAS cannot renew this certificate: it was uploaded, is a test certificate, its instance is refunded, closed or over, or its key is held elsewhere; what is told beside it says which.",
        "CAS 无法为这张证书续期：它是上传证书、测试证书，其实例已退款、已关闭或已到期，或者私钥保存在别处；旁边的说明指出是哪一种。",
        "Order or upload (`certbind upload FILE`) another one in time; certbind binds it when CAS has it.",
        "请及时申请或上传（`certbind upload FILE`）另一张证书；CAS 中有了之后 certbind 会绑定它。",
    ),
    row(
        "not_applied",
        PERSON,
        "The order is renewed and waits for its application, which no call of the API submits.",
        "订单已续费，状态为待申请；没有 API 可以提交该申请。",
        "Submit the application of that order in the console; certbind follows it from there.",
        "请在控制台提交该订单的证书申请；之后由 certbind 继续跟进。",
    ),
    row(
        "validation_missing",
        PERSON,
        "The CA waits for a record or a file that proves the domain, and it is not there.",
        "CA 正在等待用于验证域名的记录或文件，但没有找到。",
        "Create exactly what is told beside it; the CA and certbind look again by themselves. Where the zone is in Alibaba Cloud DNS, CERTBIND_VALIDATE lets certbind write it.",
        "请严格按旁边的说明创建；CA 和 certbind 会自动再次查看。如果域名使用云解析 DNS，可通过 CERTBIND_VALIDATE 让 certbind 写入。",
    ),
    row(
        "validation_conflict",
        PERSON,
        "The record that the CA waits for is there with another value, perhaps of an older validation.",
        "CA 等待的记录已存在，但值不同，可能来自以前的验证。",
        "Set the value that is told beside it; the CA and certbind look again by themselves.",
        "请改为旁边给出的值；CA 和 certbind 会自动再次查看。",
    ),
    row(
        "order_ceiling",
        WAITS,
        "Three calls that may order were made for this line of certificates within a day; no more are made, whatever failed.",
        "一天之内已为该系列证书发出三次可能下单的调用；无论出了什么问题，都不再发出。",
        "`certbind history DOMAIN` and the console's order list say what became of them; the next try comes by itself when the day is over.",
        "`certbind history DOMAIN` 和控制台的订单列表会显示它们的结果；一天之后会自动重试。",
    ),
)
