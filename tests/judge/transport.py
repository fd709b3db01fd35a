"""More of the connection: options of a server, and what a broken one says, beside cases.py."""

from __future__ import annotations

from dataclasses import replace

from tests.judge.cases import (
    CA,
    HOST,
    SIGNING,
    Areas,
    Change,
    World,
    both,
    ca,
    depth,
    how,
    leaf,
    names,
    raw,
    served,
)

BOTH_USES = frozenset({"digital_signature", "key_encipherment"})
WEAK = "ALL:@SECLEVEL=0"
TEN_KILOBYTES = ((raw("2.25.4712", b"\x04\x82\x27\x10" + b"x" * 10_000), False),)


def server(*options: str, key: str = "p256") -> Change:
    """`openssl s_server` with these."""
    usage = BOTH_USES if key.startswith("rsa") else SIGNING
    return both(leaf(key=key, usage=usage), how(openssl=options))


def of_its_name(count: int, *, last: bool = False, is_root: bool = False) -> Change:
    """More CAs of the intermediate's name with other keys, and no key ids to tell them apart."""

    def serve(world: World) -> list[bytes]:
        parent = None if is_root else world.root
        forms = (replace(world.cas[-1].form, twin=n) for n in range(3, 3 + count))
        others = [world.more(form, parent).der for form in forms]
        head, above = world.leaf.der, world.above
        return [head, *above, *others] if last else [head, *others, *above]

    return both(ca(key_ids="none"), leaf(key_ids="none"), served(serve))


def expired_copies(count: int) -> Change:
    """Of the intermediate, begun later than the good one, so that they are tried before it."""

    def serve(world: World) -> list[bytes]:
        forms = (replace(world.cas[-1].form, begin=-400 - n, end=-1 - n) for n in range(count))
        copies = [world.more(form, world.root).der for form in forms]
        return [world.leaf.der, *copies, *world.above]

    return served(serve)


