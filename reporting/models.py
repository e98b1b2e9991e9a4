"""What is counted ahead, and how far?"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from chat.models import Site


class Quarter(models.Model):
    """The figures of one quarter of an hour (the zones of the world differ by such), for one value of one dimension.

    Derived, so that it may be counted again at any time. `reporting.core.Figures` says what the columns mean. A chat
    belongs to the quarter in which it was queued, a person's assignment to that in which it was accepted.
    """

    class Dimension(models.TextChoices):
        ALL = "all"
        LANGUAGE = "language"
        REGION = "region"
        TIER = "tier"
        TOPIC = "topic"
        AGENT = "agent"

    site = models.ForeignKey(Site, on_delete=models.CASCADE)
    at = models.DateTimeField()
    dimension = models.CharField(max_length=8, choices=Dimension.choices)
    value = models.CharField(max_length=64, blank=True, default="")
    offered = models.IntegerField(db_default=0)
    served = models.IntegerField(db_default=0)
    ticketed = models.IntegerField(db_default=0)
    abandoned = models.IntegerField(db_default=0)
    wait_s = models.FloatField(db_default=0)
    within_5 = models.IntegerField(db_default=0)
    within_10 = models.IntegerField(db_default=0)
    within_20 = models.IntegerField(db_default=0)
    within_30 = models.IntegerField(db_default=0)
    within_60 = models.IntegerField(db_default=0)
    within_120 = models.IntegerField(db_default=0)
    within_300 = models.IntegerField(db_default=0)
    within_600 = models.IntegerField(db_default=0)
    within_1800 = models.IntegerField(db_default=0)
    handled = models.IntegerField(db_default=0)
    handle_s = models.FloatField(db_default=0)
    rated = models.IntegerField(db_default=0)
    stars = models.IntegerField(db_default=0)
    told = models.IntegerField(db_default=0)
    told_p50 = models.IntegerField(db_default=0)
    told_p90 = models.IntegerField(db_default=0)
    told_s = models.FloatField(db_default=0)
    told_waited_s = models.FloatField(db_default=0)
    told_left = models.IntegerField(db_default=0)
    untold = models.IntegerField(db_default=0)
    working_s = models.FloatField(db_default=0)
    busy_s = models.FloatField(db_default=0)
    idle_s = models.FloatField(db_default=0)
    load = models.FloatField(db_default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "dimension", "at", "value"], name="one_row_per_quarter_and_value")
        ]


class Counted(models.Model):
    """Up to when a site's figures include all that had happened; its row lock lets one count at a time."""

    site = models.OneToOneField(Site, on_delete=models.CASCADE, primary_key=True)
    until = models.DateTimeField(null=True)
