"""What must be told: every message owed to a person is a row, written in the transaction of the fact it reports.

`flask deliver` sends what is due, at least once, tries again with growing pauses, and keeps what cannot be delivered
where an administrator sees it (dead letters). What a message says is fixed when it is owed; its words are put together
when it is sent.
"""
