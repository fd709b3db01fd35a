"""The main job, played on the local cloud for a person to watch: `make demo`.

It is the one place that knows both certbind and the local cloud: it acts as the account's owner
and the world on one side, and as visitors on the other. What certbind does, its functions do in
their own processes, started by their triggers.
"""
