"""Associations and the people who act for them.

Only a verified association registers delegations, and only its managers do it. Nobody shares a password on behalf of an
association: each person has an account and a membership. (Application, papers, agreements come with their own issue.)
"""
