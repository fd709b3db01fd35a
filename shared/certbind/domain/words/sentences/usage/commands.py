"""What a command is for, a paragraph each."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

PAIRS: Pairs = (
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
        "What it queues is bound by the functions, though judged with this terminal's settings: `certbind status --look` only looks. Exit 0: every domain is well; 1: findings, or a notice was not taken; 3: a part could not be read.",
        "放入队列的由函数绑定，但按本终端的设置判断：`certbind status --look` 只查看。退出码 0：所有域名正常；1：有发现，或通知未被接收；3：有部分未能读取。",
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
