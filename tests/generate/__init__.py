"""Makes up procedures: for tests of the flow, of the charts, and for the benchmarks.

A procedure is first an abstract value (`procedure`), made up at random (`invent`), then text in
the format (`write`). What is true of its flow is worked out from the abstract value alone
(`expected`, `token_game`), never with sopkit, so that sopkit can be held against it.
"""
