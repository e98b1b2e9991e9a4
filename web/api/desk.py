"""What can programs of the desk ask and change over HTTP? Signed in by the session's cookie; a change needs the
console's Origin in full."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from agents import wall
from agents.models import Agent
from chat import hints
from chat.database import in_thread
from chat.errors import Refusal
from reporting import figures
from reporting.core import Figures, Period
from reporting.equals import equals
from routing import policies
from routing.models import PolicyVersion
from web.api.views import answer, refusals_answered
from web.office import periods
from web.office import service as page
from web.office.gate import language_of
from web.sockets import process

BODY_BYTES = 64 * 1024
VERSIONS = 50  # of a policy in one answer

Answer = Callable[[HttpRequest, Agent, list[hints.Hint]], Any]


def for_desk(*, administrators: bool = False) -> Callable[[Answer], Callable[..., Any]]:
    """A view for leads, or administrators alone: what it returns is answered as JSON, its hints are published."""

    def decorate(view: Answer) -> Callable[..., Any]:
        @wraps(view)
        async def wrapped(request: HttpRequest) -> HttpResponse:
            here = await process.current()
            published: list[hints.Hint] = []

            @refusals_answered
            def run(request: HttpRequest) -> HttpResponse:
                if request.method not in ("GET", "HEAD") and request.headers.get("Origin") != settings.CONSOLE_ORIGIN:
                    raise Refusal("origin_refused", {"origin": request.headers.get("Origin", "")[:200]})
                agent = request.user
                if not isinstance(agent, Agent) or not agent.is_active:
                    raise Refusal("session_invalid")
                if not (agent.administers if administrators else agent.leads):
                    raise Refusal("not_allowed")
                with override(language_of(request)):
                    return answer(view(request, agent, published))

            response = await in_thread(run, request)
            here.bus.publish(published)
            return response

        return wrapped

    return decorate


class PolicyChange(msgspec.Struct, forbid_unknown_fields=True):
    """The body of a save: `base` is the version it was made from; `policy` the rules, or `restore` an older version."""

    base: int
    policy: dict[str, Any] | None = None
    restore: int | None = None
    note: str = ""


@csrf_exempt  # the Origin in full is required instead, which browsers do not let pages forge
@require_http_methods(["GET", "PUT"])
@for_desk(administrators=True)
def policy(request: HttpRequest, agent: Agent, published: list[hints.Hint]) -> dict[str, Any]:
    """The policy in force or an older `?version=`, with a page of the history, newest first: `?before=` a version goes
    on from there while there are `more`. PUT saves a new version."""
    if request.method == "PUT":
        if len(request.body) > BODY_BYTES:
            raise Refusal("frame_too_large")
        try:
            change = msgspec.json.decode(request.body, type=PolicyChange)
        except (msgspec.MsgspecError, RecursionError) as error:
            raise Refusal("bad_frame", {"reason": str(error)[:200]}) from None
        if (change.policy is None) == (change.restore is None):
            raise Refusal("bad_frame", {"reason": "either policy or restore"})
        if change.restore is not None:
            _saved, found = hints.committed(policies.restore, agent.pk, change.base, change.restore)
        else:
            _saved, found = hints.committed(policies.save, agent.pk, change.base, change.policy or {}, change.note)
        published += found
    last = policies.newest(agent.site_id)
    version, before = _number(request, "version"), _number(request, "before")
    shown = policies.policy_at(agent.site_id, (last.version if last else 0) if version is None else version)
    history = PolicyVersion.objects.select_related("saved_by").filter(site=agent.site_id).order_by("-version")
    if before is not None:
        history = history.filter(version__lt=before)
    rows = list(history[: VERSIONS + 1])
    return {
        "version": shown.version if last and version != 0 else 0,
        "policy": policies.rules(shown),
        "overtaking_bound": shown.overtaking_bound,
        "versions": [
            {
                "version": row.version,
                "at": row.created_at.timestamp(),
                "by": row.saved_by.name if row.saved_by else "",
                "note": row.note,
                "restores": row.restores,
            }
            for row in rows[:VERSIONS]
        ],
        "more": len(rows) > VERSIONS,
    }


def _number(request: HttpRequest, name: str) -> int | None:
    """A whole number of the query; None for anything else."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


@require_http_methods(["GET"])
@for_desk()
def service(request: HttpRequest, agent: Agent, published: list[hints.Hint]) -> dict[str, Any]:
    """Volume, waits and work: the whole, each value of `by`, and each day (or hour, up to two days) in local time."""
    asked = page.asked(request.GET, wall.promise(agent.site_id))
    dimension, value = asked.drawn
    series = figures.series(agent.site_id, asked.period, asked.step, dimension, value)
    until = figures.counted_until(agent.site_id)
    return {
        **_period(asked.period),
        "by": asked.by,
        "within": asked.within,
        "step": asked.step,
        "counted_until": until.timestamp() if until else None,
        "total": _figures(figures.total(series.values()), asked.within),
        "values": {
            each: _figures(found, asked.within)
            for each, found in figures.by_value(agent.site_id, asked.period, asked.by).items()
        },
        "series": [{"at": at.isoformat(), **_figures(found, asked.within)} for at, found in series.items()],
    }


def _figures(found: Figures, within: int) -> dict[str, Any]:
    """All counts and sums, with what follows from them; null where nothing can be said, or beyond the last bound."""
    waits = {name: found.wait(share) for name, share in (("wait_p50_s", 0.5), ("wait_p90_s", 0.9))}
    return {
        **found._asdict(),
        "service_level": found.service_level(within),
        **{name: None if wait == float("inf") else wait for name, wait in waits.items()},
        "occupancy": found.occupancy,
    }


@require_http_methods(["GET"])
@for_desk()
def waits(request: HttpRequest, agent: Agent, published: list[hints.Hint]) -> dict[str, Any]:
    """Were waits as told? `from`, `to` (days) and `zone`; shares within the p50 and p90 that were told, and how many
    waited without being told (`untold`)."""
    asked = periods.period(request.GET)
    by = {
        name: {value: _told(found) for value, found in figures.by_value(agent.site_id, asked, dimension).items()}
        for name, dimension in (("all", "all"), ("languages", "language"), ("tiers", "tier"))
    }
    return {**_period(asked), **by, "all": by["all"].get("")}


def _told(found: Figures) -> dict[str, Any]:
    return {
        "waits": found.told,
        "within_p50": found.within_first,
        "within_p90": found.within_second,
        "mean_told_s": found.mean_told,
        "mean_waited_s": found.mean_told_wait,
        "left": found.told_left,
        "untold": found.untold,
    }


@require_http_methods(["GET"])
@for_desk()
def fairness(request: HttpRequest, agent: Agent, published: list[hints.Hint]) -> dict[str, Any]:
    """Load and idle time of each person among those who answer in the same languages; `evenness` null where there is
    too little to say."""
    asked = periods.period(request.GET)
    return {
        **_period(asked),
        "groups": [
            {
                "languages": group.languages,
                "evenness": group.evenness,
                "people": [
                    {
                        "agent_id": person.public_id,
                        "name": person.name,
                        "working_s": found.working_s,
                        "assignments": found.served,
                        "load": found.load,
                        "load_per_hour": found.load_per_hour,
                        "idle_share": found.idle_share,
                        "busy": found.occupancy,
                    }
                    for person, found in group.people
                ],
            }
            for group in equals(agent.site_id, asked)
        ],
    }


def _period(asked: Period) -> dict[str, str]:
    return {"from": asked.first.isoformat(), "to": asked.last.isoformat(), "zone": asked.zone}
