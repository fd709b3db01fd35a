"""Bytes that nobody meant: whatever comes in, only our own errors come out, within bounds of time
and memory. What is wrong with a sound input is drawn from a seed, so that it can be had again.
"""
