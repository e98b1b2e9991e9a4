"""How does a chat come to its agent, and what is on a desk then? Steps that many stories begin with."""

from __future__ import annotations

from tests.support.players import AgentPlayer, CustomerPlayer, Frame


async def taken(customer: CustomerPlayer, agent: AgentPlayer, text: str = "…") -> str:
    """The Russian-speaking customer's chat with this agent, the only one available who does: its thread."""
    await agent.ask("status", status="available")
    await customer.hello(language="ru")
    thread = await customer.start(text)
    await agent.event(thread, "message", text=text)
    return thread


async def served(customer: CustomerPlayer, *agents: AgentPlayer, **hello: str) -> tuple[str, AgentPlayer, AgentPlayer]:
    """A chat with one of two agents: its thread, who has it, and the other."""
    await customer.hello(**hello)
    thread = await customer.start("помогите")
    whose = (await customer.event(thread, "assigned"))["body"]["agent"]["id"]
    one, other = sorted(agents, key=lambda agent: agent.me != whose)
    await one.event(thread, "message")
    return thread, one, other


async def item(agent: AgentPlayer, key: str) -> Frame:
    """Something on an agent's desk, once it is there."""
    found: Frame = await agent.until(lambda: agent.follow_desk().get(key), key)
    return found


async def gone(agent: AgentPlayer, key: str) -> None:
    """It is not on the desk any more."""
    await agent.until(lambda: key not in agent.follow_desk(), f"{key} gone")
