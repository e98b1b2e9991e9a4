"""Does an escalation make exactly one ticket, and does its customer follow it to the end?"""

import asyncio
import re
import urllib.error
import urllib.parse
import urllib.request
from email import message_from_string, policy
from http.cookiejar import CookieJar
from uuid import uuid4

from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer, identity


class Browser:
    """Opens pages and sends their forms, with cookies, as a browser without scripts does."""

    def __init__(self) -> None:
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, url: str) -> str:
        """A page."""
        return self._read(urllib.request.Request(url))

    def post(self, url: str, page: str, **fields: str) -> str:
        """Send the form of a page; hidden fields come along."""
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', page))
        data = urllib.parse.urlencode(hidden | fields).encode()
        return self._read(urllib.request.Request(url, data=data, headers={"Origin": "/".join(url.split("/")[:3])}))

    def _read(self, request: urllib.request.Request) -> str:
        try:
            with self.opener.open(request) as response:
                return str(response.read().decode())
        except urllib.error.HTTPError as error:
            return f"{error.code} {error.read().decode()}"


async def test_a_ticket_is_followed_and_answered_by_its_link(running: Instance) -> None:
    async with AgentPlayer(running, "amira") as amira, CustomerPlayer(running) as layla:
        await layla.hello(identity=identity(running, "layla", sub=f"acct-{uuid4().hex}"), language="en", region="MENA")
        thread = await layla.start(
            "my withdrawal is missing", topic="deposit-withdrawal", fields={"transaction_id": "4e3f" * 16}
        )
        await layla.event(thread, "assigned")
        await amira.until(lambda: thread in amira.events, "the thread")
        answer = await amira.ask("escalate", thread=thread, subject="Missing withdrawal", note="ask the bank")
        again = await layla.ask("escalate", thread=thread)
        assert answer["ticket"] == again["ticket"]
        assert answer["link"] == again["link"]
        browser = Browser()
        page = await asyncio.to_thread(browser.get, answer["link"])
        assert "Missing withdrawal" in page
        assert "my withdrawal is missing" in page
        assert "ask the bank" not in page
        # The same form sent twice (a double click, a reload) is one answer.
        for _ in range(2):
            await asyncio.to_thread(browser.post, answer["link"], page, text="It was 200 <b>euros</b>")
        after = await asyncio.to_thread(browser.get, answer["link"])
        assert after.count("It was 200 &lt;b&gt;euros&lt;/b&gt;") == 1
        await amira.ask("open", thread=thread)
        await amira.event(thread, "message", text="It was 200 <b>euros</b>")
        assert (await amira.say(thread, "Found it."))["t"] == "ack"
        await layla.event(thread, "message", text="Found it.")
        await layla.event(thread, "ticket_status", status="pending")
        await layla.say(thread, "Thank you, but it is not there yet")
        await layla.event(thread, "ticket_status", status="open")
        assert (await amira.ask("ticket", number=answer["ticket"], status="closed"))["t"] == "ok"
        assert (await layla.say(thread, "one more thing"))["code"] == "chat_ended"
        assert "This ticket is closed" in await asyncio.to_thread(browser.get, answer["link"])


async def test_the_page_of_a_ticket_says_why_another_agent_came(running: Instance) -> None:
    async with AgentPlayer(running, "amira") as amira, CustomerPlayer(running) as layla:
        await layla.hello(language="en", region="MENA")
        thread = await layla.start("my withdrawal is missing", topic="trading")
        await layla.event(thread, "assigned")
        await amira.until(lambda: thread in amira.events, "the thread")
        assert (await amira.ask("transfer", thread=thread, to=""))["t"] == "ok"
        await layla.event(thread, "requeued")
        answer = await layla.ask("escalate", thread=thread)
        page = await asyncio.to_thread(Browser().get, answer["link"])
        assert "You are being passed on to a colleague" in page


async def test_escalated_from_both_sides_at_once_it_is_one_ticket(running: Instance) -> None:
    async with AgentPlayer(running, "carlos") as carlos, CustomerPlayer(running) as customer:
        await customer.hello(language="es", region="LATAM")
        for _ in range(5):
            thread = await customer.start("ayuda")
            await carlos.event(thread, "message")
            answers = await asyncio.gather(
                carlos.ask("escalate", thread=thread, subject="uno"),
                *(customer.ask("escalate", thread=thread) for _ in range(4)),
            )
            assert {answer["t"] for answer in answers} == {"ok"}
            assert len({answer["ticket"] for answer in answers}) == 1
            await customer.event(thread, "escalated")
            await customer.event(thread, "ended")
            assert len([e for e in customer.events[thread].values() if e["type"] == "escalated"]) == 1


