"""What WSGI servers and `flask --app wsgi` load: `wsgi:app`."""

import gc
import sys

from engage import create_app

app = create_app()

# All of this is there for good: workers that were forked share it, and no collection goes through it again.
gc.collect()
gc.freeze()

# Whoever holds the lock of a seminar's row must not wait five milliseconds for a turn after each answer of the store,
# while threads that only wait for that lock compute: with many at once it is what all the others wait for.
sys.setswitchinterval(0.0005)
