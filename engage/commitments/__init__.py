"""Commitments: what the police promised by a day, and what became of it.

A commitment is made in an official reply or at a seminar; what the police owe under a signed agreement is shown beside
them as it stands there, and kept nowhere twice. Whoever may read where it was made may read it, at this very moment. It
is open until it is done, with evidence, or withdrawn, with a reason; late is what the clock says. Its day may be moved,
and the days before stay to be read (docs/decisions/0028).
"""
