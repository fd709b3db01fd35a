"""A local Alibaba Cloud: loopback servers that the real SDKs talk to.

It knows nothing of certbind. Its only claim is fidelity: where the real service would refuse, so
does it; where the real service's behaviour is uncertain, a switch says so (`switches.py`).
"""
