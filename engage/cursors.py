"""What does PostgreSQL's answer consist of? Told to SQLAlchemy in the fewest words."""

from typing import Any

from psycopg import Cursor


class PlainCursor(Cursor[Any]):
    """SQLAlchemy asks for the columns of every answer, mostly to see that there are any. Here they are plain tuples
    (PEP 249) and not objects: with forty columns some hundredths of what a request costs.
    """

    @property
    def description(self) -> Any:
        answer = self.pgresult
        if answer is None or not answer.nfields:
            return None
        columns = range(answer.nfields)
        return [((answer.fname(i) or b"").decode(), answer.ftype(i), None, None, None, None, None) for i in columns]
