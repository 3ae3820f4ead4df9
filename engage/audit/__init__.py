"""What was done: who changed what, when, and how it was before and after.

Append-only: triggers in both stores refuse UPDATE and DELETE. Entries name rows by id and hold no names of people, so
that an erased person leaves no trace here.
"""
