"""What is stored of sites, customers, threads and their logs?"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Lower, Now

from chat.ids import new_id, new_key
from chat.topics import text_in

# What rows have that are written without Django.
EMPTY = models.Value({}, models.JSONField())
NONE = models.Value([], models.JSONField())


def usually_sensitive() -> list[str]:
    """Attributes that are shown to agents only on their asking, unless the site says otherwise."""
    return ["phone", "email", "address", "birthday", "document", "iban", "card", "wallet"]


class Site(models.Model):
    """A website that embeds the widget. `key` is public; trust comes from `allowed_origins` and signed identities."""

    key = models.CharField(max_length=64, unique=True, default=new_key)
    name = models.CharField(max_length=120)
    greeting = models.JSONField(default=dict, blank=True, help_text="language → text")
    # May its people choose their own name, picture and shown languages?
    own_profiles = models.BooleanField(default=True, db_default=True)
    # Other ways to reach the desk, told where the chat cannot connect.
    elsewhere = models.JSONField(default=dict, db_default=EMPTY, blank=True, help_text="language → text")
    allowed_origins = ArrayField(models.CharField(max_length=255), default=list)
    languages = ArrayField(models.CharField(max_length=16), default=list)
    default_language = models.CharField(max_length=16, default="en")
    default_region = models.CharField(max_length=16, blank=True, default="")
    theme = models.JSONField(
        default=dict, db_default=EMPTY, blank=True, help_text="color, side, scheme, logo; see agents.themes"
    )
    # Minutes without a sign of the customer, after which an open chat is closed or becomes a ticket.
    left_after_minutes = models.PositiveIntegerField(default=10)
    # Names of attributes, in lower case, that agents see only when they ask, which is recorded.
    sensitive_attributes = ArrayField(models.CharField(max_length=40), default=usually_sensitive, blank=True)
    # For how long the pages are kept that customers who agreed were on.
    page_days = models.PositiveSmallIntegerField(default=30, db_default=30)
    # Minutes without a hand on the console, after which an agent who was available is away.
    idle_minutes = models.PositiveSmallIntegerField(default=15, db_default=15)
    # What leads are told of: a wait in seconds, a number of waiting, a service level in per cent (`agents.wall`).
    wall_wait = models.PositiveIntegerField(default=60, db_default=60)
    wall_queue = models.PositiveIntegerField(default=5, db_default=5)
    wall_level = models.PositiveSmallIntegerField(default=80, db_default=80)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name

    def hides(self, attribute: str) -> bool:
        """Whether an attribute of this name is shown only on asking."""
        return attribute.casefold() in self.sensitive_attributes


class IdentitySecret(models.Model):
    """A secret shared with the host website's back end; two may live at once, so that they can be exchanged."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="identity_secrets")
    kid = models.CharField(max_length=64)
    secret = models.CharField(max_length=255)
    created_at = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "kid"], name="one_secret_per_kid")]


class Embedding(models.Model):
    """From which pages the widget of a site has been asked for, and when last; refused ones too, so that whoever sets
    it up sees what is missing. Written by `chat.embeddings` alone."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="embeddings")
    origin = models.CharField(max_length=255)
    allowed = models.BooleanField()
    seen_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "origin"], name="one_embedding_per_origin")]


class Topic(models.Model):
    """What a chat can be about. An urgent topic jumps the queue. `level` (0 to 5) is how well whoever answers must know
    it; 0 asks for nothing. Customers cannot choose a retired one; chats that name it keep it."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="topics")
    slug = models.SlugField(max_length=40)
    names = models.JSONField(default=dict, help_text="language → name")
    urgent = models.BooleanField(default=False)
    fields = models.JSONField(default=list, db_default=NONE, blank=True, help_text="chat.topics.Field")
    at_hand = models.JSONField(default=dict, db_default=EMPTY, blank=True, help_text="language → text")
    first_aid = models.JSONField(default=dict, db_default=EMPTY, blank=True, help_text="language → text")
    level = models.PositiveSmallIntegerField(default=1, db_default=1)
    position = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering: ClassVar = ["position", "slug"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "slug"], name="topic_slug_per_site"),
            models.CheckConstraint(condition=models.Q(level__range=(0, 5)), name="topic_level_in_bounds"),
        ]

    def name_in(self, language: str, usual: str) -> str:
        """The name in this language, else as `text_in` finds it with the site's `usual` one, else the slug."""
        return text_in(self.names, language, usual) or self.slug


