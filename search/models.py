"""What is kept to find texts again? Derived: all of it may be made anew at any time, by `manage.py index_texts`."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from chat.models import Customer, Site, Thread


class Entry(models.Model):
    """The pieces (`search.core.grams.numbers`) of what was said in a thread with `first <= seq <= last`. A later one
    has a larger id, so that the newest are looked at first."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", db_index=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    grams = ArrayField(models.IntegerField())

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["grams"], name="search_texts")]


class Person(models.Model):
    """The pieces of a customer's name."""

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, primary_key=True, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=80)
    grams = ArrayField(models.IntegerField())

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["grams"], name="search_people")]


class Mark(models.Model):
    """Up to which `seq` a thread is in the index."""

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, primary_key=True, related_name="+")
    upto = models.BigIntegerField()


class Written(models.Model):
    """One row: everything that was committed before `until` is in the index. Its lock lets one write at a time."""

    until = models.DateTimeField(null=True)
