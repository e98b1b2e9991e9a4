"""What do a customer's frames do? The widget's side of the protocol."""

from __future__ import annotations

import time
from typing import Any, ClassVar

import msgspec
from django.conf import settings

from agents.opening import Opening, speaks
from chat import customers, hints, pages
from chat.attributes import bounded
from chat.customers import Arrival
from chat.database import in_thread
from chat.door import Actor, check_client_id, event
from chat.errors import CloseCode, Refusal
from chat.events import Message
from chat.models import Customer, Site
from chat.stored import Stored
from routing import abuse
from routing import actions as routing
from tickets import actions as tickets
from tickets.links import link_for
from tickets.models import Ticket
from web import limits
from web.protocol.customer import CustomerRequest, Hello, Welcome
from web.protocol.customer.person import About, Blocked, BlockOut, Forget, Identify, PageChange
from web.protocol.customer.site import Desk, Duty
from web.protocol.customer.thread import Choose, Contact, End, Escalate, Start, ThreadStands
from web.protocol.shared import VERSION, Ack, History, IsTyping, Ok, Ping, Pong, ReadUpTo, Send
from web.sockets import asking, views
from web.sockets.connection import Closed
from web.sockets.conversing import Conversing
from web.sockets.process import Process
from web.sockets.surroundings import surroundings


