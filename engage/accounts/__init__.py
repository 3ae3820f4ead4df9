"""People and how we know them: accounts, roles with districts, sessions, bearer tokens, one-time links.

One person has one account. Secrets (passwords, session and bearer tokens, links) are stored as hashes only. Nothing an
answer says or how long it takes tells whether an address has an account.
"""
