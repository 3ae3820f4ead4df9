"""A whole city at once: its districts, venues, associations and programme from CSV files, and accounts to try it out.

What a file says again on another day changes nothing, nor does it undo what was changed here since. A file with one bad
line, or one that says a thing twice, changes nothing either, but every bad line is told. `fez/` is the first city.
"""
