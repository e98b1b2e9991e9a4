"""What does a topic ask for, beside words? A few short fields, each needed or not, and what is said before.

Definitions are data of the site, as `manage.py site topics` reads and writes them; every text is by language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

import msgspec

from chat.errors import Refusal
from chat.redaction import mask

FIELDS = 5  # more than anybody fills in on a phone
VALUE_CHARACTERS = 200
# A transaction id looks like a private key, so here it is believed, by its field; but it is one word of these.
TRANSACTION = re.compile(r"[A-Za-z0-9:_-]{4,128}")

Texts = dict[str, str]
# What a customer says to a topic's fields, by name; None: they do not have it.
Given = Mapping[str, str | None]


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field: `names` by language, the site's usual one among them. A transaction is never masked, so nothing else may
    be in it. What is in a `sensitive` one is shown to an agent only on demand, and that is recorded."""

    name: str
    names: Texts
    kind: Literal["transaction", "text"] = "text"
    required: bool = False
    sensitive: bool = False


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A topic as `manage.py site topics` has it. `level` is wanted of whoever answers (0 to 5).
    `at_hand`: what to have ready; `first_aid`: what to do meanwhile. A `retired` one cannot be chosen any more."""

    slug: str
    names: Texts
    urgent: bool = False
    fields: list[Field] = []
    at_hand: Texts = {}
    first_aid: Texts = {}
    level: int = 1
    retired: bool = False


class Filled(msgspec.Struct, frozen=True, omit_defaults=True):
    """A field as the customer filled it in; `label` is the desk's name for it. For agents the value of a `sensitive`
    one is shortened, until they ask for it. Of a `lacking` one they say that they do not have it."""

    name: str
    label: str
    value: str
    sensitive: bool = False
    lacking: bool = False


def own_text(texts: Mapping[str, str], language: str) -> str:
    """The text in this very language, else in its base (`pt` serves `pt-BR`), else none."""
    return texts.get(language) or texts.get(language.split("-")[0]) or ""


def text_in(texts: Mapping[str, str], language: str, usual: str) -> str:
    """The text in this language, else in the site's `usual` one, else in English, else in any; none where there is
    none. A site may change its usual language: what was written for the one before is still said."""
    found = (own_text(texts, each) for each in (language, usual, "en"))
    return next(filter(None, [*found, *texts.values()]), "")


def filled(fields: list[Field], given: Given, usual: str) -> list[Filled]:
    """What was given for these fields, labelled in the site's `usual` language; refuses what is missing or does not
    fit. Anything else is left out. That they do not have it answers a required one, too.
    """
    out = []
    for field in fields:
        label = text_in(field.names, usual, usual) or field.name
        said = given.get(field.name, "")
        if said is None:
            if field.required:
                out.append(Filled(field.name, label, "", lacking=True))
            continue
        value = " ".join(said.replace("\x00", "").split())[:VALUE_CHARACTERS]
        if not value:
            if field.required:
                raise Refusal("field_missing", {"field": field.name})
            continue
        if field.kind == "transaction":
            if not TRANSACTION.fullmatch(value):
                raise Refusal("field_invalid", {"field": field.name})
        else:
            value = mask(value)[0]
        out.append(Filled(field.name, label, value, field.sensitive))
    return out
