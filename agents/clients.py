"""Who looks after which client, and who stands in? Account managers and their deputies; leads decide.

A client is an account of the host website (the identity's `sub`). The people for a client are the manager, then the
deputy for this client or else the manager's own, then that one's deputy, and so on: hence a chain that comes back to
somebody is refused when it is saved, so that routing never meets one.
"""

from __future__ import annotations

from agents import audit
from agents.models import Agent, ClientCare
from chat import hints
from chat.errors import Refusal

CHAIN = 3  # people who are asked for a client one after the other; each costs the client the seconds of a hold


def set_deputy(by_id: int, agent_public_id: str, deputy_public_id: str) -> None:
    """Who stands in for a person's clients; nobody, when empty. `deputies_cycle` names the chain."""
    by = audit.lead(by_id)
    people = _people(by)
    agent = _found(people, agent_public_id)
    deputy = _found(people, deputy_public_id) if deputy_public_id else None
    agent.deputy = deputy
    for first in [[agent.pk], *map(_first, ClientCare.objects.filter(site=by.site_id))]:
        _refuse_cycle(first, people)
    Agent.objects.filter(pk=agent.pk).update(deputy=deputy)
    audit.record(by, "deputy_set", agent.name, agent=agent.pk, deputy=deputy.pk if deputy else None)
    hints.add(hints.RequestsChanged(by.site_id))


def set_manager(by_id: int, account: str, manager_public_id: str, deputy_public_id: str = "") -> str:
    """Who looks after an account; nobody, when `manager_public_id` is empty. The account as it is kept."""
    by = audit.lead(by_id)
    account = account.replace("\x00", "").strip()
    if not account or len(account) > 200:
        raise Refusal("account_invalid")
    people = _people(by)
    if not manager_public_id:
        ClientCare.objects.filter(site=by.site_id, account=account).delete()
        audit.record(by, "manager_removed", account)
    else:
        manager = _found(people, manager_public_id)
        deputy = _found(people, deputy_public_id) if deputy_public_id else None
        _refuse_cycle([manager.pk] + ([deputy.pk] if deputy else []), people)
        ClientCare.objects.update_or_create(
            site_id=by.site_id, account=account, defaults={"manager": manager, "deputy": deputy}
        )
        audit.record(by, "manager_set", account, manager=manager.pk, deputy=deputy.pk if deputy else None)
    hints.add(hints.RequestsChanged(by.site_id))
    return account


def people_for(site_id: int, account: str | None) -> list[int]:
    """The manager and those who stand in, in order; nobody for whoever has no manager."""
    if account is None:
        return []
    care = ClientCare.objects.filter(site=site_id, account=account).first()
    if care is None:
        return []
    deputies = dict(Agent.objects.filter(site=site_id).values_list("pk", "deputy"))
    return chain(_first(care), deputies)[:CHAIN]


def chain(first: list[int], deputies: dict[int, int | None]) -> list[int]:
    """The people of `first`, then deputies of the last, each once."""
    people = list(dict.fromkeys(first))
    following = deputies.get(people[-1])
    while following is not None and following not in people:
        people.append(following)
        following = deputies.get(following)
    return people


def _first(care: ClientCare) -> list[int]:
    return [care.manager_id] + ([care.deputy_id] if care.deputy_id else [])


def _people(by: Agent) -> dict[int, Agent]:
    """Everybody of the site, locked in order: two who change deputies at once must not close a cycle between them."""
    rows = Agent.objects.select_for_update(no_key=True).filter(site=by.site_id, is_active=True).order_by("pk")
    return {agent.pk: agent for agent in rows}


def _found(people: dict[int, Agent], public_id: str) -> Agent:
    for agent in people.values():
        if agent.public_id == public_id:
            return agent
    raise Refusal("agent_unknown")


def _refuse_cycle(first: list[int], people: dict[int, Agent]) -> None:
    """`first`, then the deputies of the last: nobody may come twice."""
    walked = list(first)
    while len(set(walked)) == len(walked):
        last = people.get(walked[-1])
        if last is None or last.deputy_id is None:
            return
        walked.append(last.deputy_id)
    names = [people[each].name if each in people else "" for each in walked]
    raise Refusal("deputies_cycle", {"people": names})