class Customer(models.Model):
    """A person who asks for help. `account` is the host website's `sub`; null for the anonymous."""

    class RegionSource(models.TextChoices):
        IDENTITY = "identity"
        HOST = "host"
        CHOICE = "choice"
        DEFAULT = "default"

    class PagesConsent(models.TextChoices):
        NONE = "", "nobody"
        HOST = "host"
        CUSTOMER = "customer"
        REFUSED = "refused"

    PAGES_KEPT = (PagesConsent.HOST, PagesConsent.CUSTOMER)

    site = models.ForeignKey(Site, on_delete=models.CASCADE)
    public_id = models.CharField(max_length=32, unique=True, default=new_id)
    account = models.CharField(max_length=200, null=True, blank=True)
    name = models.CharField(max_length=80, blank=True, default="")
    tier = models.PositiveSmallIntegerField(default=0)
    # One that the site answers in; `unserved_language` is the one that was asked for, where the site does not.
    language = models.CharField(max_length=16, default="en")
    unserved_language = models.CharField(max_length=16, blank=True, default="", db_default="")
    region = models.CharField(max_length=16, blank=True, default="")
    region_source = models.CharField(max_length=8, choices=RegionSource.choices, default=RegionSource.DEFAULT)
    email = models.EmailField(blank=True, default="")
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    identified_at = models.DateTimeField(null=True, blank=True)
    page_url = models.CharField(max_length=500, blank=True, default="")
    page_title = models.CharField(max_length=200, blank=True, default="")
    # The app around a web view as the page says it, and the browser by its own header (`chat.browsers`).
    device = models.CharField(max_length=200, blank=True, default="")
    browser = models.CharField(max_length=80, blank=True, default="", db_default="")
    # Pairs of name and value, in the host's order; `chat.attributes` has their bounds. Anybody could say what is said.
    attributes_signed = models.JSONField(default=list, db_default=NONE, blank=True)
    attributes_said = models.JSONField(default=list, db_default=NONE, blank=True)
    # Who agreed that pages are kept (`chat.pages`).
    pages_consent = models.CharField(max_length=8, choices=PagesConsent.choices, blank=True, default="", db_default="")
    # An IANA zone, as the browser names its own; agents see what time it is there.
    zone = models.CharField(max_length=64, blank=True, default="", db_default="")
    seen_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "account"], name="one_customer_per_account")]
        indexes: ClassVar = [
            models.Index("site", Lower("email"), condition=~models.Q(email=""), name="customers_by_email"),
            models.Index(
                fields=["identified_at"],
                condition=models.Q(identified_at__isnull=False),
                name="customers_by_identity",
            ),
        ]

    @property
    def verified(self) -> bool:
        """Whether the host website vouched for this customer."""
        return self.account is not None


class PageVisit(models.Model):
    """A page of the host website on which a customer was who agreed to that being kept. Written by `chat.pages`."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="pages")
    url = models.CharField(max_length=500)
    title = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "-id"], name="pages_of_customer"),
            models.Index(fields=["at"], name="pages_by_age"),
        ]


class Watch(models.Model):
    """Since when somebody has been watching whether customers are connected, without a gap: the web processes.

    While nobody watched, nobody can have been seen; an outage of ours must not count as the customers' absence.
    """

    name = models.CharField(max_length=20, primary_key=True)
    since = models.DateTimeField()
    at = models.DateTimeField()


class Block(models.Model):
    """A customer who may not write to the desk until `until` (null: for good), unless it is lifted before. Written by
    `chat.blocks` alone. `reason` and `thread` (where it happened) are for the desk; `appeal` is the customer's one word
    on it, `answer` what a lead told them."""

    class Category(models.TextChoices):
        INSULTS = "insults"
        THREATS = "threats"
        SPAM = "spam"
        FRAUD = "fraud"
        OTHER = "other"

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="blocks")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="blocks")
    thread = models.ForeignKey("Thread", on_delete=models.CASCADE, related_name="+")
    category = models.CharField(max_length=10, choices=Category.choices)
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    appeal = models.TextField(blank=True, default="")
    appealed_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer"], condition=models.Q(lifted_at=None), name="one_block_per_customer"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["site", "-id"], condition=models.Q(lifted_at=None), name="blocks_of_site"),
        ]


class ResumeToken(models.Model):
    """What a browser keeps to be the same customer again. Only its SHA-256 is stored."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="tokens")
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(db_default=Now())
    revoked_at = models.DateTimeField(null=True, blank=True)


