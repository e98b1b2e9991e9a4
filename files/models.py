"""What is stored of a file beside its bytes?"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from chat.ids import new_id
from chat.models import Thread


class File(models.Model):
    """A file on its way into a thread, or sent there: then the thread's log has an event with its `public_id`.

    Life: receiving → checking (one process has claimed it) → sent or refused. What never gets to `sent` is an orphan
    and is removed after a day.
    """

    class State(models.TextChoices):
        RECEIVING = "receiving"
        CHECKING = "checking"
        SENT = "sent"
        REFUSED = "refused"

    public_id = models.CharField(max_length=32, unique=True, default=new_id)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="files")
    actor_kind = models.CharField(max_length=8)
    actor_id = models.BigIntegerField(null=True)
    client_id = models.CharField(max_length=64)
    name = models.CharField(max_length=150)
    size = models.BigIntegerField(help_text="bytes, as announced; once sent, as stored")
    state = models.CharField(max_length=9, choices=State.choices, default=State.RECEIVING)
    refused = models.CharField(max_length=32, blank=True, default="", help_text="a code of the error table")
    # The folder of its parts in the storage: random, and never shown to anybody.
    folder = models.CharField(max_length=32, default=new_id)
    parts = ArrayField(models.CharField(max_length=32), default=list)
    received = models.BigIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    media = models.CharField(max_length=100, blank=True, default="")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    stored = models.CharField(max_length=64, blank=True, default="", help_text="its name in the storage")
    preview = models.BooleanField(default=False, help_text="a small picture lies beside it")
    created_at = models.DateTimeField(db_default=Now())
    touched_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["thread", "client_id"], name="one_file_per_client_id")]
        indexes: ClassVar = [
            models.Index(fields=["touched_at"], condition=~models.Q(state="sent"), name="files_not_sent"),
            models.Index(fields=["touched_at"], condition=~models.Q(parts=[]), name="files_with_parts"),
        ]
