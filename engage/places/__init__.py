"""Where things happen: the city's districts and the venues in them.

A district is known by its code everywhere. A venue belongs to one district and holds at most its capacity; seminars
keep their place when a venue is closed to new ones.
"""
