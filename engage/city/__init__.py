"""A whole city at once: districts, venues, associations, templates and programme from CSV files, accounts to try it.

What a file says again on another day changes nothing, nor does it undo what was changed here since. A file with one bad
line, or one that says a thing twice, changes nothing either, but every bad line is told. `fez/` is the first city.
"""
