"""How does a file get into a thread? In parts, then whole, then as one event. The one writer door of files.

1. `begin` makes the row; the same `client_id` again finds it, and with it how far it has come.
2. `take` adds a part where the last one ended. Bytes first, then the row: a crash between leaves bytes that nobody
   counts, and the sender goes on from what the row says.
3. `claim` gives the file to one process for checking, `prepare` looks at the bytes outside of any transaction, and
   `send` appends the event in the transaction that marks the row as sent: there is never one without the other.

Whoever calls has checked that the actor may write here.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now

from chat import blocks
from chat.door import Actor, append, check_client_id, event, remark
from chat.errors import Refusal
from chat.events import FileSent
from chat.ids import new_id
from chat.models import ThreadHead
from chat.stored import Stored
from files import pictures, store
from files.core import kinds, names
from files.models import File

FILE_BYTES = 100 * 1024 * 1024
PART_BYTES = 1024 * 1024
# A part that does not complete its file is not smaller: nobody fills the storage with crumbs.
LEAST_PART_BYTES = 32 * 1024
OPEN_AT_ONCE = 20  # files of one thread that are under way
# A process that checks a file for longer than this is taken for dead.
CHECKING = timedelta(minutes=2)


def begin(thread_id: int, actor: Actor, client_id: str, name: str, size: int) -> File:
    """The file that this `client_id` stands for, new or with what has arrived of it."""
    check_client_id(client_id)
    if (before := File.objects.filter(thread=thread_id, client_id=client_id).first()) is not None:
        return _same(before, actor, size)
    name = remark(names.shown(name)) or "file"
    if size <= 0:
        raise Refusal("file_empty")
    if size > FILE_BYTES:
        raise Refusal("file_too_large", {"bytes": size, "limit": FILE_BYTES})
    if kinds.refused_by_name(name):
        raise Refusal("file_type_refused", {"name": name})
    if actor.kind == "customer" and actor.id is not None:
        blocks.refuse(actor.id)
    if not ThreadHead.objects.filter(pk=thread_id, writable=True).exists():
        raise Refusal("chat_ended")
    if File.objects.filter(thread=thread_id, state=File.State.RECEIVING).count() >= OPEN_AT_ONCE:
        raise Refusal("rate_limited", {"retry_after": 10, "reason": "too many files under way"})
    made, new = File.objects.get_or_create(
        thread_id=thread_id,
        client_id=client_id,
        defaults={"actor_kind": actor.kind, "actor_id": actor.id, "name": name, "size": size},
    )
    return made if new else _same(made, actor, size)


def _same(file: File, actor: Actor, size: int) -> File:
    """Begun before: by the same side, and as the same file."""
    # A customer who signed in meanwhile has another id; that the thread is theirs has been checked.
    theirs = file.actor_kind == actor.kind and (actor.kind == "customer" or file.actor_id == actor.id)
    if not theirs or (file.state == File.State.RECEIVING and file.size != size):
        raise Refusal("client_id_invalid", {"reason": "used for something else"})
    if file.state == File.State.REFUSED:
        raise Refusal(file.refused)
    return file


def take(file: File, offset: int, data: bytes) -> int:
    """Add a part at `offset`; how many bytes have arrived now. `file_offset` says where to go on instead."""
    if file.state == File.State.REFUSED:
        raise Refusal(file.refused)
    if file.state != File.State.RECEIVING or offset != file.received:
        raise Refusal("file_offset", {"offset": file.received})
    end = offset + len(data)
    if not data or len(data) > PART_BYTES or end > file.size or (end < file.size and len(data) < LEAST_PART_BYTES):
        raise Refusal("file_part_invalid", {"least": LEAST_PART_BYTES, "most": PART_BYTES, "left": file.size - offset})
    if offset == 0:
        _look(data, file)
    part = store.put_part(file.folder, data)
    moved = File.objects.filter(pk=file.pk, state=File.State.RECEIVING, received=offset).update(
        received=end,
        parts=Func(F("parts"), Value(part), function="array_append"),
        touched_at=Now(),
    )
    if not moved:
        store.drop_part(file.folder, part)
        file.refresh_from_db()
        raise Refusal("file_offset", {"offset": file.received})
    return end


def _look(head: bytes, file: File) -> kinds.Kind:
    """What it is by its bytes; refused before the rest is sent for nothing."""
    kind = kinds.sniff(head)
    if kind is None:
        return _refuse(file, "file_type_refused")
    if not kinds.agrees(kind, file.name):
        return _refuse(file, "file_type_lies")
    return kind


def _refuse(file: File, code: str) -> kinds.Kind:
    File.objects.filter(pk=file.pk).exclude(state=File.State.SENT).update(
        state=File.State.REFUSED, refused=code, touched_at=Now()
    )
    raise Refusal(code, {"name": file.name})


def claim(file: File) -> bool:
    """Whether this process is the one that checks it now; False: it has been sent already."""
    if file.state == File.State.SENT:
        return False
    if file.state == File.State.REFUSED:
        raise Refusal(file.refused)
    if file.received < file.size:
        raise Refusal("file_offset", {"offset": file.received})
    left_behind = file.stored  # by a process that died while it checked
    free = Q(state=File.State.RECEIVING) | Q(state=File.State.CHECKING, claimed_at__lt=Now() - CHECKING)
    name = new_id()
    if not File.objects.filter(free, pk=file.pk, received=F("size")).update(
        state=File.State.CHECKING, claimed_at=Now(), stored=name, touched_at=Now()
    ):
        raise Refusal("file_busy", {"retry_after": 1})
    file.refresh_from_db()
    drop(left_behind)
    return True


def preview_of(stored: str) -> str:
    """What the preview of a stored file is called."""
    return f"{stored}-p"


def drop(stored: str) -> None:
    """Remove what was stored of a whole file under this name."""
    if stored:
        store.drop(stored)
        store.drop(preview_of(stored))


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is to be written of a checked file."""

    name: str
    media: str
    size: int
    preview: bool = False
    width: int = 0
    height: int = 0