class CustomerConnection(Conversing):
    """One widget."""

    requests: ClassVar[Any] = msgspec.json.Decoder(CustomerRequest)
    hello: ClassVar[type[Any]] = Hello

    def __init__(self, process: Process, *args: Any) -> None:
        super().__init__(process, *args)
        self._address = str((self.scope.get("client") or ("",))[0])
        self.customer_id = 0
        self.actor_key = ""
        self.site: Site
        self.token = ""
        self.language = ""
        self.region = ""
        self._duty: Desk | None = None
        self._block: BlockOut | None = None

    # Beginning and end

    async def greet(self, frame: Hello) -> None:
        """`hello`: who is it, what do we have for them."""
        around = surroundings(frame, self._user_agent())
        self.site = await self._site_of(frame.site)
        arrival = await self.process.act(
            customers.arrive, self.site, frame.token, frame.identity, around, self._count_new
        )
        if arrival.customer.verified:
            await self.process.act(routing.refresh_requests, arrival.customer)
        self._is(arrival)
        self.admit(self.process, self.actor_key)
        self.process.customers.add(self)
        await self._keep_out()
        await self._welcome(min(frame.v, VERSION), arrival.customer, frame.threads)

    async def _welcome(self, v: int, customer: Customer, heads: dict[str, int]) -> None:
        """Tell how everything stands, and follow what is not followed yet from the `seq` that the client has."""
        read_at = self.process.hub.changes.tick
        threads = await self.process.threads_of.ask(self.customer_id)
        on_duty = await self.process.duty.now(self.site.pk)
        self.push(
            Welcome(
                v=v,
                now=time.time(),
                token=self.token,
                customer=views.customer_out(customer),
                site=views.site_out(self.site, customer.language),
                desk=self._desk(on_duty),
                threads=list(threads.values()),
                blocked=self._block,
            )
        )
        await self._join({pk: view for pk, view in threads.items() if view.id not in self.threads}, heads, read_at)
        self.process.visitors.came(self)

    def _user_agent(self) -> str:
        """What the browser calls itself."""
        return next((value.decode("latin-1") for name, value in self.scope["headers"] if name == b"user-agent"), "")

    def _count_new(self) -> None:
        limits.count("customers", f"{self.site.pk}|{self._address}", settings.NEW_CUSTOMERS_PER_ADDRESS, 60)

    async def _count_contact(self, email: str) -> None:
        if email:
            await in_thread(limits.count, "contacts", self._address, settings.CONTACTS_PER_ADDRESS, 3600)

    def _is(self, arrival: Arrival) -> None:
        self.customer_id = arrival.customer.pk
        self.actor_key = f"customer:{self.customer_id}"
        self.token = arrival.token
        self.language = arrival.customer.language
        self.region = arrival.customer.region

    def _desk(self, found: Opening) -> Desk:
        here = speaks(found.languages, self.language)
        desk = Desk(
            on_duty=here,
            languages=sorted(found.languages),
            opens_at=None if here else found.opens_at(self.language, self.region),
            wait=self.process.duty.wait(self.site.pk, self.language) if here else None,
        )
        self._duty = desk
        return desk

    def duty_is(self, found: Opening) -> None:
        """Who is there now; said only when it is news."""
        before = self._duty
        desk = self._desk(found)
        if desk != before:
            self.push(Duty(desk=desk))

    async def _site_of(self, key: str) -> Site:
        found = await self.process.sites.ask(key)
        if isinstance(found, Refusal):
            raise found
        return found

    async def leave(self) -> None:
        """The widget is gone."""
        self.dismiss(self.process)
        self.process.customers.discard(self)
        self.process.visitors.went(self)
        self._leave_all()

    async def _keep_out(self) -> None:
        """A customer who may not write has nothing live, whatever they began before they signed in."""
        self._block = await self.process.blocks_of.ask(self.customer_id)
        if self._block is not None:
            await self.process.act(abuse.end_live, self.customer_id, Actor.system())

    async def block_is(self) -> None:
        """Whether this customer may write has changed."""
        self._block = await self.process.blocks_of.ask(self.customer_id)
        self.push(Blocked(blocked=self._block))

    # Frames

    def at_once(self, frame: Any) -> bool:
        """The frames that come often."""
        match frame:
            case Send():
                self._send_message(frame)
            case ReadUpTo(thread=thread, seq=seq):
                self.process.marks.read_up_to(self._thread(thread), customer=max(0, seq))
            case IsTyping() if self._block:
                pass  # of no use to anybody: it cannot be sent
            case IsTyping(thread=thread, on=on):
                self.process.bus.publish([hints.IsTyping(self._thread(thread), "customer", self.actor_key, "", on)])
            case Ping():
                self.push(Pong(now=time.time()))
            case _:
                return False
        return True

    async def handle(self, frame: Any) -> None:
        """The others."""
        match frame:
            case Start():
                await self._start(frame)
            case Choose(choice="ticket", rid=rid, thread=thread, email=email):
                await self._escalate(rid, thread, email, self._cause(thread))
            case Escalate(rid=rid, thread=thread, email=email):
                await self._escalate(rid, thread, email, Ticket.Cause.CUSTOMER)
            case Contact(rid=rid, thread=thread, email=email):
                await self._count_contact(email)
                await self.process.act(asking.contact, self._thread(thread), email)
                self.push(Ok(rid=rid, thread=thread))
            case History(rid=rid, thread=thread, before=before):
                await self._history(rid, thread, before)
            case Identify(rid=rid, identity=identity):
                await self._identify(rid, identity)
            case PageChange(page=page):
                await self.process.act(pages.seen, self.customer_id, customers.page_url(page.url), page.title)
            case About(attributes=said, pages=agreed):
                await self.process.act(customers.says, self.customer_id, bounded(said))
                if agreed is not None:
                    await self.process.act(pages.consent, self.customer_id, pages.Consent.HOST, agreed)
            case Forget(rid=rid):
                await self.process.act(customers.forget, Customer(pk=self.customer_id), self.token)
                self.push(Ok(rid=rid))
                raise Closed(CloseCode.GOING_AWAY)
            case _:
                # Ending needs no thread that is followed here: it may have begun in another tab just now.
                named = "" if isinstance(frame, End) else getattr(frame, "thread", "")
                thread_id = self._thread(named) if named else 0
                self.push(await asking.answer(self.process, self.customer_id, thread_id, frame))

    def _send_message(self, frame: Send) -> None:
        thread_id = self._thread(frame.thread)
        client_id = check_client_id(frame.client_id)
        item = event(thread_id, Message(text=frame.text), Actor.customer(self.customer_id), client_id)

        def stored(one: Stored) -> None:
            self.push(Ack(thread=frame.thread, client_id=client_id, seq=one.seq, at=one.at))
            if thread_id in self.with_ticket:
                self.process.soon(tickets.reopen_by_message, thread_id)

        self.submit(self.process.writer, item, frame, stored)

    async def _start(self, frame: Start) -> None:
        try:
            chat, found = await in_thread(asking.start, self.customer_id, frame)
        except Refusal as refusal:
            if refusal.code == "chat_open":
                await self.meet()  # what the refusal names, the client may write to
            raise
        self.process.bus.publish(found)
        read_at = self.process.hub.changes.tick
        views_of = await in_thread(views.customer_threads, [chat.thread_id])
        view = views_of[chat.thread_id]
        self.push(Ok(rid=frame.rid, thread=view.id))
        self.push(ThreadStands(thread=view))
        if view.id not in self.threads:
            await self._join(views_of, {}, read_at)
        self.process.bus.publish([hints.ThreadBegun(self.customer_id)])

    async def _escalate(self, rid: str, thread: str, email: str, cause: str) -> None:
        self._thread(thread)
        await self._count_contact(email)
        ticket = await self.process.act(tickets.escalate_by_customer, self.customer_id, thread, cause, email)
        self.with_ticket.add(ticket.thread_id)
        link = await in_thread(link_for, ticket)
        self.push(Ok(rid=rid, thread=thread, ticket=ticket.number, link=link))

    async def _identify(self, rid: str, identity: str) -> None:
        customer = await in_thread(Customer.objects.select_related("site").get, pk=self.customer_id)
        arrival = await self.process.act(customers.identify, customer, identity)
        if arrival.customer.pk != self.customer_id:
            self.process.customers.discard(self)
        self.process.visitors.went(self)
        self._is(arrival)
        self.admit(self.process, self.actor_key)
        self.process.customers.add(self)
        await self.process.act(routing.refresh_requests, arrival.customer)
        await self._keep_out()
        self.push(Ok(rid=rid))
        self.site = await self._site_of(self.site.key)
        await self._welcome(VERSION, arrival.customer, {})
