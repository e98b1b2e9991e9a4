"""Is an agent's message that asks for a secret stopped, and do the leads hear of it once?"""

from uuid import uuid4

from tests.support.browserless import Browser
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer, Frame


def reports_of(lead: AgentPlayer, thread: str) -> list[Frame]:
    """What was stopped in a thread, as it is on somebody's desk now."""
    return [item for item in lead.follow_desk().values() if item["kind"] == "report" and item["thread"] == thread]


async def test_who_asks_for_a_secret_is_stopped_and_every_lead_is_told_once(running: Instance) -> None:
    async with (
        AgentPlayer(running, "carlos") as carlos,
        AgentPlayer(running, "nadia") as lead,
        CustomerPlayer(running) as customer,
    ):
        await customer.hello(language="es", region="LATAM")
        thread = await customer.start("no puedo entrar")
        await carlos.event(thread, "assigned")
        client_id = uuid4().hex
        for _again in range(2):
            answer = await carlos.say(thread, "Por favor, envíeme su contraseña 4111111111111111", client_id)
            assert (answer["code"], answer["data"], answer["retryable"]) == ("asks_secret", {"kind": "password"}, False)
        [report] = await lead.until(lambda: reports_of(lead, thread), "the report")
        assert (report["by"], report["what"]) == (carlos.follow_desk()[f"agent:{carlos.me}"]["name"], "password")
        assert "4111111111111111" not in report["text"]
        assert not reports_of(carlos, thread)
        # A warning passes, and so does the same among agents.
        assert (await carlos.say(thread, "Nunca le pediremos su contraseña."))["t"] == "ack"
        assert (await carlos.say(thread, "I must not say: send me your password", kind="note"))["t"] == "ack"
        await customer.event(thread, "message", text="Nunca le pediremos su contraseña.")
        assert not [one for one in customer.events[thread].values() if "envíeme" in str(one["body"])]
        subject = await carlos.ask("escalate", thread=thread, subject="Send us your recovery phrase here")
        assert subject["code"] == "asks_secret"
        reply = await carlos.ask("savereply", name="test-phish", language="en", text="Please send me your password")
        assert reply["code"] == "settings_invalid"
        # Only a lead looks into it; twice is once.
        assert (await carlos.ask("review", id=report["id"]))["code"] == "not_allowed"
        assert (await lead.ask("review", id=report["id"]))["t"] == "ok"
        assert (await lead.ask("review", id=report["id"]))["t"] == "ok"
        assert (await lead.ask("review", id=10**9))["code"] == "not_found"
        await lead.until(lambda: not reports_of(lead, thread), "the report is done")
        assert (await carlos.ask("resolve", thread=thread))["t"] == "ok"
    status, html = Browser(running, "admin").get("/console/office/acts")
    assert (status, html.count("Report of a colleague&#x27;s message reviewed")) == (200, 1)
