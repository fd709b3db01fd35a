"""Certificates that are applied for: V2.0 instances, orders from packages, and their CA."""
