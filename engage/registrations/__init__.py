"""Who comes to a seminar: a citizen with companions, or an association's delegation with its party size.

Seats are moved only under the seminar's row lock, in the transaction that changes the registration, so the seats taken
are always the sum of the parties that hold them. The waiting list is served by party, first come first served: `strict`
lets nobody past the head, `fill` lets a smaller party take what the head cannot use. Minors are counted, never named.
"""
