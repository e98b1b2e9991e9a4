"""Is anybody there for a customer of this language and region, and if not, when will somebody be?

Who is there now is what people do (available, on shift, console connected), just as the router asks it of whoever takes
a chat: "we are here" must not be followed by a queue in which nobody is. When somebody will be is what is planned: the
site's office hours where such are set, else the shifts of those who speak the language.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field

from agents import roster
from agents.core.shifts import next_on
from agents.models import Agent


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody of the desk. `present`: on shift and available."""

    agent_id: int
    languages: frozenset[str]
    present: bool


@dataclass(slots=True)
class Opening:
    """A site at one moment (seconds since 1970). `reachable`: whose console is connected; None where nobody can tell,
    and whoever chose to be there counts."""

    now: float
    plan: roster.Roster
    people: list[Speaker]
    reachable: Set[int] | None = None
    _next: dict[tuple[str, str], float | None] = field(default_factory=dict)

    @property
    def languages(self) -> set[str]:
        """In which somebody is there now."""
        here = (
            one for one in self.people if one.present and (self.reachable is None or one.agent_id in self.reachable)
        )
        return {language for one in here for language in one.languages}

    def opens_at(self, language: str, region: str) -> float | None:
        """When somebody will be there for a language and region; None where nothing is planned, or it is open."""
        key = (language, region)
        if key not in self._next:
            self._next[key] = self._opens_at(language, region)
        return self._next[key]

    def _opens_at(self, language: str, region: str) -> float | None:
        hours = self.plan.open_hours(language, region)
        if hours is not None:
            opens = next_on(hours, self.now)
            return opens if opens is not None and opens > self.now else None
        moments = [
            moment
            for person in self.people
            if speaks(person.languages, language)
            and (moment := self.plan.next_on(person.agent_id, self.now)) is not None
        ]
        return min((moment for moment in moments if moment > self.now), default=None)


def read(site_id: int, now: float) -> Opening:
    """The site now; who is reachable is for the caller to add."""
    plan = roster.of(site_id)
    rows = Agent.objects.filter(site=site_id, is_active=True)
    languages: dict[int, set[str]] = {}
    present: dict[int, bool] = {}
    for agent_id, status, language in rows.values_list("pk", "status", "language_skills__language"):
        languages.setdefault(agent_id, set()).update([language] if language else [])
        present[agent_id] = status == Agent.Status.AVAILABLE
    people = [
        Speaker(agent_id, frozenset(spoken), present[agent_id] and plan.duty(agent_id, now).on)
        for agent_id, spoken in languages.items()
    ]
    return Opening(now, plan, people)


def speaks(languages: Set[str], language: str) -> bool:
    """Whether one of these languages serves a customer of that one."""
    return language in languages or language.split("-")[0] in {each.split("-")[0] for each in languages}
