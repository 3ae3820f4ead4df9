"""Partnership agreements between the police and an association: a text, its dates, and what each side owes the other.

One side drafts, and alone sees it; once it proposes, the other sees it too. Both sign the exact text (its SHA-256): a
change makes a new text that nobody has signed. Signed by both it is active from its first day to its last, or until one
side ends it. What was signed is never edited. Active agreements stand in a public register, without any person's name.
Who belongs to an association acts for it alone in its agreements, whatever else that person is.
"""
