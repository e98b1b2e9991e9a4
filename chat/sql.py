"""How is a statement put together of pieces? Once, when its module is read, and of the source's own words alone.

What somebody typed never comes here: values are parameters of the statement when it is executed.
"""

from __future__ import annotations

from psycopg.sql import SQL


def composed(statement: str, **pieces: object) -> str:
    """The statement with its `{pieces}` filled in; placeholders (`%s`, `%(name)s`) stay for the values."""
    return SQL(statement).format(**{name: SQL(str(piece)) for name, piece in pieces.items()}).as_string()
