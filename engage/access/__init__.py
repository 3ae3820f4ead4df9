"""Who may do what: the role model as one table, marks that every view carries, and the one guard that enforces them.

An endpoint without a mark stops the start; one that slipped through is denied all the same.
"""
