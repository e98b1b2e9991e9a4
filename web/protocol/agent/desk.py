"""What lies on an agent's desk? One frame, with an item for each thing on it."""

from __future__ import annotations

from typing import Literal

from chat.events import BlockCategory
from web.protocol.shared import ChatState, Frame, Shape, Status, TicketState


class DeskCustomer(Shape, frozen=True):
    """A customer in a list."""

    name: str
    tier: int = 0
    verified: bool = False
    region: str = ""
    language: str = ""


class DeskChat(Shape, frozen=True, tag_field="kind", tag="chat"):
    """A live chat: one's own, or waiting, or (for leads) anyone's. `key` is `chat:` and its thread. `offered_to` is the
    agent who is being asked about a waiting one, `waits_for` the account manager for whom exactly its customer chose to
    wait."""

    key: str
    thread: str
    state: ChatState
    topic: str
    language: str
    queued_at: float
    customer: DeskCustomer
    urgent: bool = False
    agent: str = ""
    assigned_at: float | None = None
    offered_to: str = ""
    waits_for: str = ""


class DeskOffer(Shape, frozen=True, tag_field="kind", tag="offer"):
    """A waiting chat that is offered to oneself until `expires_at`; answer with `accept` or `decline`. `key` is
    `offer:` and its thread, `text` the beginning of the customer's first message."""

    key: str
    thread: str
    agent: str
    topic: str
    language: str
    queued_at: float
    offered_at: float
    expires_at: float
    customer: DeskCustomer
    urgent: bool = False
    text: str = ""


class DeskTicket(Shape, frozen=True, tag_field="kind", tag="ticket"):
    """An unclosed ticket. `key` is `ticket:` and its number; `priority` 1 is the most urgent of 4."""

    key: str
    number: int
    thread: str
    state: TicketState
    priority: int
    subject: str
    topic: str
    customer: DeskCustomer
    updated_at: float
    agent: str = ""
    snoozed_until: float | None = None


class DeskAgent(Shape, frozen=True, tag_field="kind", tag="agent"):
    """A colleague (or oneself). `key` is `agent:` and the id. `load` and `capacity` are in units. `status_reason` is
    empty where it was the person's own choice, missed_offers when they became away by letting too many offers run out,
    idle when nobody touched their console, lead when a lead set it. While they finish up after a chat, until
    `wraps_up_until`, the router gives them nothing."""

    key: str
    id: str
    name: str
    role: str
    status: Status
    reachable: bool
    load: int
    capacity: int
    languages: dict[str, int]
    status_reason: str = ""
    on_shift: bool = True
    wraps_up_until: float | None = None
    wrap_up_extended: bool = False


class DeskCover(Shape, frozen=True, tag_field="kind", tag="cover"):
    """For leads: how many people work who may take what waits in a line of the wall (`there`), now or once it has
    widened as far as it will, and to how many of them it could be given at this moment (`free`); by the router's own
    filters, for one of those who wait there, or else for a new chat. `key` is `cover:` and the line: `all`,
    `language:` and a language, `tier:` and a number. At most 5 s old."""

    key: str
    there: int
    free: int


class DeskAlarm(Shape, frozen=True, tag_field="kind", tag="alarm"):
    """For leads: a rota has nobody from `start` until `until` (seconds since 1970). `key` is `alarm:` and the team."""

    key: str
    team: str
    start: float
    until: float


class DeskTopic(Shape, frozen=True, tag_field="kind", tag="topic"):
    """A topic of the site. `key` is `topic:` and its slug; a `retired` one is there for the chats that name it. `name`
    is for languages that are not among `names` (language → name)."""

    key: str
    slug: str
    name: str
    names: dict[str, str] = {}
    urgent: bool = False
    retired: bool = False


class DeskReplies(Shape, frozen=True, tag_field="kind", tag="replies"):
    """Everybody's canned replies have this version. `key` is `replies:`."""

    key: str
    version: int


