"""What WSGI servers and `flask --app wsgi` load: `wsgi:app`."""

from engage import create_app

app = create_app()
