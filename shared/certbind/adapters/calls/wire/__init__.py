"""The way to a service: proxies, and how TLS is spoken."""
