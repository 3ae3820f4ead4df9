"""Awareness seminars: planned as drafts, published, moved or cancelled, and held (domain.md §5).

A seminar is promised at a wall-clock time in a place's zone; the UTC instants are derived from it. Whether registration
is open, closed or full is computed from the clock and the seats, never stored. `seats_taken` belongs to
engage.registrations, which changes it together with the registrations; the store refuses more than `capacity`.
"""
