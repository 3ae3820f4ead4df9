"""What WSGI servers and `flask --app wsgi` load: `wsgi:app`."""

import gc

from engage import create_app

app = create_app()

# All of this is there for good: workers that were forked share it, and no collection goes through it again.
gc.collect()
gc.freeze()
