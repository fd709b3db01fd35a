"""The `context` argument as the built-in runtimes give it."""

from __future__ import annotations

from types import SimpleNamespace


def modern(function: str) -> SimpleNamespace:
    """Of python3.12: no credentials, no service, a timeout that is a number."""
    return SimpleNamespace(
        request_id="1-673d5a2b-10f3c1aa-6b2f",
        region="cn-hangzhou",
        account_id="1234567890123456",
        function=SimpleNamespace(
            name=f"certbind-{function}", handler=f"{function}.handler", memory=512, timeout=240
        ),
        logger=None,
    )


def classic(function: str) -> SimpleNamespace:
    """Of python3.10: credentials of the request, and a timeout that is a text."""
    context = modern(function)
    context.function.timeout = "240"
    context.credentials = SimpleNamespace(
        access_key_id="STS.NUnQ7jMADeUpXXXXXXXXXXXX",
        access_key_secret="kAYXGubxvhPeTPVDYrGMyT7hBgrPPh",
        security_token="CAIS8gF1q6Ft5B2yfSjIr5bkAYXGubxvhPeTPVDYrGMyT7hBgrPPhTz2",
    )
    context.service = SimpleNamespace(name="")
    return context