def prepare(file: File) -> Prepared:
    """Put the parts together, look, and store what will be handed out. Slow: outside of any transaction."""
    with store.joined(file.folder, file.parts) as whole:
        kind = _look(whole.read(kinds.HEAD), file)
        whole.seek(0)
        kind, name = kinds.settled(kind, file.name)
        if kind.group != "picture":
            store.put(file.stored, whole)
            return Prepared(name, kind.media, file.size)
        try:
            drawn = pictures.redraw(whole, kind)
        except Refusal as refusal:
            _refuse(file, refusal.code)
            raise
    if kind is kinds.HEIC:  # few browsers show it: it was drawn as a JPEG
        kind, name = kinds.settled(kinds.JPEG, name)
    store.put(file.stored, io.BytesIO(drawn.whole))
    store.put(preview_of(file.stored), io.BytesIO(drawn.preview))
    return Prepared(name, kind.media, len(drawn.whole), True, drawn.width, drawn.height)


def send(file: File, found: Prepared, actor: Actor) -> Stored:
    """The file is in the thread: row and event in one transaction. Loses to whoever claimed it after us."""
    mine = File.objects.filter(pk=file.pk, state=File.State.CHECKING, stored=file.stored)
    if not mine.update(
        state=File.State.SENT,
        name=found.name,
        media=found.media,
        size=found.size,
        preview=found.preview,
        width=found.width,
        height=found.height,
        touched_at=Now(),
    ):
        raise Refusal("file_busy", {"retry_after": 1})
    body = FileSent(
        file=file.public_id,
        name=found.name,
        media=found.media,
        size=found.size,
        width=found.width,
        height=found.height,
        preview=found.preview,
    )
    [one] = append([event(file.thread_id, body, actor, file.client_id)])
    if one.type != "file":
        raise Refusal("client_id_invalid", {"reason": "used for something else"})
    return one


def release(file: File) -> None:
    """Checking or sending failed for a reason of ours, or the chat ended meanwhile: it can be tried again.

    The row decides: a commit whose answer was lost may have sent the file, and then its bytes stay.
    """
    if File.objects.filter(pk=file.pk, state=File.State.CHECKING, stored=file.stored).update(
        state=File.State.RECEIVING, touched_at=Now()
    ):
        drop(file.stored)


def give_up(file: File) -> None:
    """Its sender wants it no more; what has been sent stays."""
    if File.objects.filter(pk=file.pk, state__in=[File.State.RECEIVING, File.State.REFUSED]).update(
        state=File.State.REFUSED, refused="file_unknown", touched_at=Now()
    ):
        store.drop_parts(file.folder)
        File.objects.filter(pk=file.pk).delete()


def tidy(file: File) -> None:
    """Parts of a file that is sent or refused are not needed any more."""
    store.drop_parts(file.folder)
    File.objects.filter(pk=file.pk, state__in=[File.State.SENT, File.State.REFUSED]).update(parts=[])


def remove_orphan(file: File) -> bool:
    """A file that was never sent, and everything that it left in the storage; False where it was sent after all."""
    untouched = File.objects.filter(pk=file.pk, touched_at=file.touched_at).exclude(state=File.State.SENT)
    # Nobody can send it from here on, so nothing is removed under somebody's hands.
    if not untouched.update(state=File.State.REFUSED, refused="file_unknown"):
        return False
    store.drop_parts(file.folder)
    drop(file.stored)
    File.objects.filter(pk=file.pk).delete()
    return True
