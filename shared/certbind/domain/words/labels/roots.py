"""What `roots` says beside the catalogue's words."""

from __future__ import annotations

from certbind.domain.words import Text

_CHAINS = {
    "roots.none": Text(
        "No root that browsers trust ends this chain:",
        "这条证书链不以浏览器信任的根证书结束：",
    ),
    "roots.unseen": Text("The chain could not be read:", "未能读取证书链："),
    "roots.can_end": Text("Roots that can end its chain", "可以作为证书链终点的根证书"),
    "roots.by_name": Text(
        "{name}: the chain names it, and its certificate is not at hand here, so that the signature was not checked. Devices that hold it can end there.",
        "{name}：证书链中提到该根证书，但本机没有它的证书，因此未验证签名。持有它的设备可以以它为终点。",
    ),
    "roots.path": Text("path: {path}", "路径：{path}"),
    "roots.path_ends": Text(
        "this path lasts until {day}, when {first} ends", "此路径有效至 {day}，届时 {first} 到期"
    ),
    "roots.sha256": Text("SHA-256 {sha256}", "SHA-256 {sha256}"),
    "roots.private": Text(
        "a private CA's root: no browser's list holds it, and it counts where somebody installed it",
        "私有 CA 的根证书：任何浏览器的列表都不收录，只在手动安装过的设备上有效",
    ),
    "roots.client.has": Text("the client has it", "客户端有该根证书"),
    "roots.client.lacks": Text("the client does NOT have it", "客户端没有该根证书"),
    "roots.client.none": Text(
        "The client {place} has none of these roots, so it refuses this chain. Install one of them there: below.",
        "客户端 {place} 没有其中任何一个根证书，因此会拒绝这条证书链。请安装其中一个：见下文。",
    ),
    "roots.calendar": Text(
        "By the calendar of {made} ({age} days old); `certbind doctor` says when it is too old. What is called expected follows from the root's age, and nobody has named the day.",
        "依据 {made} 的根证书日历（{age} 天前）；过旧时 `certbind doctor` 会提示。“预计”由根证书的年龄推算，日期并未公布。",
    ),
}
_STORES = {
    "roots.store.chrome": Text("Chrome", "Chrome"),
    "roots.store.mozilla": Text("Firefox", "Firefox"),
    "roots.store.apple": Text("Apple", "Apple"),
    "roots.store.programs": Text(
        "programs with certifi (Python)", "使用 certifi 的程序（Python）"
    ),
    "roots.takes": Text("take it", "接受"),
    "roots.takes.apple": Text(
        "had it in July 2025, the last list seen", "2025 年 7 月的列表中有（最近一次看到的列表）"
    ),
    "roots.takes.until": Text("; dropped on {day}", "；{day} 移除"),
    "roots.takes.expected": Text("; expected to go on {day}", "；预计 {day} 移除"),
    "roots.takes.cut": Text(
        "; of what is issued after {day}, nothing", "；{day} 之后签发的证书不再接受"
    ),
    "roots.refuses": Text("REFUSE this certificate: {why}", "拒绝这张证书：{why}"),
    "roots.refuses.apple": Text(
        "did not have it in July 2025, the last list seen",
        "2025 年 7 月的列表中没有（最近一次看到的列表）",
    ),
    "roots.why.absent": Text("the root is not in its list", "列表中没有该根证书"),
    "roots.why.dropped": Text("the root was dropped on {day}", "该根证书已于 {day} 移除"),
    "roots.why.no_stamp": Text(
        "only what a log stamped until {day} is taken, and it has no stamp",
        "只接受 {day} 及之前写入公共日志的证书，而它没有时间戳",
    ),
    "roots.why.cut": Text(
        "only what was issued until {day} is taken, and it was later",
        "只接受 {day} 及之前签发的证书，而它的签发时间更晚",
    ),
}
_CLIENT = {
    "roots.client": Text(
        "Roots of the client {place} ({count} in all)", "客户端 {place} 的根证书（共 {count} 个）"
    ),
    "roots.client.unread": Text(
        "{number} of its files or blocks are no readable certificate and were passed over.",
        "其中 {number} 个文件或数据块不是可读取的证书，已跳过。",
    ),
    "roots.client.elsewhere": Text(
        "Java, Node.js, Python with certifi, containers and devices have lists of their own: look at those as well, by --client.",
        "Java、Node.js、使用 certifi 的 Python、容器和设备有各自的列表：也请用 --client 分别查看。",
    ),
    "roots.there": Text("there", "有"),
    "roots.missing": Text("MISSING", "缺少"),
    "roots.not_there": Text("not there", "没有"),
    "roots.row": Text("{name}: {state}. {use}", "{name}：{state}。{use}"),
    "roots.use.r46": Text(
        "OSS's own certificates (aliyuncs.com) end there since 2026-06-15, and GlobalSign's since July 2026.",
        "自 2026-06-15 起 OSS 自有证书（aliyuncs.com）以它为终点，GlobalSign 的证书自 2026 年 7 月起。",
    ),
    "roots.use.r3": Text(
        "OSS's own certificates of before end there, until 2027-04-15; the new ones do not.",
        "此前的 OSS 自有证书以它为终点，至 2027-04-15；新证书不再使用。",
    ),
    "roots.use.r6": Text(
        "GlobalSign's certificates of before July 2026 may end there. Needed only if yours do.",
        "2026 年 7 月之前 GlobalSign 的证书可能以它为终点。只有您的证书用到时才需要。",
    ),
    "roots.use.r1": Text(
        "Not needed where R46 or R3 is: browsers dropped it in April 2025, and every cross-sign by it ends on 2028-01-28. Only old devices end there. New lists (certifi among them) do not hold it; GlobalSign has it at https://secure.globalsign.com/cacert/root-r1.crt.",
        "有 R46 或 R3 就不需要：浏览器已于 2025 年 4 月移除它，由它交叉签名的证书均于 2028-01-28 到期。只有旧设备以它为终点。新的列表（包括 certifi）都不再收录；GlobalSign 的下载地址：https://secure.globalsign.com/cacert/root-r1.crt。",
    ),
    "roots.use.e46": Text(
        "GlobalSign's ECC certificates end there. Needed only if yours do.",
        "GlobalSign 的 ECC 证书以它为终点。只有您的证书用到时才需要。",
    ),
    "roots.use.digicert_g2": Text(
        "Alibaba Cloud's own DV certificates (since 2026-02-10), test certificates and DigiCert's end there.",
        "阿里云自有品牌 DV 证书（自 2026-02-10 起）、测试证书和 DigiCert 的证书以它为终点。",
    ),
    "roots.use.digicert_g5": Text(
        "DigiCert's next root: Chrome takes of G2 nothing that is issued after 2027-09-14.",
        "DigiCert 的下一个根证书：Chrome 不接受 2027-09-14 之后在 G2 下签发的证书。",
    ),
    "roots.use.isrg_x1": Text(
        "Let's Encrypt's certificates end there. Needed only if yours do.",
        "Let's Encrypt 的证书以它为终点。只有您的证书用到时才需要。",
    ),
    "roots.use.isrg_x2": Text(
        "Let's Encrypt's ECDSA certificates may end there, and by X1 as well.",
        "Let's Encrypt 的 ECDSA 证书可能以它为终点，也可经由 X1。",
    ),
    "roots.use.root_yr": Text(
        "Let's Encrypt's new root, which no list holds yet; its chains lead on to ISRG Root X1.",
        "Let's Encrypt 的新根证书，尚无列表收录；其证书链继续通向 ISRG Root X1。",
    ),
    "roots.use.root_ye": Text(
        "Let's Encrypt's new ECDSA root, which no list holds yet; its chains lead on to ISRG Root X2 and X1.",
        "Let's Encrypt 新的 ECDSA 根证书，尚无列表收录；其证书链继续通向 ISRG Root X2 和 X1。",
    ),
}
_INSTALLING = {
    "roots.install": Text("How to install what is missing", "如何安装缺少的根证书"),
    "roots.install.from": Text("{name}: download {url}", "{name}：下载 {url}"),
    "roots.install.from_ca": Text("{name}: its CA publishes it", "{name}：由其颁发机构提供下载"),
    "roots.install.check": Text(
        "Compare the SHA-256 before you install one, by `{command}`: whoever slips another root in there can read everything.",
        "安装之前请用 `{command}` 核对 SHA-256：若被换成其他根证书，对方就能读取全部通信。",
    ),
    "roots.install.names": Text(
        "In the commands FILE is what was downloaded, NAME a name of your own; OpenSSL of before version 3 wants -inform DER for a file that is no PEM. As root or Administrator:",
        "命令中 FILE 是下载的文件，NAME 是自定的名称；3 以前的 OpenSSL 读取非 PEM 文件需加 -inform DER。请以 root 或管理员身份执行：",
    ),
    "roots.system.debian": Text("Debian, Ubuntu, Deepin, UOS", "Debian、Ubuntu、Deepin、UOS"),
    "roots.system.red_hat": Text(
        "Alibaba Cloud Linux, Anolis, CentOS, RHEL, Fedora, openEuler",
        "Alibaba Cloud Linux、龙蜥、CentOS、RHEL、Fedora、openEuler",
    ),
    "roots.system.suse": Text("SUSE, openSUSE", "SUSE、openSUSE"),
    "roots.system.alpine": Text("Alpine", "Alpine"),
    "roots.system.arch": Text("Arch", "Arch"),
    "roots.system.windows": Text("Windows", "Windows"),
    "roots.system.macos": Text("macOS", "macOS"),
    "roots.system.java": Text("Java's own list", "Java 自带的列表"),
    "roots.system.certifi": Text("Python's list (certifi)", "Python 的列表（certifi）"),
    "roots.install.here": Text("this machine: {system}", "本机：{system}"),
}
ROOTS = {**_CHAINS, **_STORES, **_CLIENT, **_INSTALLING}
