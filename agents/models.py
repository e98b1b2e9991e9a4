"""What is stored of the people who answer?"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Now

from chat.ids import new_id
from chat.models import Site, Topic

LEVEL = [MinValueValidator(1), MaxValueValidator(5)]


class AgentManager(BaseUserManager["Agent"]):
    """Makes agents with a hashed password."""

    def create_user(self, email: str, password: str, **fields: object) -> Agent:
        """A new agent; `site`, `name`, `role` and the rest as keyword arguments."""
        agent: Agent = self.model(email=self.normalize_email(email).lower(), **fields)
        agent.set_password(password)
        agent.save(using=self._db)
        return agent

    def get_by_natural_key(self, username: str | None) -> Agent:
        """Sign-in does not mind upper case."""
        return self.get(email=(username or "").strip().lower())


class Agent(AbstractBaseUser):
    """A person of the desk, and the user who signs in. Roles widen: agent, lead, admin.

    `capacity` is in units; empty `regions` or `tiers` mean any. `status` is what the person chose and is durable;
    whether the console is connected is a lease elsewhere (`agents.presence`).
    """

    class Role(models.TextChoices):
        AGENT = "agent"
        LEAD = "lead"
        ADMIN = "admin"

    class Status(models.TextChoices):
        AVAILABLE = "available"
        AWAY = "away"
        OFFLINE = "offline"

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="agents")
    public_id = models.CharField(max_length=32, unique=True, default=new_id)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.AGENT)
    is_active = models.BooleanField(default=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OFFLINE)
    status_at = models.DateTimeField(db_default=Now())
    # Why the product set it; empty when it was the person's own choice.
    status_reason = models.CharField(max_length=20, blank=True, default="")
    capacity = models.PositiveSmallIntegerField(default=3)
    regions = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    tiers = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    # Who stands in for this person's clients. `agents.clients` sees to it that nobody ends up as their own deputy.
    deputy = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="stands_in_for")

    # Of the languages those that customers read beside the name; empty: all.
    shown_languages = ArrayField(models.CharField(max_length=16), default=list, db_default=[], blank=True)

    # The name of the `Portrait`; empty: none.
    picture = models.CharField(max_length=32, blank=True, default="", db_default="")

    MISSED_OFFERS = "missed_offers"
    BY_LEAD = "lead"
    IDLE = "idle"

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]
    objects = AgentManager()

    def __str__(self) -> str:
        return self.name

    @property
    def administers(self) -> bool:
        """Whether this person may change rules and people."""
        return self.role == self.Role.ADMIN

    @property
    def leads(self) -> bool:
        """Whether this person may see and move other agents' chats."""
        return self.role in (self.Role.LEAD, self.Role.ADMIN)


class Portrait(models.Model):
    """What an agent looks like: a small WebP, apart from the agent, who is read all the time. `agents.portraits`."""

    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, related_name="portrait")
    name = models.CharField(max_length=32, unique=True)
    content = models.BinaryField()


class LanguageSkill(models.Model):
    """A language an agent answers in, 1 (a little) to 5 (native)."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="language_skills")
    language = models.CharField(max_length=16)
    level = models.PositiveSmallIntegerField(validators=LEVEL)

    class Meta:
        ordering: ClassVar = ["-level", "language"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["agent", "language"], name="one_level_per_language")]


class TopicSkill(models.Model):
    """A topic an agent handles, 1 to 5. An agent without any handles every topic at level 1."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="topic_skills")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE)
    level = models.PositiveSmallIntegerField(validators=LEVEL)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["agent", "topic"], name="one_level_per_topic")]


class ClientCare(models.Model):
    """Who looks after an account of the host website. `deputy` stands in for this client in particular; without one
    the manager's own deputy does."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE)
    account = models.CharField(max_length=200)
    manager = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="clients")
    deputy = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "account"], name="one_manager_per_account")]


class AdministrativeAct(models.Model):
    """One change that somebody of the desk made to rules or people. `data` has ids, codes and figures; no secrets."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE)
    by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(db_default=Now())
    act = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True, default="")
    data = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["site", "-id"], name="acts_of_site")]


class Team(models.Model):
    """People who share shifts. A `rota` must be covered at every hour: an hour without anybody is an alarm."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=80)
    rota = models.BooleanField(default=False)
    # Seconds to finish up after a chat, instead of the policy's; null: the policy's.
    wrap_up = models.PositiveSmallIntegerField(null=True, blank=True)
    members = models.ManyToManyField(Agent, related_name="teams", blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "name"], name="team_name_per_site")]


class WeeklyHours(models.Model):
    """A weekly pattern in local time: see `agents.core.shifts.Shift`. `bridges`: whoever planned it accepts what
    happens on days when the clock changes."""

    zone = models.CharField(max_length=64)
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    start = models.TimeField()
    end = models.TimeField()
    bridges = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Shift(WeeklyHours):
    """When a person, or everybody of a team, is on duty. It does not begin on the holidays of `region`."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="shifts")
    agent = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.CASCADE, related_name="shifts")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="shifts")
    region = models.CharField(max_length=16, blank=True, default="")
    first = models.DateField(null=True, blank=True)
    last = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(agent__isnull=True, team__isnull=False)
                | models.Q(agent__isnull=False, team__isnull=True),
                name="shift_of_one_person_or_team",
            ),
        ]


class Holiday(models.Model):
    """A day without shifts and office hours: in one region, or (empty) everywhere."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="holidays")
    day = models.DateField()
    region = models.CharField(max_length=16, blank=True, default="")
    name = models.CharField(max_length=80)

    class Meta:
        ordering: ClassVar = ["day", "region"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "day", "region"], name="holiday_once")]


class OfficeHours(WeeklyHours):
    """When customers of a language (empty: any) and a region (empty: any) are told that somebody is there."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="office_hours")
    language = models.CharField(max_length=16, blank=True, default="")
    region = models.CharField(max_length=16, blank=True, default="")


class RosterVersion(models.Model):
    """Grows with every change of teams, shifts, holidays or hours, so that whoever keeps them in memory notices."""

    site = models.OneToOneField(Site, on_delete=models.CASCADE, primary_key=True)
    version = models.PositiveBigIntegerField(default=0)
