"""What can a lead do to help, and what does the customer notice of it? Over the public protocol."""

from __future__ import annotations

from typing import Any

from agents import wall
from reporting.core.figures import BOUNDS
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer


def colleague(player: AgentPlayer, one: str) -> dict[str, Any]:
    """Somebody on a player's desk."""
    return player.follow_desk().get(f"agent:{one}", {})


async def test_a_lead_sets_a_colleagues_status_and_the_colleague_is_told(running: Instance) -> None:
    async with AgentPlayer(running, "nadia") as nadia, AgentPlayer(running, "lina") as lina:
        await lina.ask("status", status="available")
        assert (await nadia.ask("status", status="away", agent=lina.me))["t"] == "ok"
        await lina.until(lambda: colleague(lina, lina.me).get("status_reason") == "lead", "told who did it")
        assert colleague(lina, lina.me)["status"] == "away"
        await lina.ask("status", status="available")
        await lina.until(lambda: "status_reason" not in colleague(lina, lina.me), "their own choice again")


async def test_only_leads_set_a_colleagues_status(running: Instance) -> None:
    async with AgentPlayer(running, "nadia") as nadia, AgentPlayer(running, "lina") as lina:
        assert (await lina.ask("status", status="offline", agent=nadia.me))["code"] == "not_allowed"
        assert (await nadia.ask("status", status="offline", agent="nobody"))["code"] == "agent_unknown"
        await nadia.send("status", rid="1", status="asleep", agent=lina.me)
        await nadia.get("error", code="bad_frame")


async def test_a_console_that_nobody_touches_makes_away_only_who_was_available(running: Instance) -> None:
    async with AgentPlayer(running, "lina") as lina:
        await lina.ask("status", status="available")
        assert (await lina.ask("idle"))["t"] == "ok"
        await lina.until(lambda: colleague(lina, lina.me).get("status_reason") == "idle", "away for being idle")
        await lina.ask("status", status="offline")
        await lina.ask("idle")
        await lina.until(lambda: colleague(lina, lina.me).get("status") == "offline", "as they chose")
        await lina.ask("status", status="available")


async def test_a_lead_watches_silently_whispers_and_takes_over(running: Instance) -> None:
    async with (
        AgentPlayer(running, "dmitri") as dmitri,
        AgentPlayer(running, "nadia") as nadia,
        CustomerPlayer(running) as customer,
    ):
        await dmitri.ask("status", status="available")
        await customer.hello(language="ru")
        thread = await customer.start("Где мой перевод?")
        await customer.event(thread, "assigned")
        await dmitri.event(thread, "message", text="Где мой перевод?")
        head = max(customer.events[thread])
        before = len(customer.seen)

        await nadia.send("open", rid="1", thread=thread)
        await nadia.event(thread, "message", text="Где мой перевод?")
        await nadia.send("read", thread=thread, seq=head)
        assert (await nadia.say(thread, "Ask for the reference", kind="note"))["t"] == "ack"
        noted = await dmitri.event(thread, "note", text="Ask for the reference")
        assert noted["by"]["id"] == nadia.me
        # What the agent reads and says afterwards has come, so whatever the lead caused would be here too.
        await dmitri.send("read", thread=thread, seq=1)
        await dmitri.say(thread, "Номер перевода?")
        await customer.event(thread, "message", text="Номер перевода?")
        read = await customer.get("read", thread=thread)
        assert read["read"]["agent"] == 1 < head
        assert not [frame for frame in customer.seen[before:] if frame["t"] in ("read", "typing")]
        assert "note" not in {event["type"] for event in customer.events[thread].values()}

        # Away and whatever the load: a lead's own decision.
        await nadia.ask("status", status="away")
        assert (await nadia.ask("transfer", thread=thread, to=nadia.me, note="I know this bank"))["t"] == "ok"
        await customer.event(thread, "transferred")
        assert (await nadia.say(thread, "Я теперь здесь"))["t"] == "ack"
        await customer.event(thread, "message", text="Я теперь здесь")
        await dmitri.until(lambda: f"chat:{thread}" not in dmitri.follow_desk(), "theirs no more")
        await nadia.ask("resolve", thread=thread)
        await nadia.ask("status", status="available")


async def test_nobody_but_a_lead_takes_a_chat_over(running: Instance) -> None:
    async with (
        AgentPlayer(running, "dmitri") as dmitri,
        AgentPlayer(running, "lina") as lina,
        CustomerPlayer(running) as customer,
    ):
        await customer.hello(language="ru")
        thread = await customer.start("привет")
        await dmitri.event(thread, "message", text="привет")
        assert (await lina.ask("transfer", thread=thread, to=lina.me))["code"] == "chat_not_yours"
        await customer.ask("end", thread=thread)


async def test_the_bounds_of_the_wall_are_the_sites_and_a_leads_to_change(running: Instance) -> None:
    async with AgentPlayer(running, "nadia") as nadia, AgentPlayer(running, "lina") as lina:

        def rules(player: AgentPlayer) -> dict[str, Any]:
            return player.follow_desk().get("rules:", {})

        async def told(player: AgentPlayer) -> None:
            await player.until(lambda: rules(player).get("wait") == 120, "the new bounds")

        wanted = {"wait": 120, "queue": 7, "level": 75}
        assert (await lina.ask("wall", **wanted))["code"] == "not_allowed"
        for wrong in ({"wait": 61}, {"queue": -1}, {"queue": 1_001}, {"level": 101}):
            assert (await nadia.ask("wall", **wanted | wrong))["code"] == "bad_frame", wrong
        assert (await nadia.ask("wall", **wanted))["t"] == "ok"
        for player in (nadia, lina):
            await told(player)
            assert {name: rules(player)[name] for name in wanted} == wanted
        assert rules(nadia)["idle_minutes"] == 15
        assert (await nadia.ask("wall", wait=60, queue=5, level=80))["t"] == "ok"


async def test_a_lead_sees_to_how_many_a_waiting_chat_could_be_given(running: Instance) -> None:
    def line(player: AgentPlayer, key: str) -> tuple[int, int] | None:
        found = player.follow_desk().get(f"cover:{key}")
        return (found["there"], found["free"]) if found else None

    async with AgentPlayer(running, "nadia") as nadia, AgentPlayer(running, "dmitri") as dmitri:
        await dmitri.ask("status", status="away")
        await nadia.until(lambda: line(nadia, "language:ru") == (0, 0), "nobody who speaks Russian")
        await dmitri.ask("status", status="available")
        await nadia.until(lambda: line(nadia, "language:ru") == (1, 1), "one, for a chat that may come")
        async with CustomerPlayer(running) as customer:
            # From a region that he does not serve, which counts until the first ring widens it.
            await customer.hello(language="ru", region="LATAM")
            thread = await customer.start("привет")
            await nadia.until(lambda: f"chat:{thread}" in nadia.follow_desk(), "it waits")
            await nadia.until(lambda: line(nadia, "language:ru") == (1, 0), "there, but not to be given this one yet")
            assert not [key for key in dmitri.follow_desk() if key.startswith("cover:")], "for leads alone"
            await customer.ask("end", thread=thread)
        await dmitri.ask("status", status="available")


def test_a_service_level_is_counted_for_every_bound_of_the_wall() -> None:
    assert wall.WAITS == BOUNDS
