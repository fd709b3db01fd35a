"""What is found in a person's files, and what is made of them."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

_FOUND: Pairs = (
    (
        "Order the certificate for an RSA key of 2048 bits or an EC key on P-256.",
        "请以 2048 位 RSA 密钥或 P-256 EC 密钥申请证书。",
    ),
    (
        "Name the folder or file of roots itself, such as /etc/ssl/certs.",
        "请直接指定根证书的目录或文件，例如 /etc/ssl/certs。",
    ),
    ("Unpack it, and name the files that are in it.", "请解压，然后指定其中的文件。"),
    ("is a JCEKS keystore, which is not read.", "是 JCEKS 密钥库，不予读取。"),
    ("is a zip archive.", "是 zip 压缩包。"),
    ("is a gzip archive.", "是 gzip 压缩包。"),
    ("is a RAR archive.", "是 RAR 压缩包。"),
    ("is a 7-Zip archive.", "是 7-Zip 压缩包。"),
    (
        "holds a block CERTIFICATE without lines of its own, which servers do not read.",
        "CERTIFICATE 块没有单独成行，服务器无法读取。",
    ),
    (
        "is DER, but neither a certificate, a key, PKCS#7 nor PKCS#12.",
        "是 DER，但不是证书、私钥、PKCS#7 或 PKCS#12。",
    ),
    (
        "is PKCS#7 of a kind that holds no certificates (encrypted or plain data).",
        "是不含证书的 PKCS#7（加密或普通数据）。",
    ),
    ("Name the file that the CA sent.", "请指定 CA 发来的文件。"),
    ("is a revocation list (CRL), no certificate.", "是吊销列表（CRL），不是证书。"),
    ("Name the CA's other file.", "请指定 CA 的另一个文件。"),
    (
        "is larger than {a} MiB: no certificate with its key is.",
        "超过 {a} MiB：证书与私钥不会这么大。",
    ),
    ("Choose a folder that is yours.", "请选择属于您的目录。"),
    ("is no name of a file.", "不是文件名。"),
    ("the system does not say why", "系统没有说明原因"),
    (
        "holds a certificate request (CSR): that goes to the CA, and what comes back is needed.",
        "是证书请求（CSR）：它应当发给 CA，这里需要的是 CA 返回的证书。",
    ),
    ("begins as DER, and is cut off or damaged.", "开头是 DER，但不完整或已损坏。"),
    ("left out: {a} in {b}", "略去：{b} 中的 {a}"),
    ("passed over: {a} in {b}", "跳过：{b} 中的 {a}"),
    ("is PKCS#7 without certificates.", "是没有证书的 PKCS#7。"),
    (
        "is a JKS keystore of a version or with an entry that is not known.",
        "是版本或条目未知的 JKS 密钥库。",
    ),
    ("is a JKS keystore that was cut off.", "是不完整的 JKS 密钥库。"),
    ("The key {a} in the JKS keystore", "JKS 密钥库中的密钥 {a}"),
    (
        "holds the key {a} in a form that is not Java's own.",
        "其中的密钥 {a} 不是 Java 自己的形式。",
    ),
    ("The PKCS#12 file", "PKCS#12 文件"),
    ("The JKS keystore", "JKS 密钥库"),
    ("The private key", "私钥"),
    ("{a} is encrypted, and no passphrase was given.", "{a} 已加密，没有给出密码。"),
    (
        "{a} is encrypted, and no passphrase that was given opens it, or it is damaged: the two look alike.",
        "{a} 已加密，给出的密码都打不开，或者已损坏：两者无法区分。",
    ),
    ("is encrypted, and no passphrase was given.", "已加密，没有给出密码。"),
    (
        "is encrypted, and no passphrase that was given opens it, or it is damaged: the two look alike.",
        "已加密，给出的密码都打不开，或者已损坏：两者无法区分。",
    ),
    (
        "{a} is of a kind or encrypted in a way that is not read here.",
        "{a} 的类型或加密方式不予读取。",
    ),
    (
        "An SM2 key is uploaded in the CAS console; another one: {a}.",
        "国密（SM2）私钥请在 CAS 控制台上传；其他私钥：{a}。",
    ),
    (
        "holds a block {a} that does not end: the file was cut off, or edited.",
        "其中的 {a} 块没有结尾：文件不完整，或者被编辑过。",
    ),
    (
        "holds a block {a} that is not base64, or is damaged.",
        "其中的 {a} 块不是 base64，或者已损坏。",
    ),
    ("holds a key in OpenSSH's own form.", "是 OpenSSH 自己形式的私钥。"),
    (
        "{a} rewrites it as PEM; but is it the key of the certificate?",
        "{a} 会改写成 PEM；但它是证书的私钥吗？",
    ),
    (
        "holds a DSA key; OSS, CDN and browsers take RSA and EC.",
        "是 DSA 私钥；OSS、CDN 与浏览器只支持 RSA 与 EC。",
    ),
    ("holds a PGP key, which is none of TLS.", "是 PGP 密钥，与 TLS 无关。"),
    (
        "holds several private keys, of which one cannot be read.",
        "其中有多个私钥，有一个无法读取。",
    ),
    ("holds an SM2 key.", "是国密（SM2）私钥。"),
    ("an unknown cipher", "未知的加密方式"),
    (
        "holds a private key encrypted by {a}, which is not read.",
        "其中的私钥以 {a} 加密，不予读取。",
    ),
    (
        "holds a key of the kind {a}; OSS, CDN and browsers take RSA and EC.",
        "其中的密钥类型为 {a}；OSS、CDN 与浏览器只支持 RSA 与 EC。",
    ),
    ("is a directory.", "是目录。"),
    ("holds a private key that cannot be read.", "其中的私钥无法读取。"),
    ("{a}, with the legacy provider.", "{a}（使用 legacy provider）。"),
    ("The packages that are here cannot be used: {a}.", "当前的软件包无法使用：{a}。"),
    (
        "Run `make package`, and deploy the archive for the runtime that s.yaml names.",
        "请运行 `make package`，并部署与 s.yaml 中运行环境对应的压缩包。",
    ),
    (
        "{a} was packaged for Python {b}, and this is Python {c}",
        "{a} 为 Python {b} 打包，而当前是 Python {c}",
    ),
    ("{a} is missing in the package", "软件包中缺少 {a}"),
    ("cannot be read ({a})", "无法读取（{a}）"),
)
_MATERIAL: Pairs = (
    (
        "There are {a} certificates; at most {b} are sorted out.",
        "有 {a} 张证书；最多整理 {b} 张。",
    ),
    (
        "Give the files of one certificate, and collections with --pool.",
        "请给出一张证书的文件；证书集合请用 --pool。",
    ),
    ("left out: an earlier certificate for the same key, of {a}", "略去：同一私钥的较早证书，{a}"),
    ("left out: {a}, not on the way to a root", "略去：{a}，不在通往根证书的路径上"),
    (
        "left out: {a} and {n} more, not on the way to a root",
        "略去：{a} 等，另有 {n} 张，不在通往根证书的路径上",
    ),
    ("{a} is a malformed certificate: {b}.", "{a} 是格式错误的证书：{b}。"),
    ("is a malformed certificate: {a}.", "是格式错误的证书：{a}。"),
    ("left out: {a}, a root: whoever trusts it has it", "略去：根证书 {a}，信任它的一方已有"),
    ("holds a certificate that cannot be read.", "其中有无法读取的证书。"),
    (
        "{a}, which signed {b}, is neither here nor a root of browsers. Get it from the CA and give it with --pool.",
        "签发 {b} 的 {a} 不在其中，也不是浏览器的根证书。请向 CA 获取并用 --pool 给出。",
    ),
    (
        "{a}, which signed {b}, is neither here nor a root of browsers. The CA has it at {c}: download it and give it with --pool.",
        "签发 {b} 的 {a} 不在其中，也不是浏览器的根证书。CA 的地址为 {c}：请下载并用 --pool 给出。",
    ),
    (
        "There are {a} certificates that may be the site's own: {b}.",
        "有 {a} 张证书可能是网站自己的：{b}。",
    ),
    ("The {a} belongs to none of the certificates: {b}.", "{a} 与所有证书都不匹配：{b}。"),
    ("{a} has the {b}", "{a} 的是 {b}"),
    ("There are {a} private keys: {b}.", "有 {a} 个私钥：{b}。"),
    ("There is no certificate in what was given.", "给出的内容中没有证书。"),
    ("Give its key as well: it says which one is meant.", "请一并给出私钥：据此判断是哪一张。"),
    ("{a} has a key that cannot be read", "{a} 的密钥无法读取"),
    ("is an SM2 certificate.", "是国密（SM2）证书。"),
    (
        "Download it again from the CA, in binary mode; a PEM file begins with five hyphens and BEGIN.",
        "请以二进制方式重新从 CA 下载；PEM 文件以五个连字符与 BEGIN 开头。",
    ),
    ("Ask the CA for PEM or PKCS#12.", "请向 CA 索取 PEM 或 PKCS#12。"),
    (
        "Give it at the prompt, or as a line of a file descriptor: --passphrase-fd 3 3<FILE. A file from a CA often has its passphrase in a letter or text beside it.",
        "请在提示时输入，或者通过文件描述符逐行给出：--passphrase-fd 3 3<FILE。CA 的文件通常在邮件或旁边的文本中附有密码。",
    ),
    ("Give the files of one certificate and its key alone.", "请只给出一张证书及其私钥的文件。"),
    (
        "Name all files of the certificate in one command: chain and key.",
        "请在一条命令中给出证书的所有文件：证书链与私钥。",
    ),
    (
        "Find the key that the request (CSR) was made with, or have the certificate issued again for this key.",
        "请找到生成 CSR 时的私钥，或者用此私钥重新签发证书。",
    ),
    (
        "Order an RSA or ECDSA certificate for browsers. SM2 pairs (signing and encryption) are uploaded in the CAS console, and bound there beside an RSA or ECDSA one.",
        "请为浏览器申请 RSA 或 ECDSA 证书。国密双证书（签名与加密）请在 CAS 控制台上传，并与 RSA 或 ECDSA 证书一起绑定。",
    ),
    (
        "Choose another name with --output, or say --force to replace it.",
        "请用 --output 指定其他名称，或者用 --force 覆盖。",
    ),
    (
        "None of the files holds the private key, and CAS takes both.",
        "文件中没有私钥，而 CAS 需要两者。",
    ),
    ("it names no domain (SAN), so it covers none", "不包含任何域名（SAN）"),
    ("{a} is encrypted. Passphrase", "{a} 已加密。密码"),
    ("{a} is encrypted, and nobody answered.", "{a} 已加密，没有输入密码。"),
    (
        "{a} is neither PEM nor DER, PKCS#7, PKCS#12 or JKS.",
        "{a} 不是 PEM、DER、PKCS#7、PKCS#12 或 JKS。",
    ),
    ("{a} is empty.", "{a} 是空文件。"),
    ("{a} cannot be read: {b}.", "{a} 无法读取：{b}。"),
    ("{a} cannot be written: {b}.", "{a} 无法写入：{b}。"),
    ("is empty.", "是空文件。"),
    ("is neither PEM nor DER, PKCS#7, PKCS#12 or JKS.", "不是 PEM、DER、PKCS#7、PKCS#12 或 JKS。"),
    ("cannot be read: {a}.", "无法读取：{a}。"),
    ("cannot be written: {a}.", "无法写入：{a}。"),
    ("is there already: {a}.", "已存在：{a}。"),
    ("No such file or directory", "没有该文件或目录"),
    ("Permission denied", "没有权限"),
    ("Name the files that are in it.", "请指定其中的文件。"),
    ("is no PEM, and servers read nothing else.", "不是 PEM，而服务器只读取 PEM。"),
    (
        "holds no block CERTIFICATE, and servers read no other.",
        "没有 CERTIFICATE 块，而服务器只读取它。",
    ),
    (
        "`certbind convert FILE` makes of it what servers read.",
        "`certbind convert FILE` 会将它转换成服务器可读取的形式。",
    ),
    ("certificate  {a}", "证书         {a}"),
    ("until {a}, issued by {b}", "有效期至 {a}，颁发者 {b}"),
    ("chain        {a}", "证书链       {a}"),
    ("key          {a}", "私钥         {a}"),
    ("note         {a}", "说明         {a}"),
    ("MISSING      {a}", "缺少         {a}"),
    ("written      {a}", "已写入       {a}"),
    ("next         {a}", "下一步       {a}"),
    (
        "{a} key of {n} bits (SHA-256 of the public key {b}…)",
        "{a} 密钥，{n} 位（公钥 SHA-256 {b}…）",
    ),
    ("{a} key (SHA-256 of the public key {b}…)", "{a} 密钥（公钥 SHA-256 {b}…）"),
    ("none of the files holds it", "文件中没有"),
    ("would upload", "将上传"),
    ("uploaded", "已上传"),
    ("there", "已存在"),
    (
        "OpenSSL's TRUSTED CERTIFICATE form is not read: convert it to CERTIFICATE",
        "不读取 OpenSSL 的 TRUSTED CERTIFICATE 形式：请转换成 CERTIFICATE",
    ),
    ("is http://, and a private key is to be sent there", "是 http://，而此处要传输私钥"),
    ("refused", "拒绝"),
    ("as {a} at CAS {b}", "CAS {b}，{a}"),
    ("already as {a} at CAS {b}", "已在 CAS {b}，{a}"),
    ("it would not be bound:", "不能绑定："),
    (
        "watch publishes it at its next tick (5 minutes), and the functions bind it",
        "watch 在下一次（5 分钟）发布，由函数绑定",
    ),
    (
        "where it is the better one; at once: certbind bind {a}",
        "到更适合它的域名；立即绑定：certbind bind {a}",
    ),
)
PAIRS: Pairs = (*_FOUND, *_MATERIAL)