class Thread(models.Model):
    """The one history of a matter between a customer and the desk. `start_id` is the client's own id of the start."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="threads")
    public_id = models.CharField(max_length=32, unique=True, default=new_id)
    start_id = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["customer", "start_id"], name="one_thread_per_start")]


class ThreadHead(models.Model):
    """The last `seq` of a thread, in a narrow table of its own: its row lock orders the appends.

    `writable` says whether a customer's message is accepted now: a live chat or an unclosed ticket is there. The second
    is `ticketed`, which `tickets.actions` alone says; `chat.actions` makes one of both.
    """

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, primary_key=True, related_name="head")
    seq = models.BigIntegerField(default=0)
    writable = models.BooleanField(default=True)
    ticketed = models.BooleanField(default=False, db_default=False)


class Cursor(models.Model):
    """How far each side has read, and what has come to a console without being read yet; only ever grows."""

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, primary_key=True, related_name="cursor")
    customer_seq = models.BigIntegerField(default=0)
    agent_seq = models.BigIntegerField(default=0)
    delivered_seq = models.BigIntegerField(default=0, db_default=0)


class Event(models.Model):
    """One entry of a log. Written by `chat.door` alone. The envelope is permanent, the body erasable."""

    pk = models.CompositePrimaryKey("thread_id", "seq")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="events")
    seq = models.BigIntegerField()
    client_id = models.CharField(max_length=64)
    type = models.CharField(max_length=32)
    actor_kind = models.CharField(max_length=8)
    actor_id = models.BigIntegerField(null=True)
    body = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["thread", "client_id"], name="client_id_once_per_thread")
        ]
        # By time events lie as they came: a summary of a few blocks finds the newest, and costs an append nothing.
        indexes: ClassVar = [
            BrinIndex(fields=["at"], name="events_by_time", pages_per_range=32, autosummarize=True),
        ]


class Chat(models.Model):
    """A live episode on a thread. `chat.actions.open_chat` sees to it that a customer starts one at a time."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ACTIVE = "active"
        ENDED = "ended"

    site = models.ForeignKey(Site, on_delete=models.CASCADE)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="chats")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="chats")
    public_id = models.CharField(max_length=32, unique=True, default=new_id)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT)
    language = models.CharField(max_length=16)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="chats"
    )
    queued_at = models.DateTimeField(db_default=Now())
    assigned_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=8, blank=True, default="")
    outcome = models.CharField(max_length=12, blank=True, default="")
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    rating_tags = ArrayField(models.CharField(max_length=20), default=list, db_default=[])
    rating_comment = models.TextField(blank=True, default="")
    rated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer"], condition=~models.Q(state="ended"), name="live_chat_of_customer"),
            models.Index(fields=["site", "queued_at"], condition=~models.Q(state="ended"), name="live_chats"),
            models.Index(fields=["site", "agent", "ended_at"], name="chats_by_agent"),
            models.Index(fields=["thread", "-id"], name="chats_of_thread"),
            # What reports count: chats as they came, ended and were rated.
            models.Index(fields=["site", "queued_at"], name="chats_by_time"),
            models.Index(fields=["site", "ended_at"], condition=models.Q(ended_at__isnull=False), name="chats_by_end"),
            models.Index(fields=["site", "rated_at"], condition=models.Q(rated_at__isnull=False), name="chats_rated"),
        ]
