"""What `--help` says, a paragraph or an option each; and the words of the command line itself."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

_COMMANDS: Pairs = (
    (
        "Delete uploaded certificates from CAS that are superseded and used nowhere.",
        "从 CAS 删除已被替换且没有使用的上传证书。",
    ),
    (
        "Whatever was not read makes the answer no, and is named. It needs a permission that no other command has (deploy/policies/prune.json). What CAS sold cannot be deleted so. Entries of ESA that serve nobody are named, with the command that deletes them there. Exit 0: done, or nothing is to be deleted; 1: something would be deleted, or CAS refused.",
        "凡有未能读取的部分就不删除，并说明是哪些。它需要其他命令没有的权限（deploy/policies/prune.json）。在 CAS 购买的证书无法这样删除。没有提供给任何人的 ESA 证书会列出，并附上在那里删除它的命令。退出码 0：已完成，或者没有可删除的；1：有可删除的，或者 CAS 拒绝。",
    ),
    (
        "With --file, of thousands side by side: names, IP addresses or pasted URLs, with a port where it is another than 443; what follows a # is passed over. Or, with --chain and without an account or a network, judge a PEM file as if it were served. Exit 0: every address within reach serves what browsers accept; 1: a fault; 2: a line of the list could not be read; 3: an address or a kind of address could not be looked at.",
        "带 --file 时同时查看上千个主机：域名、IP 地址或粘贴的 URL，端口不是 443 时请写明；# 之后的内容忽略。或者用 --chain 在没有账号与网络时判断 PEM 文件，如同它已提供给访客。退出码 0：所有可到达的地址都提供浏览器接受的证书；1：有异常；2：列表中有一行无法读取；3：有地址或一类地址未能查看。",
    ),
    (
        "Tell which roots can end a chain, when each stops and for whom; and what a client lacks.",
        "说明证书链可以终止于哪些根证书，各自对谁有效、到何时为止；以及客户端缺少什么。",
    ),
    (
        "Of DOMAINS as they are served, of a certificate of CAS or of a file. With --client, alone or beside them: which roots are not in that folder or bundle, and how they are installed. Exit 0: all is there; 1: Chrome or Firefox takes a chain by no root, the client lacks one, or CAS does not have the certificate; 3: a chain could not be read.",
        "针对 DOMAINS 实际提供的、CAS 中的或文件中的证书。带 --client（单独或一起）：该目录或证书包缺少哪些根证书，以及如何安装。退出码 0：都有；1：Chrome 或 Firefox 没有可用的根证书，客户端缺少，或者 CAS 没有该证书；3：证书链未能读取。",
    ),
    (
        "Bind CAS certificates to OSS and CDN domains, see that visitors get them, undo it.",
        "将 CAS 证书绑定到 OSS 与 CDN 域名，确认访客收到，并可回滚。",
    ),
    (
        "Exit codes: 0 all good, 1 findings, 2 usage or configuration, 3 cloud or network, 70 a fault in certbind. Settings are environment variables, see docs/settings.md.",
        "退出码：0 一切正常，1 有发现，2 用法或配置错误，3 云服务或网络，70 certbind 的故障。设置为环境变量，见 docs/settings.zh.md。",
    ),
    (
        "Say what would be bound where, and why or why not; change nothing.",
        "说明会在哪里绑定什么证书，以及原因；不做更改。",
    ),
    (
        "Without DOMAINS: every OSS custom domain and CDN domain of the account. Exit 0: all is as it should be; 1: there is something to bind, or that cannot be, or a setting or DOMAINS name what the account does not have; 2: DOMAINS are out of scope; 3: a part could not be read.",
        "不带 DOMAINS：账号中所有 OSS 自定义域名与 CDN 域名。退出码 0：一切正常；1：有待绑定或不能绑定的，或者设置或 DOMAINS 中有账号没有的；2：DOMAINS 不在范围内；3：有部分未能读取。",
    ),
    (
        "Bind the best certificate (or a named one) to DOMAINS, after showing the plan.",
        "显示计划之后，为 DOMAINS 绑定最合适的证书（或指定的证书）。",
    ),
    (
        "It is recorded and looked at afterwards as when a function does it. With --json and without --yes nobody can be asked: the plan is printed and nothing is bound. Exit 1: something is to be bound, or could not be and the outcome says why; 2 or 3: a bind failed, and its error alone would have ended the command so.",
        "与函数绑定时一样会记录并随后查看。带 --json 而不带 --yes 时无法询问：只打印计划，不绑定。退出码 1：有待绑定的，或者未能绑定（结果说明原因）；2 或 3：绑定失败，退出码与该错误一致。",
    ),
    (
        "Shake hands with every address of DOMAINS and judge what is served.",
        "与 DOMAINS 的每个地址握手，判断其提供的证书。",
    ),
    (
        "Or, with --chain and without an account or a network, judge a PEM file as if it were served. Exit 0: every address within reach serves what browsers accept; 1: a fault; 3: an address or a kind of address could not be looked at.",
        "或者用 --chain 在没有账号与网络时判断 PEM 文件，如同它已提供给访客。退出码 0：所有可到达的地址都提供浏览器接受的证书；1：有异常；3：有地址或一类地址未能查看。",
    ),
    (
        "Compare what is bound, recorded and served; queue what is to be done.",
        "比较绑定、记录与实际提供的证书；将待处理的放入队列。",
    ),
    (
        "What it queues is bound by the functions, though judged with this terminal's settings: `certbind status --look` only looks. Exit 0: every domain is well; 1: findings; 3: a part could not be read.",
        "放入队列的由函数绑定，但按本终端的设置判断：`certbind status --look` 只查看。退出码 0：所有域名正常；1：有发现；3：有部分未能读取。",
    ),
    (
        "Put back what stood before: one domain, those of a certificate, or all since a time.",
        "恢复之前的证书：一个域名，一张证书的所有域名，或某个时间之后的全部。",
    ),
    (
        "Exit 1: something could not be put back, and the outcome says why; 2 or 3: one failed, and its error alone would have ended the command so.",
        "退出码 1：有未能恢复的，结果说明原因；2 或 3：有失败的，退出码与该错误一致。",
    ),
    (
        "Show everything that happened to DOMAIN, and whether the journal is what was written.",
        "显示 DOMAIN 发生过的一切，以及日志是否完好。",
    ),
    (
        "With what was ordered for the certificates that serve it, CAS's jobs by a person's word, and the settings that hardening changed. Exit 1: no entries, one that cannot be read, or a hash chain that is broken.",
        "包括为其证书提交的申请、按人工指令启动的 CAS 部署任务，以及加固更改过的设置。退出码 1：没有记录，有记录无法读取，或者哈希链不完整。",
    ),
    (
        "Show every domain of the account, worst first; DOMAINS alone where they are named.",
        "显示账号的所有域名，问题最严重的在前；指定 DOMAINS 时只显示它们。",
    ),
    (
        "Nothing is changed and nothing queued, with --look neither; `recheck` acts. Exit 0: what is shown is well or waits; 1: somebody has to act, or visitors are refused, or settings name what the account does not have; 3: a part could not be read.",
        "不做更改，也不放入队列，带 --look 也是；`recheck` 才会处理。退出码 0：显示的域名正常或等待中；1：有需要处理的，或者访客被拒绝，或者设置中有账号没有的；3：有部分未能读取。",
    ),
    (
        "Explain one domain: what is wrong, why, and the one thing to do; and what stands behind it.",
        "说明一个域名：有什么问题，原因，该做的一件事；以及依据。",
    ),
    (
        "Where its certificate belongs, which ones of CAS could serve it and why each other cannot, where DNS leads, what visitors get, what certbind does next. Nothing is changed or queued. Exit codes as of `status`.",
        "证书应当绑定在哪里，CAS 中哪些证书可以使用、其他为何不行，DNS 解析到哪里，访客收到什么，certbind 接下来做什么。不做更改，也不放入队列。退出码同 `status`。",
    ),
    (
        "Show every certificate of CAS: what it serves, what else it could, what took its place.",
        "显示 CAS 的所有证书：用于哪些域名，还可用于哪些，被哪张替换。",
    ),
    (
        "What ends first comes first, then how full the quotas are that certificates fill, and when they will be. Exit 0: all was read; 3: a part could not be read.",
        "先到期的在前，之后是证书名额的使用情况以及何时用完。退出码 0：全部已读取；3：有部分未能读取。",
    ),
    (
        "Write the account as one HTML file, in English and Chinese, which needs nothing else.",
        "将账号写成一个 HTML 文件，中英双语，无需其他文件。",
    ),
    (
        "recheck keeps the same beside the ledger. Exit codes as of `status`.",
        "recheck 在台账旁保存同样的页面。退出码同 `status`。",
    ),
    (
        "Make what the functions need: queues, the ledger's bucket, a role each; after a plan.",
        "创建函数所需的资源：队列、台账 Bucket、各函数的角色；先显示计划。",
    ),
    (
        "What is there already is kept; what is there and differs is told and left alone. Exit 0: all is as it should be; 1: something differs, cannot be, or is to be done.",
        "已有的保持不变；已有但不同的只说明，不改动。退出码 0：一切正常；1：有不同的、不可行的或待处理的。",
    ),
    (
        "Delete what setup made; the ledger only with --ledger. First `s remove` the functions.",
        "删除 setup 创建的资源；台账只有带 --ledger 时才删除。请先用 `s remove` 删除函数。",
    ),
    ("Exit 0: it is gone; 1: something is to be done.", "退出码 0：已删除；1：还有待处理的。"),
    (
        "Check settings, credentials, permissions, queues, ledger, clock, network and roots.",
        "检查设置、凭证、权限、队列、台账、时钟、网络与根证书。",
    ),
    (
        "Nothing is changed, except that one small object is written under the ledger's prefix and deleted again, to see that OSS refuses to overwrite it.",
        "不做更改，只在台账前缀下写入一个小对象并删除，以确认 OSS 拒绝覆盖。",
    ),
    (
        "Exit 0: all is well; 1: something is wrong; 3: something could not be looked at.",
        "退出码 0：一切正常；1：有异常；3：有未能查看的。",
    ),
    (
        "See what could not be handled, and put it back when the cause is mended.",
        "查看未能处理的消息，排除原因后放回队列。",
    ),
    (
        "One line a message of the dead-letter queue, oldest first, timers' calls last.",
        "死信队列每条消息一行，最早的在前，定时调用在后。",
    ),
    ("Exit 0: it is empty; 1: something lies there.", "退出码 0：为空；1：其中有消息。"),
    ("Everything about one message; ID may be shortened.", "一条消息的全部内容；ID 可以缩写。"),
    (
        "Put a message's event back into the queue, with its attempts counted anew.",
        "将消息中的事件放回队列，重试次数重新计算。",
    ),
    (
        "Mend the cause first: `show` tells it. Exit 1: something could not be put back.",
        "请先排除原因：见 `show`。退出码 1：有未能放回的。",
    ),
    (
        "Make of FILEs (DER, PKCS#7, PKCS#12, JKS, PEM in any order) what CAS, OSS and CDN take.",
        "将 FILE（DER、PKCS#7、PKCS#12、JKS、任意顺序的 PEM）转换成 CAS、OSS 与 CDN 接受的形式。",
    ),
    (
        "Two files are written, for you alone to read: the chain, leaf first and without a root, and the key, not encrypted and in traditional form. No key is shown. Without --from-account no account is needed. Exit 0: the chain is whole; 1: a CA's certificate is missing in it; 2: the files cannot be used.",
        "写入两个只有您能读取的文件：证书链（域名证书在前，不含根证书）与私钥（不加密，传统格式）。不显示私钥。不带 --from-account 时无需账号。退出码 0：证书链完整；1：缺少中间证书；2：文件无法使用。",
    ),
    (
        "Upload the certificate and key in FILEs to CAS, after converting and judging them.",
        "将 FILE 中的证书与私钥转换并判断之后上传到 CAS。",
    ),
    (
        "What would be refused for binding is not uploaded. The name is made from the fingerprint, so the same again is told as already there. With --json and without --yes nobody can be asked: what would be done is printed and nothing is uploaded. Exit 0: it is in CAS; 1: it is refused, or was not uploaded yet; 2: the files cannot be used; 3: CAS did not do its part.",
        "不能绑定的证书不上传。名称由指纹生成，因此重复上传会说明已存在。带 --json 而不带 --yes 时无法询问：只打印计划，不上传。退出码 0：已在 CAS 中；1：被拒绝，或者尚未上传；2：文件无法使用；3：CAS 出错。",
    ),
    (
        "Show who is told what recheck finds, and whether the last post arrived.",
        "显示 recheck 的发现通知给谁，以及上一次是否送达。",
    ),
    ("Exit 1: a receiver did not take its last post.", "退出码 1：有接收者没有收到上一次通知。"),
    (
        "Say that you know what is unwell at DOMAIN: notices do not repeat it.",
        "表示您已知道 DOMAIN 的问题：不再重复通知。",
    ),
    (
        "Whatever else befalls the domain is told still, and so is its end. Exit 1: the last sweep found nothing unwell there.",
        "该域名的其他问题与到期仍会通知。退出码 1：上一次检查没有发现问题。",
    ),
)
_OPTIONS: Pairs = (
    ("Delete; without, only say what would be.", "删除；不带时只说明会删除什么。"),
    (
        "The account does not use this product, as you know: ESA. May be said more than once.",
        "您知道账号没有使用该产品：ESA。可以多次使用。",
    ),
    ("Hosts, one a line; `-` is stdin.", "主机列表，每行一个；`-` 为标准输入。"),
    ("With --file.", "与 --file 一起使用。"),
    ("One of CAS.", "CAS 中的一张证书。"),
    ("A PEM file, as if it were served.", "PEM 文件，如同它已提供给访客。"),
    (
        "Its roots: a folder, a bundle, a Java keystore.",
        "客户端的根证书：目录、证书包或 Java 密钥库。",
    ),
    ("Show where an error arose.", "显示错误出现的位置。"),
    ("Show the version and exit.", "显示版本并退出。"),
    ("Show this message and exit.", "显示此帮助并退出。"),
    ("Language: en or zh; else as the locale has it.", "语言：en 或 zh；默认按系统区域设置。"),
    ("Print JSON on stdout.", "在标准输出打印 JSON。"),
    ("Instead of the best one.", "不用最合适的，而用这一张。"),
    ("Every domain of the account that has something to bind.", "账号中所有待绑定的域名。"),
    ("Do not ask.", "不再询问。"),
    (
        "The leaf that every address must serve (64 hex digits).",
        "每个地址都应提供的证书（64 位十六进制）。",
    ),
    ("Judge a PEM file instead, as if it were served.", "改为判断 PEM 文件，如同它已提供给访客。"),
    ("With --chain: for this name.", "与 --chain 一起使用：针对此域名。"),
    ("Put one domain back.", "恢复一个域名。"),
    ("Every domain that it serves.", "它用于的所有域名。"),
    ("Everything bound since this time.", "此时间之后绑定的全部。"),
    ("This certificate, not the one before.", "换成这张证书，而不是之前的。"),
    ("Do it; without, only say what would be done.", "执行；不带时只说明会做什么。"),
    ("Also restore something worse.", "即使更差也恢复。"),
    ("Shake hands with every domain now; only look.", "现在与每个域名握手；只查看。"),
    (
        "Only domains that are so; may be said more than once.",
        "只显示这种状况的域名；可以多次使用。",
    ),
    (
        "Only domains that are served from it: oss or cdn.",
        "只显示所在产品为它的域名：oss 或 cdn。",
    ),
    (
        "Write the numbers of the whole account for Prometheus into this file, too.",
        "同时将整个账号的数字写入此文件，供 Prometheus 读取。",
    ),
    ("Ask DNS and every address now; only look.", "现在查询 DNS 与每个地址；只查看。"),
    (
        "The file; above 5,000 domains files a group beside it.",
        "文件；超过 5,000 个域名时，每组在旁边另有文件。",
    ),
    ("Shake hands with every domain first.", "先与每个域名握手。"),
    ("Change what is there and differs.", "更改已有而不同的。"),
    ("Only print each role's policy.", "只打印各角色的权限策略。"),
    ("Only print the optional EventBridge rule.", "只打印可选的事件规则。"),
    ("Delete the ledger too: every history and way back.", "台账也删除：所有历史与回滚点。"),
    ("All that are there now.", "当前全部。"),
    ("Certificates of CAs to complete the chain from.", "用于补全证书链的中间证书。"),
    ("Complete it from the chains in CAS, too.", "同时用 CAS 中的证书链补全。"),
    (
        "Read passphrases from this descriptor, one a line; else they are asked for.",
        "从此描述符读取密码，每行一个；否则会询问。",
    ),
    (
        "Write NAME.pem and NAME.key; else by the domain.",
        "写入 NAME.pem 与 NAME.key；默认按域名。",
    ),
    ("Write over what is there.", "覆盖已有文件。"),
    (
        "Region of the CAS site, where CERTBIND_SITE names both.",
        "CERTBIND_SITE 为 both 时，CAS 站点的地域。",
    ),
    ("Where CAS reads no form bodies: see the guide.", "用于 CAS 不读取表单时：见指南。"),
    ("Post a greeting to each, and say what it answered.", "向每个接收者发送问候，并显示应答。"),
)
_CLICK: Pairs = (
    (
        "Name DOMAINS, or a list of them with --file, or a --chain.",
        "请指定 DOMAINS，或者用 --file 指定列表，或者使用 --chain。",
    ),
    ("With --file the hosts stand there, and nowhere else.", "带 --file 时主机只在文件中指定。"),
    (
        "Name DOMAINS, --certificate ID, --chain FILE or --client PLACE.",
        "请指定 DOMAINS、--certificate ID、--chain FILE 或 --client PLACE。",
    ),
    (
        "The options are --domain NAME, --certificate ID and --since TIME; --to ID goes with the first two. Without --apply it is only said what would be done.",
        "选项为 --domain NAME、--certificate ID 与 --since TIME；--to ID 与前两个一起使用。不带 --apply 时只说明会做什么。",
    ),
    ("Options", "选项"),
    ("Commands", "命令"),
    ("[required]", "[必填]"),
    ("Missing argument '{a}'.", "缺少参数 {a}。"),
    ("Missing option '{a}'.", "缺少选项 {a}。"),
    ("Missing command.", "缺少命令。"),
    ("No such option: {a}", "没有选项 {a}"),
    ("No such option '{a}'.", "没有选项 {a}。"),
    ("No such option: {a} Did you mean {b}?", "没有选项 {a}，您是否要用 {b}？"),
    ("No such option: {a} (Possible options: {b})", "没有选项 {a}（可能的选项：{b}）"),
    ("No such command '{a}'.", "没有命令 {a}。"),
    ("No such command '{a}'. Did you mean {b}?", "没有命令 {a}。您是否要用 {b}？"),
    ("No such command '{a}'. Did you mean '{b}'?", "没有命令 {a}。您是否要用 {b}？"),
    ("No such command '{a}'. (Did you mean '{b}'?)", "没有命令 {a}。您是否要用 '{b}'？"),
    ("No such command '{a}'. Did you mean '{b}'?", "没有命令 {a}。您是否要用 '{b}'？"),
    ("No such command '{a}'. (Did you mean one of: {b}?)", "没有命令 {a}。您是否要用 {b} 之一？"),
    ("Invalid value for '{a}': {b}", "{a} 的值无效：{b}"),
    ("Invalid value: {b}", "值无效：{b}"),
    ("'{a}' is not one of {b}.", "{a} 不是 {b} 之一。"),
    ("'{a}' is not a valid integer.", "{a} 不是整数。"),
    ("'{a}' is not a valid integer range.", "{a} 不是整数。"),
    ("{a} is not in the range {b}.", "{a} 不在 {b} 范围内。"),
    ("Option '{a}' requires an argument.", "选项 {a} 需要参数。"),
    ("Option '{a}' does not take a value.", "选项 {a} 不带值。"),
    ("Got unexpected extra argument ({a})", "多余的参数（{a}）"),
    ("Got unexpected extra arguments ({a})", "多余的参数（{a}）"),
    ("File '{a}' is a directory.", "文件 {a} 是目录。"),
    ("{a} is no SHA-256: 64 hex digits are expected", "{a} 不是 SHA-256：应为 64 位十六进制"),
    (
        "--metrics tells of the whole account: name no DOMAINS with it.",
        "--metrics 针对整个账号：不要同时指定 DOMAINS。",
    ),
    (
        "Name DOMAINS to shake hands with, or a file with --chain.",
        "请指定要握手的 DOMAINS，或者用 --chain 指定文件。",
    ),
    (
        "With --chain nobody is asked: name domains with --domain.",
        "带 --chain 时不会连接：请用 --domain 指定域名。",
    ),
    (
        "Name DOMAINS, or say --all without --certificate.",
        "请指定 DOMAINS，或者使用 --all（不带 --certificate）。",
    ),
    ("Name one ID, or say --all.", "请指定一个 ID，或者使用 --all。"),
    (
        "{a} of domain, certificate and since are set; name exactly one.",
        "domain、certificate 与 since 中设置了 {a} 个；请只指定一个。",
    ),
    (
        "to goes with a domain or a certificate, not with since.",
        "to 与 domain 或 certificate 一起使用，不能与 since 一起。",
    ),
    ("to is the certificate that is to be taken back.", "to 就是要被换下的证书。"),
    ("The rollback request cannot be used: {a}", "回滚请求无法使用：{a}"),
    ("{a} cannot be written: {b}", "{a} 无法写入：{b}"),
    (
        "The first certificate names no domain: say for which one with --domain.",
        "第一张证书不包含域名：请用 --domain 指定。",
    ),
    (
        "--site takes one of those that CERTBIND_SITE reads: {a}.",
        "--site 应为 CERTBIND_SITE 所读取的之一：{a}。",
    ),
    (
        "--passphrase-fd {a}: nothing can be read from this descriptor. For example: --passphrase-fd 3 3<FILE.",
        "--passphrase-fd {a}：无法从此描述符读取。例如：--passphrase-fd 3 3<FILE。",
    ),
)
PAIRS: Pairs = (*_COMMANDS, *_OPTIONS, *_CLICK)
