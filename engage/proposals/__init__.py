"""Requests for seminars: an association or a school asks for a theme, an audience, some days and a place.

The officers of the district accept one (it becomes a draft in which the asker's delegation holds its seats), offer
other dates, or decline with a reason. An offer binds the police: the asker's yes makes the draft. A request asked twice
is pointed out, never refused. Whoever asked may withdraw it while it waits.
"""