async def test_with_nobody_on_duty_the_customer_is_told_and_may_choose_a_ticket(running: Instance) -> None:
    async with CustomerPlayer(running) as ivan:
        welcome = await ivan.hello(language="ru", region="CIS")
        assert welcome["desk"]["on_duty"] is False
        thread = await ivan.start("есть кто?")
        stands = await ivan.get("queue", thread=thread)
        assert stands["nobody_on_duty"]
        assert stands["choices"] == ["ticket"]
        answer = await ivan.ask("choose", thread=thread, choice="ticket", email="ivan@customer.example")
        assert answer["ticket"]
        escalated = await ivan.event(thread, "escalated")
        assert escalated["body"]["cause"] == "nobody_on_duty"
        found = await ivan.get("thread")
        while not found["thread"].get("ticket"):
            found = await ivan.get("thread")
        assert found["thread"]["ticket"]["email"] == "i…@customer.example"
        assert found["thread"]["writable"]


async def test_an_address_counts_only_once_its_owner_has_confirmed_it(running: Instance) -> None:
    address = f"anna-{uuid4().hex[:8]}@customer.example"
    async with CustomerPlayer(running) as anna, AgentPlayer(running, "nadia") as lead:
        await anna.hello(language="ru")
        thread = await anna.start("SECRET WORDS of the customer")
        ticket = await anna.ask("escalate", thread=thread, email=address)
        for _ in range(3):  # asking again and again sends no second mail
            await anna.ask("contact", thread=thread, email=address)
        mails = await anna.until(lambda: _mails(running, address), "the confirmation mail")
        assert len(mails) == 1
        assert "SECRET WORDS" not in mails[0]
        link = re.search(r"http://\S+/confirm/\S+", mails[0])
        assert link
        await lead.ask("open", thread=thread)
        await lead.say(thread, "first answer")
        browser = Browser()
        page = await asyncio.to_thread(browser.get, link[0])
        assert address in page
        running.manage("shell", "-v", "0", "-c", MAIL_NOW)
        assert len(_mails(running, address)) == 1  # looking at the page confirmed nothing
        assert (await anna.ask("contact", thread=thread, email="not an address"))["code"] == "email_invalid"
        confirmed = await asyncio.to_thread(browser.post, link[0], page)
        assert "Answers will be sent" in confirmed or "Ответы" in confirmed
        await anna.event(thread, "contact", confirmed=True)
        running.manage("shell", "-v", "0", "-c", MAIL_NOW)
        after = _mails(running, address)
        assert len(after) == 2
        assert "first answer" in after[1]
        assert ticket["link"] in after[1]
        running.manage("shell", "-v", "0", "-c", MAIL_NOW)
        assert len(_mails(running, address)) == 2  # no answer is mailed twice


# Answers are mailed once they have been unread for half a minute; here at once.
MAIL_NOW = (
    "from datetime import timedelta; from tickets import tasks; tasks.QUIET = timedelta(0); tasks.mail_answers(0)"
)


def _mails(instance: Instance, address: str) -> list[str]:
    folder = instance.where.data / "mail"
    # A file is written while it is looked for; half a mail is none yet.
    texts = [file.read_text() for file in sorted(folder.glob("*"))] if folder.exists() else []
    mails = [message_from_string(text, policy=policy.default) for text in texts]
    bodies = [mail.get_body(("plain",)) for mail in mails if mail["To"] == address]
    return [body.get_content() for body in bodies if body is not None]


async def test_a_customer_who_left_unanswered_gets_a_ticket_and_an_answered_one_is_ended(running: Instance) -> None:
    async with AgentPlayer(running, "james") as james:
        gone, done = CustomerPlayer(running), CustomerPlayer(running)
        threads = []
        for customer in (gone, done):
            await customer.connect()
            await customer.hello(language="en")
            threads.append(await customer.start("hello?"))
            await james.event(threads[-1], "message")
        await james.say(threads[1], "hello!")
        await gone.close()
        await done.close()
        running.manage(
            "shell", "-v", "0", "-c",
            "from chat.models import Customer; from django.utils import timezone; from datetime import timedelta;"
            f"Customer.objects.filter(threads__public_id__in={threads!r})"
            ".update(seen_at=timezone.now() - timedelta(hours=1));"
            "from chat.models import Watch; from tickets import tasks; now = timezone.now();"
            "Watch.objects.update_or_create(name='customers', defaults={'since': now, 'at': now});"
            "tasks.look_after_left(0);"  # nobody has watched for so long: an outage of ours, not an absence
            "from chat.models import Chat;"
            f"assert Chat.objects.filter(thread__public_id__in={threads!r}, state='active').count() == 2;"
            "now = timezone.now();"
            "Watch.objects.update_or_create(name='customers', defaults={'since': now - timedelta(hours=2), 'at': now});"
            "tasks.look_after_left(0)",
        )  # fmt: skip
        escalated = await james.event(threads[0], "escalated")
        assert escalated["body"]["cause"] == "left_unresolved"
        ended = await james.event(threads[1], "ended")
        assert ended["body"]["reason"] == "left"


