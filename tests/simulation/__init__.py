"""One account, played over weeks in virtual time: the production functions, adapters and SDKs
against the local cloud in the same process, without a socket. Everything follows from the seed.
"""
