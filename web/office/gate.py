"""Who may open the pages of leads and administrators, and how do their changes reach the rest?

A view runs on a database thread and gets a `Visit`; what it changes through `act` is published after it has answered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override

from agents.models import Agent
from chat import hints
from chat.database import in_thread
from chat.errors import Refusal
from web.office.menu import menu
from web.sockets import process

LANGUAGES = ("en", "zh-hans")

P = ParamSpec("P")
Result = TypeVar("Result")


@dataclass(slots=True)
class Visit:
    """A lead or administrator who opened a page; `here` are the agents whose console is connected to this process."""

    agent: Agent
    here: set[int]
    published: list[hints.Hint] = field(default_factory=list)

    def act(self, action: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        """Run a writing action in one transaction; its hints go out after the answer."""
        result, found = hints.committed(action, *args, **kwargs)
        self.published += found
        return result


def language_of(request: HttpRequest) -> str:
    """The reader's, where these pages are translated: half a language is worse than none, above all from right to
    left."""
    language = getattr(request, "LANGUAGE_CODE", "en")
    return language if language in LANGUAGES else "en"


View = Callable[Concatenate[HttpRequest, Visit, P], HttpResponseBase]


Needed = Literal["agent", "lead", "administrator"]


def page(needed: Needed) -> Callable[[View[...]], Callable[..., Any]]:
    """For everybody of the desk, for leads, or for administrators alone."""

    def decorate(view: View[...]) -> Callable[..., Any]:
        @wraps(view)
        async def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            here = await process.current()
            published: list[hints.Hint] = []

            def run() -> HttpResponseBase:
                # A database thread knows nothing of the request's language.
                with override(language_of(request)):
                    agent = request.user
                    if not isinstance(agent, Agent) or not agent.is_active:
                        return redirect("sign-in")
                    if not (needed == "agent" or (agent.administers if needed == "administrator" else agent.leads)):
                        return render(request, "office/refused.html", {"needed": needed}, status=403)
                    visit = Visit(agent, set(here.consoles.present), published)
                    return view(request, visit, *args, **kwargs)

            response = await in_thread(run)
            if published:
                here.bus.publish(published)
            return response

        return wrapped

    return decorate


def told(refusal: Refusal) -> list[dict[str, str]]:
    """A refusal as (field, reason) to show; `field` is empty where it is about the whole. `code` is the field's name
    where the reason does not say it by itself."""
    if refusal.code == "settings_invalid":
        return [{**problem, "code": problem["field"]} for problem in refusal.data["problems"]]
    words = {
        "deputies_cycle": _("Deputies would come back to the same person: %(people)s.")
        % {"people": " → ".join(refusal.data.get("people", []))},
        "agent_unknown": _("This person is not of this desk any more."),
        "account_invalid": _("An account is the website's own id of the customer, 1 to 200 characters."),
        "policy_changed": _("%(by)s saved version %(version)s meanwhile. Nothing of yours is lost: it is below. ")
        % {"by": refusal.data.get("by") or _("Somebody"), "version": refusal.data.get("version", "?")}
        + _("Compare, then save again."),
        "not_found": _("This is not there any more."),
        "not_allowed": _("Your role does not allow this."),
    }
    return [{"field": "", "reason": words.get(refusal.code, refusal.kind.message)}]


def shown(request: HttpRequest, template: str, visit: Visit, **context: Any) -> HttpResponse:
    """A page with its frame; 400 where something was refused."""
    status = 400 if context.get("problems") else 200
    around = {"visit": visit, "menu": menu(visit.agent, request.path)}
    return render(request, template, {**around, **context}, status=status)
