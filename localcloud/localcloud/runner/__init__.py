"""Function Compute on this machine: the functions of an `s.yaml`, run as the platform runs them.

Imported by every function process too (`harness`), so this module imports nothing.
"""
