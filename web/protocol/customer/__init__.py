"""Which frames do the widget and the server exchange? Endpoint `/ws/customer`."""

from __future__ import annotations

from web.protocol import shared
from web.protocol.customer import person, thread
from web.protocol.customer.site import Desk, Duty, SiteOut
from web.protocol.shared import Frame, Request


class Hello(Request, frozen=True, tag="hello"):
    """First frame. `token` resumes an anonymous or known customer; `identity` is the host website's JWT;
    `threads` maps each thread the client holds to the last `seq` it has, from where the server goes on. `zone` is the
    browser's time zone by its IANA name, so that an agent sees what time it is for the customer. `attributes` are what
    the page's script tells of the customer: the first 20, names of 40 characters, values of 200. `pages` says whether
    the customer agreed, on the host website, that the pages they visit are kept; without it nobody has said so."""

    v: int
    site: str
    token: str = ""
    identity: str = ""
    language: str = ""
    region: str = ""
    page: person.PageSeen | None = None
    device: person.Device | None = None
    threads: dict[str, int] = {}
    zone: str = ""
    attributes: dict[str, str] = {}
    pages: bool | None = None


class Welcome(Frame, frozen=True, tag="welcome"):
    """The answer to `hello`. `token` is to be kept and sent next time. `threads` are newest first; the events that
    the client does not have follow in `events` frames."""

    v: int
    now: float
    token: str
    customer: person.CustomerOut
    site: SiteOut
    desk: Desk
    threads: list[thread.CustomerThread] = []
    blocked: person.BlockOut | None = None


CustomerRequest = (
    Hello
    | person.Identify
    | person.PageChange
    | person.About
    | person.KeepPages
    | thread.Start
    | shared.Send
    | shared.ReadUpTo
    | shared.IsTyping
    | thread.End
    | thread.Rate
    | thread.Choose
    | thread.WaitFor
    | thread.Speak
    | thread.Escalate
    | thread.Contact
    | person.Appeal
    | shared.History
    | person.Forget
    | shared.Ping
    | shared.Got
)


CustomerFrame = Welcome | Duty | person.Blocked | thread.ThreadStands | thread.Queue | shared.ToBoth
