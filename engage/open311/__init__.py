"""Open311 GeoReport v2: what programs of other cities know already reads our public threads and posts new ones.

Read is what a visitor sees, whoever asks. Posted is what an account posts, whose bearer token is the `api_key`, through
the same service as everywhere. There are no tables here and no rules of its own (docs/decisions/0030).
"""
