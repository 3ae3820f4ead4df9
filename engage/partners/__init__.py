"""Associations and the people who act for them.

Anybody applies for one and the police verifies it. Only a verified association registers delegations, and only its
managers do it. Nobody shares a password on behalf of an association: each person has an account and a membership. What
ends with a suspension or dissolution is told to all concerned (docs/decisions/0020).
"""
