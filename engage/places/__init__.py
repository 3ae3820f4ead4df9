"""Where things happen: the city's districts and the venues in them.

A district is known by its code everywhere. A venue belongs to one district and stays there; it holds at most its
capacity, which never falls below that of a seminar still to come in it.
"""