TRANSPORT: Areas = {
    "option": {
        "no-tickets": server("-no_ticket"),
        "small-fragments": server("-max_send_frag", "512"),
        "split-fragments": server("-max_send_frag", "1024", "-split_send_frag", "512"),
        "padding": server("-record_padding", "1024"),
        "no-extended-master-secret": server("-no_ems", "-tls1_2"),
        "no-encrypt-then-mac": server(
            "-no_etm", "-tls1_2", "-cipher", "ECDHE-RSA-AES128-SHA", key="rsa2048"
        ),
        "server-preference": server("-serverpref"),
        "prefers-chacha": server("-serverpref", "-prioritize_chacha"),
        "alpn-of-others": server("-alpn", "spdy/3"),
        "alpn-http-1": server("-alpn", "http/1.1"),
        "no-renegotiation": server("-no_renegotiation", "-tls1_2"),
        "strict": server("-strict"),
        "bugs": server("-bugs"),
        "early-data": server("-early_data"),
        "anti-replay-off": server("-no_anti_replay"),
        "middlebox-off": server("-no_middlebox"),
        "cbc-1.0": server("-tls1", "-cipher", WEAK),
        "cbc-1.1": server("-tls1_1", "-cipher", WEAK),
        "dhe-or-ecdhe": server(
            "-tls1_2", "-cipher", "DHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256",
            "-serverpref", key="rsa2048",
        ),
        "psk-only": server("-psk", "0011", "-nocert", "-tls1_2", "-cipher", "PSK:@SECLEVEL=0"),
        "client-verify": server("-verify", "1"),
        "client-verify-required": server("-Verify", "1"),
        "client-verify-required-2": server("-Verify", "1", "-tls1_2"),
    },
    "groups": {
        "p384-p521": server("-groups", "P-384:P-521"),
        "p521-x25519": server("-groups", "P-521:X25519", "-serverpref"),
        "ffdhe-p256": server("-groups", "ffdhe2048:P-256", "-serverpref"),
        "brainpool-3": server("-groups", "brainpoolP256r1", "-tls1_3"),
        "k256-2": server("-groups", "secp256k1", "-tls1_2"),
        "x448-x25519-2": server("-groups", "X448:X25519", "-serverpref", "-tls1_2"),
        "ffdhe4096-3": server("-groups", "ffdhe4096", "-tls1_3"),
        "p224-2": server("-groups", "secp224r1", "-tls1_2", "-cipher", WEAK),
        "p192-2": server("-groups", "prime192v1", "-tls1_2", "-cipher", WEAK),
    },
    "schemes": {
        "pss-then-sha1": server("-sigalgs", "RSA-PSS+SHA256:RSA+SHA1", key="rsa2048"),
        "sha512-then-256": server("-sigalgs", "ECDSA+SHA512:ECDSA+SHA256", "-tls1_2"),
        "p384-with-sha256-2": server("-sigalgs", "ECDSA+SHA256", "-tls1_2", key="p384"),
        "p384-with-sha512-2": server("-sigalgs", "ECDSA+SHA512", "-tls1_2", key="p384"),
        "p256-with-sha384-3": server("-sigalgs", "ECDSA+SHA384", "-tls1_3"),
        "pkcs1-only-3": server("-sigalgs", "RSA+SHA256", "-tls1_3", key="rsa2048"),
        "pss512-small-key-2": server(
            "-sigalgs", "RSA-PSS+SHA512", "-tls1_2", "-cipher", WEAK, key="rsa1024"
        ),
        "pss512-small-key-3": server("-sigalgs", "RSA-PSS+SHA512", "-tls1_3", key="rsa1024"),
        "md5-2": server("-sigalgs", "RSA+MD5", "-tls1_2", "-cipher", WEAK, key="rsa2048"),
    },
    "ciphers": {
        "3des": server("-tls1_2", "-cipher", "DES-CBC3-SHA:@SECLEVEL=0", key="rsa2048"),
        "ecdhe-null": server(
            "-tls1_2", "-cipher", "ECDHE-RSA-NULL-SHA:@SECLEVEL=0", key="rsa2048"
        ),
        "rsa-ccm": server("-tls1_2", "-cipher", "AES128-CCM", key="rsa2048"),
        "ecdhe-ccm8": server("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-CCM8"),
        "ecdhe-aria": server("-tls1_2", "-cipher", "ECDHE-ECDSA-ARIA128-GCM-SHA256"),
        "dhe-chacha": server("-tls1_2", "-cipher", "DHE-RSA-CHACHA20-POLY1305", key="rsa2048"),
        "seed": server("-tls1_2", "-cipher", "SEED-SHA:@SECLEVEL=0", key="rsa2048"),
        "rsa-cbc-256-sha256": server("-tls1_2", "-cipher", "AES256-SHA256", key="rsa2048"),
        "ecdsa-suite-for-an-rsa-key": server(
            "-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256", key="rsa2048"
        ),
    },
    "amount": {
        "hundred-certificates": served(lambda w: [w.leaf.der, *w.above, *(
            w.more(replace(CA, subject=f"h{n}", twin=8), None).der for n in range(98))]),
        "two-thousand-names": names(*(f"m{n}.shop.test" for n in range(2000)), HOST),
        "ten-thousand-names": names(*(f"m{n}.shop.test" for n in range(10_000)), HOST),
        "a-megabyte": served(lambda w: [w.leaf.der, *w.above, *(
            w.more(replace(CA, subject=f"g{n}", twin=8, more=TEN_KILOBYTES), None).der
            for n in range(100))]),
        "forty-before": served(lambda w: [w.leaf.der, *(
            w.more(replace(CA, subject=f"b{n}", twin=8), None).der for n in range(40)), *w.above]),
        "seventy-before": served(lambda w: [w.leaf.der, *(
            w.more(replace(CA, subject=f"c{n}", twin=8), None).der for n in range(70)), *w.above]),
        "seventeen-deep-and-reversed": both(
            depth(17), served(lambda w: [w.leaf.der, *reversed(w.above)])
        ),
        "deep-and-rsa": both(depth(5), ca(key="rsa4096")),
        "two-hundred-names": names(*(f"m{n}.shop.test" for n in range(200)), HOST),
        "same-name-issuers": served(lambda w: [w.leaf.der, *(
            w.more(replace(w.cas[-1].form, twin=n), None).der for n in range(3, 9)), *w.above]),
        **{f"{n}-of-its-name-first": of_its_name(n) for n in (1, 5, 6, 7, 8)},
        **{f"{n}-of-its-name-last": of_its_name(n, last=True) for n in (6, 7, 20)},
        **{f"{n}-expired-copies": expired_copies(n) for n in (1, 6, 7, 12)},
        **{f"{n}-self-signed-of-its-name": of_its_name(n, is_root=True) for n in (1, 2, 3)},
        **{f"{n}-intermediates": depth(n) for n in (17, 19, 21)},
        "same-name-issuers-without-ids": both(ca(key_ids="none"), leaf(key_ids="none"), served(
            lambda w: [w.leaf.der, *(
                w.more(replace(w.cas[-1].form, twin=n), None).der
                for n in range(3, 9)), *w.above])),
    },
}  # fmt: skip
