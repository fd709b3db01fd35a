"""What a deployment job of CAS did, or cannot do, at a place."""

from __future__ import annotations

from certbind.domain.words import PERSON, WELL, row

ROWS = (
    row(
        "place_failed",
        PERSON,
        "CAS's deployment job ended at this place with another word than success. Neither a job nor a place of it has a field that says why.",
        "CAS 部署任务在此位置没有成功。任务与位置都没有说明原因的字段。",
        "Look at the product's own console: whether the domain is there, online, with HTTPS on and no change under way. Then `certbind deploy prepare DOMAIN`.",
        "请查看该产品自己的控制台：域名是否存在、是否在线、是否开启 HTTPS、是否正在变更。然后运行 `certbind deploy prepare DOMAIN`。",
    ),
    row(
        "place_left_out",
        PERSON,
        "The deployment job did nothing at this place: CAS matches a certificate with a place by name, and leaves out without a word what none fits.",
        "部署任务没有处理此位置：CAS 按域名匹配证书与位置，没有匹配的会直接略过。",
        "Look at the place in its own console, and at the names of the certificate there; then `certbind deploy prepare DOMAIN`.",
        "请在该产品的控制台查看此位置，以及那里证书的域名；然后运行 `certbind deploy prepare DOMAIN`。",
    ),
    row(
        "no_name_there",
        PERSON,
        "CAS says that the certificate is bound there, and no name is known that visitors ask for: a wildcard, or a load balancer.",
        "CAS 显示证书已部署到那里，但不知道访客访问的域名：可能是泛域名或负载均衡。",
        "Look at a name that is served there: `certbind verify DOMAIN`.",
        "查看那里提供的一个域名：`certbind verify DOMAIN`。",
    ),
    row(
        "not_listed",
        PERSON,
        "CAS's own list of places does not have this one. The list lags, and lacks some products.",
        "CAS 的云产品资源列表中没有它。该列表有滞后，且不含部分产品。",
        "Open the list once in the console of CAS (Deployment, Cloud Products), which brings it up to date; then say the same again.",
        "请在 CAS 控制台打开一次云产品部署页面，列表会随之更新；然后再执行一次。",
    ),
    row(
        "no_contact",
        PERSON,
        "CAS makes no deployment job without a contact that it can tell of its end.",
        "CAS 创建部署任务时必须指定联系人。",
        "Add one in the console of CAS, or name one of several: `certbind deploy prepare --contact NUMBER`.",
        "请在 CAS 控制台添加联系人；有多个时请指定一个：`certbind deploy prepare --contact NUMBER`。",
    ),
    row(
        "bound_by_certbind",
        WELL,
        "At this product certbind binds itself: no job is needed there, and two would fight.",
        "certbind 自己在该产品绑定证书：不需要部署任务，否则会互相冲突。",
        "Nothing: see `certbind plan`.",
        "无需操作：见 `certbind plan`。",
    ),
    row(
        "name_not_taken",
        PERSON,
        "CAS deploys no certificate whose own name has other letters than ASCII's.",
        "名称含非 ASCII 字符的证书，CAS 不予部署。",
        "Rename the certificate in the console of CAS.",
        "请在 CAS 控制台修改证书名称。",
    ),
)
