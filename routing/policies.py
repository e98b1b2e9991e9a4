"""How does a routing policy change? The writer door of policies: administrators save versions, nothing is overwritten.

A version is saved whole, so that a later change of a default changes no old version. Two who edit at once both start
from a version; the second to save is refused and told by whom it was changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from agents import audit
from chat import hints
from chat.errors import Refusal
from routing import core
from routing.models import PolicyVersion

NOTE_CHARACTERS = 200


class Difference(NamedTuple):
    """A field of two policies that is not the same; `before` or `after` is None where it is not there."""

    field: str
    before: object
    after: object


def newest(site_id: int) -> PolicyVersion | None:
    """The version in force; None while the default is."""
    return PolicyVersion.objects.select_related("saved_by").filter(site=site_id).order_by("-version").first()


def policy_at(site_id: int, version: int) -> core.Policy:
    """A version of a site's policy; 0 is the default before anybody edited it."""
    if version == 0:
        return core.Policy.default()
    row = PolicyVersion.objects.filter(site=site_id, version=version).first()
    if row is None:
        raise Refusal("not_found")
    return core.Policy.stored({**row.data, "version": row.version})


def rules(policy: core.Policy) -> dict[str, Any]:
    """The rules alone, without the number of the version."""
    return {name: value for name, value in policy.to_dict().items() if name != "version"}


def save(by_id: int, base: int, data: Mapping[str, Any], note: str = "", restores: int | None = None) -> PolicyVersion:
    """A new version, made from version `base` (0: the default). `policy_changed` when there is a newer one by now."""
    by = audit.administrator(by_id)
    given = {name: value for name, value in data.items() if name != "version"}
    if wrong := core.Policy.validate(given):
        problems = [{"field": problem.field, "reason": problem.reason} for problem in wrong]
        raise Refusal("settings_invalid", {"problems": problems})
    last = newest(by.site_id)
    known = last.version if last else 0
    if base != known:
        raise Refusal("policy_changed", _by(last))
    whole = rules(core.Policy.from_dict(given))
    before = policy_at(by.site_id, known)
    note = " ".join(note.replace("\x00", "").split())[:NOTE_CHARACTERS]
    try:
        with transaction.atomic():
            saved = PolicyVersion.objects.create(
                site_id=by.site_id, version=known + 1, data=whole, saved_by=by, note=note, restores=restores
            )
    except IntegrityError:
        raise Refusal("policy_changed", _by(newest(by.site_id))) from None
    changed = [list(found) for found in differences(rules(before), whole)]
    audit.record(by, "policy_saved", version=saved.version, changed=changed)
    hints.add(hints.RequestsChanged(by.site_id))
    return saved


def restore(by_id: int, base: int, version: int) -> PolicyVersion:
    """The rules of an older version, as a new one."""
    by = audit.administrator(by_id)
    return save(by_id, base, rules(policy_at(by.site_id, version)), restores=version)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Field by field, as `weights.load` or `rings[2].after`, in the order of their names."""
    old, new = dict(_flat("", before)), dict(_flat("", after))
    return [
        Difference(field, old.get(field), new.get(field))
        for field in sorted(old.keys() | new.keys())
        if old.get(field) != new.get(field)
    ]


def _flat(name: str, value: object) -> list[tuple[str, object]]:
    if isinstance(value, Mapping):
        parts = [(f"{name}.{key}" if name else str(key), part) for key, part in value.items()]
    elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
        parts = [(f"{name}[{place}]", part) for place, part in enumerate(value)]
    else:
        return [(name, value)]
    return [found for key, part in parts for found in _flat(key, part)]


def _by(row: PolicyVersion | None) -> dict[str, Any]:
    return {"version": row.version if row else 0, "by": row.saved_by.name if row and row.saved_by else ""}
