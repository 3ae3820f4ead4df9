"""Associations and the people who act for them.

Anybody applies for one and the police verifies it. Only a verified association registers delegations, and only its
managers do it. Nobody shares a password on behalf of an association: each person has an account and a membership, and
comes by an invitation that is good once. A manager always stays. When the mandate of the board is over, and the grace
after it, nothing new is bound until a renewal is accepted. What ends with a suspension or dissolution is told to all
concerned (docs/decisions/0020).
"""
