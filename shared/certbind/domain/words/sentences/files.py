"""What was found in a person's files, and cannot be used."""

from __future__ import annotations

from certbind.domain.words.sentences import Pairs

PAIRS: Pairs = (
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
