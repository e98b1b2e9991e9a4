"""Where do the bytes lie? In Django's storage `files`: a folder of the installation, or whatever `FILES_STORAGE` names.

    parts/<folder>/<random>   what has arrived of a file so far
    sent/<random>             whole files and previews

Names are random and come from the database; nothing that a person typed ever reaches the storage.
"""

from __future__ import annotations

import io
import logging
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from django.core.files.base import File as DjangoFile
from django.core.files.storage import Storage, storages

from chat.ids import new_id

log = logging.getLogger(__name__)

IN_MEMORY = 4 * 1024 * 1024  # bytes of a file being put together that are not yet worth a temporary file


def storage() -> Storage:
    """The storage of files."""
    return storages["files"]


def put_part(folder: str, data: bytes) -> str:
    """Store a part; its name."""
    name = new_id()
    storage().save(f"parts/{folder}/{name}", DjangoFile(io.BytesIO(data)))
    return name


def drop_part(folder: str, name: str) -> None:
    """Forget a part that lost a race."""
    storage().delete(f"parts/{folder}/{name}")


@contextmanager
def joined(folder: str, parts: Iterable[str]) -> Iterator[IO[bytes]]:
    """The parts as one file, at its beginning, for the length of a `with`."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as whole:
        for name in parts:
            with storage().open(f"parts/{folder}/{name}") as part:
                shutil.copyfileobj(part, whole)
        whole.seek(0)
        yield whole


def drop_parts(folder: str) -> None:
    """Remove everything that arrived, also what no row knows of after a crash."""
    where = storage()
    try:
        _folders, names = where.listdir(f"parts/{folder}")
    except FileNotFoundError:
        return
    for name in names:
        where.delete(f"parts/{folder}/{name}")
    where.delete(f"parts/{folder}")  # the empty folder, where the storage has such a thing


def put(name: str, content: IO[bytes]) -> None:
    """Store a whole file under its name, in place of what a crash may have left there."""
    path = f"sent/{name}"
    storage().delete(path)
    saved = storage().save(path, DjangoFile(content))
    if saved != path:
        raise OSError(f"the storage chose another name for {path}")


def drop(name: str) -> None:
    """Remove a whole file."""
    if name:
        storage().delete(f"sent/{name}")


def opened(name: str) -> IO[bytes]:
    """A whole file, for reading; raises FileNotFoundError."""
    found: IO[bytes] = storage().open(f"sent/{name}")
    return found