async def test_forged_and_foreign_links_open_nothing(running: Instance) -> None:
    async with CustomerPlayer(running) as customer:
        await customer.hello(language="ru")
        thread = await customer.start("ссылка")
        link = (await customer.ask("escalate", thread=thread))["link"]
    browser = Browser()
    for forged in (link[:-1] + ("A" if link[-1] != "A" else "B"), link.split(".")[0], f"{running.url}/t/x.y"):
        assert (await asyncio.to_thread(browser.get, forged)).startswith("404")
    assert (await asyncio.to_thread(browser.get, link.replace("/t/", "/confirm/"))).startswith("404")
    page = await asyncio.to_thread(browser.get, link)
    no_token = urllib.request.Request(link, data=b"text=hi&client_id=abc", headers={"Origin": running.url})
    refused = await asyncio.to_thread(Browser()._read, no_token)
    assert refused.startswith("403")
    assert "Referrer-Policy: same-origin" in await asyncio.to_thread(_headers, link)
    assert page


def _headers(url: str) -> str:
    with urllib.request.urlopen(url) as response:
        return str(response.headers)


async def test_a_ticket_whose_turn_was_lost_in_a_crash_is_moved_all_the_same(running: Instance) -> None:
    async with AgentPlayer(running, "nadia") as lead, CustomerPlayer(running) as customer:
        await customer.hello(language="ru")
        thread = await customer.start("раз")
        ticket = await customer.ask("escalate", thread=thread)
        await lead.ask("open", thread=thread)
        await lead.say(thread, "an answer")
        await customer.event(thread, "ticket_status", status="pending")
        # As if the process had died right after it stored the customer's message.
        running.manage("shell", "-v", "0", "-c", LOST_TURN.format(thread=thread))
        running.manage("shell", "-v", "0", "-c", "from tickets import tasks; tasks.settle_turns(0)")
        await customer.event(thread, "ticket_status", status="open")
        await lead.until(
            lambda: lead.follow_desk().get(f"ticket:{ticket['ticket']}", {}).get("state") == "open", "the desk"
        )
        before = len(customer.events[thread])
        running.manage("shell", "-v", "0", "-c", "from tickets import tasks; tasks.settle_turns(0)")
        await customer.ask("history", thread=thread)
        assert len(customer.events[thread]) == before


LOST_TURN = """
from chat import door, hints
from chat.events import Message
from chat.models import Event, Thread
from django.db.models import F
from datetime import timedelta
t = Thread.objects.get(public_id="{thread}")
item = door.event(t.pk, Message(text="more"), door.Actor.customer(t.customer_id))
hints.committed(door.append, [item])
Event.objects.filter(thread=t, client_id=item.client_id).update(at=F("at") - timedelta(minutes=1))
"""


async def test_an_answer_sent_again_does_not_hide_what_the_customer_wrote_since(running: Instance) -> None:
    async with AgentPlayer(running, "carlos") as carlos, CustomerPlayer(running) as customer:
        await customer.hello(language="es", region="LATAM")
        thread = await customer.start("ayuda")
        await carlos.event(thread, "message")
        number = (await carlos.ask("escalate", thread=thread, subject="uno"))["ticket"]
        await carlos.ask("open", thread=thread)
        await carlos.until(lambda: f"chat:{thread}" not in carlos.follow_desk(), "the chat has left the desk")
        client_id = uuid4().hex
        first = await carlos.say(thread, "¿qué pasa?", client_id)
        await customer.event(thread, "ticket_status", status="pending")
        await customer.say(thread, "sigue igual")
        await customer.event(thread, "ticket_status", status="open")
        assert (await carlos.say(thread, "¿qué pasa?", client_id))["seq"] == first["seq"]
        await carlos.ask("ticket", number=number, take=True)  # answered after whatever the repetition did
        stands = await customer.ask("history", thread=thread)
        statuses = [event["body"]["status"] for event in stands["events"] if event["type"] == "ticket_status"]
        assert statuses == ["pending", "open"]