class DeskRules(Shape, frozen=True, tag_field="kind", tag="rules"):
    """What holds for every console of the site: minutes without a hand, after which one is away; and the bounds of the
    wall, of which leads are told: a wait in seconds, so many waiting in a language or tier, a service level in per
    cent. `key` is `rules:`."""

    key: str
    idle_minutes: int
    wait: int
    queue: int
    level: int


class DeskMention(Shape, frozen=True, tag_field="kind", tag="mention"):
    """A note names oneself and was not read yet. `key` is `mention:`, its thread, the note's `seq` and one's own id,
    with colons between; `by` is the name of who wrote it, `text` its beginning."""

    key: str
    thread: str
    agent: str
    by: str
    at: float
    text: str
    customer: DeskCustomer


class DeskReport(Shape, frozen=True, tag_field="kind", tag="report"):
    """For leads: a colleague's message asked a customer for a secret (`what`: password, code, key, phrase or card) and
    was stopped. `key` is `report:` and the id."""

    key: str
    id: int
    thread: str
    by: str
    what: str
    text: str
    at: float


class DeskHandover(Shape, frozen=True, tag_field="kind", tag="handover"):
    """A colleague (`by`) asks oneself to take their chat over, until `expires_at`; answer with `accept` or `decline`.
    `key` is `handover:` and its thread."""

    key: str
    thread: str
    agent: str
    by: str
    topic: str
    language: str
    queued_at: float
    offered_at: float
    expires_at: float
    customer: DeskCustomer
    urgent: bool = False
    note: str = ""


class DeskPassing(Shape, frozen=True, tag_field="kind", tag="passing"):
    """A chat that oneself passes on: `to` is asked until `expires_at`, or (`outcome` declined, missed or withdrawn) it
    came back from `to` with `text`, until `noticed`. `meant` is the person, the team, or the language and level.
    `key` is `passing:` and its thread."""

    key: str
    thread: str
    agent: str
    meant: str
    to: str
    customer: DeskCustomer
    expires_at: float | None = None
    outcome: Literal["", "declined", "missed", "withdrawn"] = ""
    text: str = ""


class DeskGuest(Shape, frozen=True, tag_field="kind", tag="guest"):
    """A colleague's chat in which oneself helps, asked by `by`; with `writes` one may write to the customer. `key` is
    `guest:`, its thread and one's own id, with colons between."""

    key: str
    thread: str
    agent: str
    by: str
    at: float
    customer: DeskCustomer
    writes: bool = False


class DeskTeam(Shape, frozen=True, tag_field="kind", tag="team"):
    """A team, to whom a chat can be passed on. `key` is `team:` and its id; `members` are ids of agents."""

    key: str
    id: int
    name: str
    members: list[str]


class DeskBlock(Shape, frozen=True, tag_field="kind", tag="block"):
    """For leads: this customer may not write until `until` (absent: for good). `key` is `block:` and the id, `thread`
    where it happened, `by` who decided it. `appeal` is the customer's word on it at `appealed_at`, while nobody has
    answered."""

    key: str
    id: int
    thread: str
    customer: DeskCustomer
    category: BlockCategory
    by: str
    at: float
    until: float | None = None
    reason: str = ""
    appeal: str = ""
    appealed_at: float | None = None


DeskItem = (
    DeskChat
    | DeskOffer
    | DeskTicket
    | DeskAgent
    | DeskTopic
    | DeskCover
    | DeskAlarm
    | DeskReplies
    | DeskRules
    | DeskMention
    | DeskReport
    | DeskBlock
    | DeskHandover
    | DeskPassing
    | DeskGuest
    | DeskTeam
)


class DeskDelta(Frame, frozen=True, tag="desk"):
    """The desk. With `base` 0 it is a snapshot that replaces everything; else it applies to version `base` alone:
    items in `put` are added or replaced by their key, keys in `drop` removed. A client whose version is not `base`
    reconnects."""

    base: int
    version: int
    put: list[DeskItem] = []
    drop: list[str] = []
