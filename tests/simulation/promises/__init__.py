"""The promises as predicates over the account as it truly is, held against every effect.

To add one: a method that ends in `report`, where its effect is seen: a binding that changed
(bindings), an entry or a message (ledger), a run or a sweep (runs), the end of a calm (calm).
"""
