"""What must others know of a commitment, and what must they say? Threads are above: they say who reads them, and tell
whoever follows them.
"""

from blinker import Signal

readers_asked = Signal()  # viewer (None: everyone), thread_id and post_id as columns; answered by a condition
commitment_changed = Signal()  # sender: the commitment; actor, news ("done", "withdrawn", "moved")
