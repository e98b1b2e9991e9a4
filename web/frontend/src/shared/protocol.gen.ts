// Generated from web/protocol by `make protocol`. Do not edit.

export const VERSION = 1;
export const MESSAGE_CHARACTERS = 5000;
export const CloseCode = { GOING_AWAY: 4000, SLOW: 4001, SILENT: 4002, BEHIND: 4003, SIGNED_OUT: 4501, ORIGIN_REFUSED: 4502, UNKNOWN_SITE: 4503, UNSUPPORTED_VERSION: 4504, BAD_FRAMES: 4505, HELLO_EXPECTED: 4506, FLOOD: 4507, TOO_MANY: 4508 } as const;
export type ErrorCode = "bad_frame" | "unknown_frame" | "frame_too_large" | "hello_first" | "unsupported_version" | "rate_limited" | "too_many_connections" | "unavailable" | "internal" | "unknown_site" | "origin_refused" | "identity_expired" | "identity_invalid" | "session_invalid" | "not_allowed" | "not_found" | "thread_unknown" | "message_empty" | "asks_secret" | "message_too_long" | "client_id_invalid" | "chat_ended" | "chat_open" | "chat_not_yours" | "chat_changed" | "language_unknown" | "topic_unknown" | "field_missing" | "field_invalid" | "agent_unknown" | "agent_unavailable" | "offer_gone" | "account_invalid" | "deputies_cycle" | "no_manager" | "settings_invalid" | "policy_changed" | "status_unknown" | "too_many_guests" | "customer_gone" | "blocked" | "not_blocked" | "appeal_made" | "no_appeal" | "rating_invalid" | "reveals_used_up" | "notes_full" | "file_unknown" | "file_empty" | "file_too_large" | "file_type_refused" | "file_type_lies" | "file_damaged" | "picture_too_large" | "file_offset" | "file_part_invalid" | "file_busy" | "ticket_unknown" | "snooze_invalid" | "ticket_closed" | "email_invalid" | "link_invalid";

/** The host page on which the customer is. */
export interface CustomerPageSeen {
  url?: string;
  title?: string;
  referrer?: string;
}

/** The app around a web view, as the embed told it. */
export interface CustomerDevice {
  app?: string;
  version?: string;
  model?: string;
}

/** First frame. `token` resumes an anonymous or known customer; `identity` is the host website's JWT; `threads` maps each thread the client holds to the last `seq` it has, from where the server goes on. `zone` is the browser's time zone by its IANA name, so that an agent sees what time it is for the customer. `attributes` are what the page's script tells of the customer: the first 20, names of 40 characters, values of 200. `pages` says whether the customer agreed, on the host website, that the pages they visit are kept; without it nobody has said so. */
export interface CustomerHelloRequest {
  t: "hello";
  v: number;
  site: string;
  token?: string;
  identity?: string;
  language?: string;
  region?: string;
  page?: CustomerPageSeen | null;
  device?: CustomerDevice | null;
  threads?: Record<string, number>;
  zone?: string;
  attributes?: Record<string, string>;
  pages?: boolean | null;
}

/** The customer signed in on the host website (or the identity was renewed); the conversation is kept. */
export interface CustomerIdentifyRequest {
  t: "identify";
  rid: string;
  identity: string;
}

/** The customer moved to another page of the host website. */
export interface CustomerPageChangeRequest {
  t: "page";
  page: CustomerPageSeen;
}

/** The page's script tells other attributes than in `hello`, all of them, or what the customer agreed to there. */
export interface CustomerAboutRequest {
  t: "about";
  attributes?: Record<string, string>;
  pages?: boolean | null;
}

/** The customer's own word on whether the pages they visit are kept for the desk; "no" forgets those that were. */
export interface CustomerKeepPagesRequest {
  t: "keeppages";
  rid: string;
  on: boolean;
}

/** Begin a chat with its first message, and what its topic asks for: by the field's name, `null` where the customer says that they do not have it. Repeating it with the same `client_id` gives the same thread. */
export interface CustomerStartRequest {
  t: "start";
  rid: string;
  client_id: string;
  topic: string;
  text: string;
  language?: string;
  fields?: Record<string, string | null>;
}

/** A message; answered by `ack`. A customer's works while waiting, in a chat, and on a thread with an open ticket. An agent's that asks for a password, code, key or recovery phrase is refused with `asks_secret`, and leads are told. */
export interface Send {
  t: "send";
  thread: string;
  client_id: string;
  text: string;
}

/** Whoever sends it has seen everything up to `seq`. */
export interface ReadUpTo {
  t: "read";
  thread: string;
  seq: number;
}

/** Whoever sends it is writing (`on`) or stopped. Repeat every 4 s while it lasts. */
export interface IsTyping {
  t: "typing";
  thread: string;
  on: boolean;
}

/** End the chat. */
export interface CustomerEndRequest {
  t: "end";
  rid: string;
  thread: string;
}

/** Rate the ended chat: `score` 1 to 5; `tags` of friendly, quick, solved, slow, unclear, unsolved. */
export interface CustomerRateRequest {
  t: "rate";
  rid: string;
  thread: string;
  score: number;
  comment?: string;
  tags?: string[];
}

/** The answer to `choices` of a `queue` frame: keep the place, or make it a ticket and leave the queue. */
export interface CustomerChooseRequest {
  t: "choose";
  rid: string;
  thread: string;
  choice: "keep" | "ticket";
  email?: string;
}

/** A waiting customer who has an account manager (`manager` of the thread) waits for exactly that person, or takes anyone; may be changed as long as the chat waits. */
export interface CustomerWaitForRequest {
  t: "wait_for";
  rid: string;
  thread: string;
  whom: "anyone" | "manager";
}

/** A waiting customer goes on in another of the site's languages, at the same place; what they asked for before remains as a wish. */
export interface CustomerSpeakRequest {
  t: "speak";
  rid: string;
  thread: string;
  language: string;
}

/** Make a ticket of this matter. Answered by `ok` with its number and link; repeating it gives the same one. */
export interface CustomerEscalateRequest {
  t: "escalate";
  rid: string;
  thread: string;
  email?: string;
}

/** Give the e-mail address for the ticket of this thread. A confirmation is sent there; nothing else before. */
export interface CustomerContactRequest {
  t: "contact";
  rid: string;
  thread: string;
  email: string;
}

/** The one word of a blocked customer on it, 1,000 characters at most; leads read and answer it. Refused with `appeal_made` when there was one, `not_blocked` when nothing is to be appealed. */
export interface CustomerAppealRequest {
  t: "appeal";
  rid: string;
  text: string;
}

/** Events before `before` (0: the newest), at most 100; answered by `page`. */
export interface History {
  t: "history";
  rid: string;
  thread: string;
  before?: number;
}

/** Shared device: the resume token is revoked and the server closes. The history itself stays with the desk. */
export interface CustomerForgetRequest {
  t: "forget";
  rid: string;
}

/** Every 25 s, answered by `pong`; a connection silent for 60 s is closed. An agent's keeps them reachable. */
export interface Ping {
  t: "ping";
}

/** The client has the first `frames` frames of this connection (`welcome` is the first). Sent after every 32nd frame and 64 KiB, and within 5 s of a frame not yet confirmed. Who owes too much is closed with 4001. */
export interface Got {
  t: "got";
  frames: number;
}

export type CustomerRequest = CustomerHelloRequest | CustomerIdentifyRequest | CustomerPageChangeRequest | CustomerAboutRequest | CustomerKeepPagesRequest | CustomerStartRequest | Send | ReadUpTo | IsTyping | CustomerEndRequest | CustomerRateRequest | CustomerChooseRequest | CustomerWaitForRequest | CustomerSpeakRequest | CustomerEscalateRequest | CustomerContactRequest | CustomerAppealRequest | History | CustomerForgetRequest | Ping | Got;

/** Whom the server takes this customer for. `language` is the one in which they are answered, `unserved_language` the one that they asked for, where nobody of the desk answers in it. `keeps_pages`: the pages they visit are kept for the desk. */
export interface CustomerOut {
  id: string;
  name?: string;
  verified?: boolean;
  tier?: number;
  language?: string;
  unserved_language?: string;
  keeps_pages?: boolean;
}

/** Something that a topic asks for. A transaction is one word of letters, digits, `:`, `_` and `-`, and is not masked. */
export interface CustomerFieldOut {
  name: string;
  label: string;
  kind?: "text" | "transaction";
  required?: boolean;
}

/** A topic to choose from, named in the customer's language. `at_hand`: what to have ready; `first_aid`: what to do meanwhile, a step a line. A `retired` one is there for the names of earlier chats, not to be chosen. */
export interface CustomerTopicOut {
  slug: string;
  name: string;
  urgent?: boolean;
  fields?: CustomerFieldOut[];
  at_hand?: string;
  first_aid?: string;
  retired?: boolean;
}

/** What the widget needs to know of the site. `languages` are those that the desk answers in. */
export interface CustomerSiteOut {
  name: string;
  languages: string[];
  topics: CustomerTopicOut[];
  greeting?: string;
}

/** Within how many seconds half and nine of ten are answered, whole minutes upwards; zeros while somebody has room. */
export interface CustomerWait {
  p50: number;
  p90: number;
}

/** Is somebody on duty for this customer's language now? `languages` are those in which anybody is. `opens_at`: when somebody will be, by the hours and shifts that are planned (seconds since 1970; absent: nothing is planned). `wait` is what somebody waits who begins now in this language; absent while it is not known. */
export interface CustomerDesk {
  on_duty: boolean;
  languages?: string[];
  opens_at?: number | null;
  wait?: CustomerWait | null;
}

/** What a customer may know of an agent. `picture` is the name behind `/p/`, of a chat as it stands; empty: none. */
export interface AgentCard {
  id: string;
  name: string;
  languages?: string[];
  picture?: string;
}

/** A live episode on a thread. `code`, while an agent has it: whoever types it on the page `/verify` learns that this agent is genuine. */
export interface ChatOut {
  id: string;
  state: "active" | "ended" | "waiting";
  topic: string;
  language: string;
  queued_at: number;
  assigned_at?: number | null;
  ended_at?: number | null;
  ended_by?: string;
  rating?: number | null;
  agent?: AgentCard | null;
  code?: string;
}

/** How far each side has read: the highest `seq` seen by the customer, and by any agent. `delivered`: the highest that has come to the console of the chat's agent, at least what was read. */
export interface Cursors {
  customer?: number;
  agent?: number;
  delivered?: number;
}

/** A ticket as its customer sees it. `email` is shortened (`l…@example.com`); `link` opens it anywhere. */
export interface CustomerTicketOut {
  number: number;
  state: "closed" | "open" | "pending" | "solved";
  link: string;
  email?: string;
  confirmed?: boolean;
}

/** The account manager of a waiting customer, and whom they chose to wait for ('' while they have not). */
export interface CustomerManagerOut {
  name: string;
  wait_for?: "" | "anyone" | "manager";
}

/** A thread as it stands: its newest chat and ticket, and how far each side has read. `writable`: a message sent now is accepted. `manager` is there while the chat waits and somebody looks after this customer. */
export interface CustomerThread {
  id: string;
  head: number;
  chat: ChatOut;
  read: Cursors;
  writable: boolean;
  ticket?: CustomerTicketOut | null;
  manager?: CustomerManagerOut | null;
}

/** This customer may read, and not write, until `until` (absent: for good). `appealed`: they have said their word, `answered`: a lead has kept the block all the same, with `answer`. */
export interface CustomerBlockOut {
  category: "fraud" | "insults" | "other" | "spam" | "threats";
  at: number;
  until?: number | null;
  appealed?: boolean;
  answer?: string;
  answered?: boolean;
}

/** The answer to `hello`. `token` is to be kept and sent next time. `threads` are newest first; the events that the client does not have follow in `events` frames. */
export interface CustomerWelcome {
  t: "welcome";
  v: number;
  now: number;
  token: string;
  customer: CustomerOut;
  site: CustomerSiteOut;
  desk: CustomerDesk;
  threads?: CustomerThread[];
  blocked?: CustomerBlockOut | null;
}

/** Somebody came on duty, or the last one left: replaces the `desk` of `welcome`. */
export interface CustomerDuty {
  t: "duty";
  desk: CustomerDesk;
}

/** This customer was blocked, answered, or (without `blocked`) let in again: replaces what `welcome` said. */
export interface CustomerBlocked {
  t: "blocked";
  blocked?: CustomerBlockOut | null;
}

/** A thread as it stands now: replaces what the client knew of its chat and ticket. */
export interface CustomerThreadStands {
  t: "thread";
  thread: CustomerThread;
}

/** Where the waiting chat stands: `position` 1 is next. The wait from now is likely between `p50` and `p90` seconds (absent: not known). `choices` is filled once the wait is longer than the policy allows, or when nobody is on duty. At most one every 2 s. */
export interface CustomerQueue {
  t: "queue";
  thread: string;
  position: number;
  p50?: number | null;
  p90?: number | null;
  choices?: string[];
  nobody_on_duty?: boolean;
}

/** Who caused an event. `id` and `name` are there for agents, and for the customer in an agent's view. */
export interface By {
  kind: "agent" | "customer" | "system";
  id?: string;
  name?: string;
}

/** One event of a log as this audience may see it. `body` has the fields of the event type (see Events). */
export interface EventOut {
  seq: number;
  type: string;
  at: number;
  by: By;
  body: Record<string, unknown>;
  client_id?: string;
}

/** All events of a thread with `after < seq <= upto` that this audience may see. A receiver whose own head is below `after` has missed something and asks with `history`; one whose head is at or above `upto` ignores it. Numbers between may be missing: they are not for this audience. */
export interface Events {
  t: "events";
  thread: string;
  after: number;
  upto: number;
  events: EventOut[];
}

/** What was sent with this `client_id` is stored, durably, under `seq`. A repeated send gets the same `seq`. */
export interface Ack {
  t: "ack";
  thread: string;
  client_id: string;
  seq: number;
  at: number;
}

/** The request `rid` was carried out; what it made is in the fields. */
export interface Ok {
  t: "ok";
  rid: string;
  thread?: string;
  ticket?: number | null;
  link?: string;
}

/** A frame was refused: a row of the error table. `rid` or `client_id` say which frame, where it had one. */
export interface Error {
  t: "error";
  code: string;
  message: string;
  retryable: boolean;
  data?: Record<string, unknown>;
  rid?: string;
  client_id?: string;
  thread?: string;
}

/** Somebody on the other side is writing; it lapses after 6 s unless it is repeated. */
export interface Typing {
  t: "typing";
  thread: string;
  by: By;
  on: boolean;
}

/** How far each side has read by now. */
export interface Read {
  t: "read";
  thread: string;
  read: Cursors;
}

/** Older events, the answer to `history`: all with `after < seq <= upto`; `more` says whether older ones exist. */
export interface Page {
  t: "page";
  rid: string;
  thread: string;
  after: number;
  upto: number;
  events: EventOut[];
  more?: boolean;
}

/** What the client knows of this thread is not in the log (a restored backup, or older than retention): forget it, ask for `history` again. Unsent messages stay and are sent anew. */
export interface StartOver {
  t: "startover";
  thread: string;
}

/** The answer to `ping`. `now` is the server's clock: countdowns use the difference to the local one. */
export interface Pong {
  t: "pong";
  now: number;
}

/** This server is about to restart: reconnect after a random part of `within_ms`. */
export interface GoAway {
  t: "goaway";
  within_ms: number;
}

export type CustomerFrame = CustomerWelcome | CustomerDuty | CustomerBlocked | CustomerThreadStands | CustomerQueue | Events | Ack | Ok | Error | Typing | Read | Page | StartOver | Pong | GoAway;

/** First frame. `threads` maps each thread the console holds to the last `seq` it has. */
export interface AgentHelloRequest {
  t: "hello";
  v: number;
  threads?: Record<string, number>;
}

/** Show a thread: answered by `thread` with its newest events, which then go on by themselves until `close`. */
export interface AgentOpenRequest {
  t: "open";
  rid: string;
  thread: string;
}

/** This thread is not on the screen any more (events of one's own chats go on all the same). */
export interface AgentCloseRequest {
  t: "close";
  thread: string;
}

/** A note that only agents see; answered by `ack`. The colleagues in `mentions` (ids) find it on their desks. */
export interface AgentWriteNoteRequest {
  t: "note";
  thread: string;
  client_id: string;
  text: string;
  mentions?: string[];
}

/** What names oneself in this thread, or came back to oneself, is before one's eyes: it leaves the desk. */
export interface AgentNoticedRequest {
  t: "noticed";
  thread: string;
}

/** What has come to this console of one's own chats and is not being read: thread → highest `seq`. Gathered for a second, so that many chats cost one frame; for a chat that is being read `read` says it all. */
export interface AgentDeliveredRequest {
  t: "delivered";
  threads: Record<string, number>;
}

/** Choose one's own status; for leads also a colleague's (`agent`), which is recorded. */
export interface AgentSetStatusRequest {
  t: "status";
  rid: string;
  status: "available" | "away" | "offline";
  agent?: string;
}

/** Nobody has touched this console for a good while, and a warning went unanswered: away, if one was available. */
export interface AgentIdleRequest {
  t: "idle";
  rid: string;
}

/** End the chat with a judgement. `topic` (a slug) says what it was about where that is another one. */
export interface AgentResolveRequest {
  t: "resolve";
  rid: string;
  thread: string;
  outcome?: "resolved" | "unresolved";
  topic?: string;
}

/** Ask the agent `to`, somebody of the `team`, or whoever speaks `language` at `level` to take the chat over; it stays yours until one accepts. Without any of these it goes back to the queue in its old place. `note` is for agents. A lead who names themself takes it over, whatever their status and load. */
export interface AgentTransferRequest {
  t: "transfer";
  rid: string;
  thread: string;
  to?: string;
  note?: string;
  team?: number;
  language?: string;
  level?: number;
}

/** Ask nobody any more to take the chat over. */
export interface AgentTakeBackRequest {
  t: "takeback";
  rid: string;
  thread: string;
}

/** Take the chat that is offered. Refused with `offer_gone` when it is over; `data.reason` is accepted (by another tab of yours), declined, missed, withdrawn or the reason for which it ended. */
export interface AgentAcceptRequest {
  t: "accept";
  rid: string;
  thread: string;
}

/** Do not take the chat that is offered; it goes to somebody else at once. `text` is for leads; where a colleague passes it on, for them. */
export interface AgentDeclineRequest {
  t: "decline";
  rid: string;
  thread: string;
  reason: "busy" | "conflict" | "language" | "leaving" | "other" | "topic";
  text?: string;
}

/** Ask a colleague into one's own live chat (for leads: any): to read and note, or with `writes` to write to the customer too. Asked again, `writes` changes. */
export interface AgentInviteRequest {
  t: "invite";
  rid: string;
  thread: string;
  agent: string;
  writes?: boolean;
}

/** A guest leaves (`agent` empty: oneself). */
export interface AgentThankRequest {
  t: "thank";
  rid: string;
  thread: string;
  agent?: string;
}

/** Go on with an ended chat, while its customer is there and has no other: a new chat on the same thread, one's own at once. Refused with `customer_gone` when they are not: then a ticket reaches them. */
export interface AgentReopenRequest {
  t: "reopen";
  rid: string;
  thread: string;
}

/** Ask the customer to stay civil: they read it in their language. The thread's log keeps it. */
export interface AgentWarnRequest {
  t: "warn";
  rid: string;
  thread: string;
}

/** End the chat because of abuse. The customer may come back. */
export interface AgentEndAbuseRequest {
  t: "endabuse";
  rid: string;
  thread: string;
}

/** End what is live of this customer, and take nothing from them for an hour, a day, 7 days, 30 days, or (leads only) for good. `category` is what they read; `reason` stays at the desk. */
export interface AgentBlockRequest {
  t: "block";
  rid: string;
  thread: string;
  category: "fraud" | "insults" | "other" | "spam" | "threats";
  duration: "day" | "forever" | "hour" | "month" | "week";
  reason?: string;
}

/** For leads: lift the block with this `id`, or keep it (`lift` false) as the answer to its appeal. The customer reads `text`. Refused with `not_blocked`, or `no_appeal` when none waits for an answer. */
export interface AgentDecideRequest {
  t: "decide";
  rid: string;
  id: number;
  lift: boolean;
  text?: string;
}

/** Make a ticket of this matter and end the chat; `subject` is what the customer reads. Answered by `ok` with its number and link; repeating it gives the same one. */
export interface AgentEscalateRequest {
  t: "escalate";
  rid: string;
  thread: string;
  subject?: string;
  note?: string;
}

/** Make a ticket of another matter that came up in this chat, which goes on as it is: on a thread of its own, about `topic` (a slug). Answered by `ok`; the same `client_id` gives the same one. */
export interface AgentEscalateApartRequest {
  t: "apart";
  rid: string;
  thread: string;
  client_id: string;
  topic: string;
  subject?: string;
  note?: string;
}

/** Change a ticket: its status, or take it (`take`). */
export interface AgentSetTicketRequest {
  t: "ticket";
  rid: string;
  number: number;
  status?: "" | "closed" | "open" | "pending" | "solved";
  take?: boolean;
}

/** Put a ticket to sleep until a moment (seconds since 1970, 90 days ahead at most), or wake it (0). It wakes by itself then, and when its customer writes. */
export interface AgentSnoozeRequest {
  t: "snooze";
  rid: string;
  number: number;
  until: number;
}

/** What this agent has begun to write in a thread; empty: it was sent, or let go. `at` is when the last key was pressed, by the server's clock: what was typed later, in another browser, is not overwritten. */
export interface AgentKeepDraftRequest {
  t: "draft";
  thread: string;
  kind: "message" | "note";
  text: string;
  at: number;
}

/** One's own drafts, also those that were sent meanwhile (empty); answered by `drafts`. Ask after `welcome`, and when the window comes to the front. */
export interface AgentReadDraftsRequest {
  t: "drafts";
  rid: string;
}

/** How one likes to work: does Enter send, and for how many seconds (0, 3, 5 or 10) does a console keep a message back, so that it can be undone? `sounds` says which one (none, chime, bell, drop, marimba, pulse) a kind of event (chat, offer, message, note, alarm) has, where it is not the console's usual one; `volume` is 0 to 100. What is null stays as it was. */
export interface AgentSetPreferencesRequest {
  t: "prefer";
  rid: string;
  enter_sends: boolean;
  undo_seconds: number;
  sounds?: Record<string, string> | null;
  volume?: number | null;
}

/** The canned replies: everybody's and one's own; answered by `replies`. Ask after `welcome`, and when the version of the desk's `replies` item has grown. */
export interface AgentReadRepliesRequest {
  t: "replies";
  rid: string;
}

/** Keep a canned reply of one's own: a new one, or another wording of the one with this `id` in one language. Refused with `settings_invalid`; `data.problems` names each field and the reason. */
export interface AgentSaveReplyRequest {
  t: "savereply";
  rid: string;
  name: string;
  language: string;
  text: string;
  id?: string;
  topic?: string;
}

/** Remove a canned reply of one's own. */
export interface AgentDropReplyRequest {
  t: "dropreply";
  rid: string;
  id: string;
}

/** One's wrap-up after a chat: done already, or as long again (once). */
export interface AgentWrapUpRequest {
  t: "wrapup";
  rid: string;
  do: "extend" | "finish";
}

/** For leads: the report with this `id` has been looked into, and leaves every desk. */
export interface AgentReviewRequest {
  t: "review";
  rid: string;
  id: number;
}

/** For leads: other bounds of the wall, for all leads of the site; recorded. `wait` is one of 5, 10, 20, 30, 60, 120, 300, 600 and 1800 seconds, for which figures are counted. */
export interface AgentSetWallRequest {
  t: "wall";
  rid: string;
  wait: number;
  queue: number;
  level: number;
}

/** Ask for a hidden value: answered by `revealed`, and recorded. `field` is email, account, `attribute:` and a name, or `field:`, the `seq` of a `queued` event, `:` and the name of one of its fields. `reveals_used_up` after so many in an hour. */
export interface AgentRevealRequest {
  t: "reveal";
  rid: string;
  thread: string;
  field: string;
}

/** Note something on the customer of this thread, for everybody of the desk; with `id` another wording of a note of one's own. `client_id` makes a repeated one harmless. */
export interface AgentSavePersonNoteRequest {
  t: "personnote";
  rid: string;
  thread: string;
  client_id: string;
  text: string;
  id?: number;
}

/** Take away a note of one's own, or as a lead anybody's. */
export interface AgentDropPersonNoteRequest {
  t: "droppersonnote";
  rid: string;
  thread: string;
  id: number;
}

export type AgentRequest = AgentHelloRequest | AgentOpenRequest | AgentCloseRequest | Send | AgentWriteNoteRequest | AgentNoticedRequest | ReadUpTo | AgentDeliveredRequest | IsTyping | AgentSetStatusRequest | AgentIdleRequest | AgentResolveRequest | AgentTransferRequest | AgentTakeBackRequest | AgentAcceptRequest | AgentDeclineRequest | AgentInviteRequest | AgentThankRequest | AgentReopenRequest | AgentWarnRequest | AgentEndAbuseRequest | AgentBlockRequest | AgentDecideRequest | AgentEscalateRequest | AgentEscalateApartRequest | AgentSetTicketRequest | AgentSnoozeRequest | History | AgentKeepDraftRequest | AgentReadDraftsRequest | AgentSetPreferencesRequest | AgentReadRepliesRequest | AgentSaveReplyRequest | AgentDropReplyRequest | AgentWrapUpRequest | AgentReviewRequest | AgentSetWallRequest | AgentRevealRequest | AgentSavePersonNoteRequest | AgentDropPersonNoteRequest | Ping | Got;

/** The answer to `hello`. `me` is one's own id; the last four fields are one's preferences (see `prefer`). The desk follows in a `desk` frame, then the newest events of one's own chats. */
export interface AgentWelcome {
  t: "welcome";
  v: number;
  now: number;
  me: string;
  role: "admin" | "agent" | "lead";
  site: string;
  name: string;
  enter_sends?: boolean;
  undo_seconds?: number;
  sounds?: Record<string, string>;
  volume?: number;
}

/** A customer in a list. */
export interface AgentDeskCustomer {
  name: string;
  tier?: number;
  verified?: boolean;
  region?: string;
  language?: string;
}

/** A live chat: one's own, or waiting, or (for leads) anyone's. `key` is `chat:` and its thread. `offered_to` is the agent who is being asked about a waiting one, `waits_for` the account manager for whom exactly its customer chose to wait. */
export interface AgentDeskChat {
  kind: "chat";
  key: string;
  thread: string;
  state: "active" | "ended" | "waiting";
  topic: string;
  language: string;
  queued_at: number;
  customer: AgentDeskCustomer;
  urgent?: boolean;
  agent?: string;
  assigned_at?: number | null;
  offered_to?: string;
  waits_for?: string;
}

/** A waiting chat that is offered to oneself until `expires_at`; answer with `accept` or `decline`. `key` is `offer:` and its thread, `text` the beginning of the customer's first message. */
export interface AgentDeskOffer {
  kind: "offer";
  key: string;
  thread: string;
  agent: string;
  topic: string;
  language: string;
  queued_at: number;
  offered_at: number;
  expires_at: number;
  customer: AgentDeskCustomer;
  urgent?: boolean;
  text?: string;
}

/** An unclosed ticket. `key` is `ticket:` and its number; `priority` 1 is the most urgent of 4. */
export interface AgentDeskTicket {
  kind: "ticket";
  key: string;
  number: number;
  thread: string;
  state: "closed" | "open" | "pending" | "solved";
  priority: number;
  subject: string;
  topic: string;
  customer: AgentDeskCustomer;
  updated_at: number;
  agent?: string;
  snoozed_until?: number | null;
}

/** A colleague (or oneself). `key` is `agent:` and the id. `load` and `capacity` are in units. `status_reason` is empty where it was the person's own choice, missed_offers when they became away by letting too many offers run out, idle when nobody touched their console, lead when a lead set it. While they finish up after a chat, until `wraps_up_until`, the router gives them nothing. */
export interface AgentDeskAgent {
  kind: "agent";
  key: string;
  id: string;
  name: string;
  role: string;
  status: "available" | "away" | "offline";
  reachable: boolean;
  load: number;
  capacity: number;
  languages: Record<string, number>;
  status_reason?: string;
  on_shift?: boolean;
  wraps_up_until?: number | null;
  wrap_up_extended?: boolean;
}

/** A topic of the site. `key` is `topic:` and its slug; a `retired` one is there for the chats that name it. `name` is for languages that are not among `names` (language → name). */
export interface AgentDeskTopic {
  kind: "topic";
  key: string;
  slug: string;
  name: string;
  names?: Record<string, string>;
  urgent?: boolean;
  retired?: boolean;
}

/** For leads: how many people work who may take what waits in a line of the wall (`there`), now or once it has widened as far as it will, and to how many of them it could be given at this moment (`free`); by the router's own filters, for one of those who wait there, or else for a new chat. `key` is `cover:` and the line: `all`, `language:` and a language, `tier:` and a number. At most 5 s old. */
export interface AgentDeskCover {
  kind: "cover";
  key: string;
  there: number;
  free: number;
}

/** For leads: a rota has nobody from `start` until `until` (seconds since 1970). `key` is `alarm:` and the team. */
export interface AgentDeskAlarm {
  kind: "alarm";
  key: string;
  team: string;
  start: number;
  until: number;
}

/** Everybody's canned replies have this version. `key` is `replies:`. */
export interface AgentDeskReplies {
  kind: "replies";
  key: string;
  version: number;
}

/** What holds for every console of the site: minutes without a hand, after which one is away; and the bounds of the wall, of which leads are told: a wait in seconds, so many waiting in a language or tier, a service level in per cent. `key` is `rules:`. */
export interface AgentDeskRules {
  kind: "rules";
  key: string;
  idle_minutes: number;
  wait: number;
  queue: number;
  level: number;
}

/** A note names oneself and was not read yet. `key` is `mention:`, its thread, the note's `seq` and one's own id, with colons between; `by` is the name of who wrote it, `text` its beginning. */
export interface AgentDeskMention {
  kind: "mention";
  key: string;
  thread: string;
  agent: string;
  by: string;
  at: number;
  text: string;
  customer: AgentDeskCustomer;
}

/** For leads: a colleague's message asked a customer for a secret (`what`: password, code, key, phrase or card) and was stopped. `key` is `report:` and the id. */
export interface AgentDeskReport {
  kind: "report";
  key: string;
  id: number;
  thread: string;
  by: string;
  what: string;
  text: string;
  at: number;
}

/** For leads: this customer may not write until `until` (absent: for good). `key` is `block:` and the id, `thread` where it happened, `by` who decided it. `appeal` is the customer's word on it at `appealed_at`, while nobody has answered. */
export interface AgentDeskBlock {
  kind: "block";
  key: string;
  id: number;
  thread: string;
  customer: AgentDeskCustomer;
  category: "fraud" | "insults" | "other" | "spam" | "threats";
  by: string;
  at: number;
  until?: number | null;
  reason?: string;
  appeal?: string;
  appealed_at?: number | null;
}

/** A colleague (`by`) asks oneself to take their chat over, until `expires_at`; answer with `accept` or `decline`. `key` is `handover:` and its thread. */
export interface AgentDeskHandover {
  kind: "handover";
  key: string;
  thread: string;
  agent: string;
  by: string;
  topic: string;
  language: string;
  queued_at: number;
  offered_at: number;
  expires_at: number;
  customer: AgentDeskCustomer;
  urgent?: boolean;
  note?: string;
}

/** A chat that oneself passes on: `to` is asked until `expires_at`, or (`outcome` declined, missed or withdrawn) it came back from `to` with `text`, until `noticed`. `meant` is the person, the team, or the language and level. `key` is `passing:` and its thread. */
export interface AgentDeskPassing {
  kind: "passing";
  key: string;
  thread: string;
  agent: string;
  meant: string;
  to: string;
  customer: AgentDeskCustomer;
  expires_at?: number | null;
  outcome?: "" | "declined" | "missed" | "withdrawn";
  text?: string;
}

/** A colleague's chat in which oneself helps, asked by `by`; with `writes` one may write to the customer. `key` is `guest:`, its thread and one's own id, with colons between. */
export interface AgentDeskGuest {
  kind: "guest";
  key: string;
  thread: string;
  agent: string;
  by: string;
  at: number;
  customer: AgentDeskCustomer;
  writes?: boolean;
}

/** A team, to whom a chat can be passed on. `key` is `team:` and its id; `members` are ids of agents. */
export interface AgentDeskTeam {
  kind: "team";
  key: string;
  id: number;
  name: string;
  members: string[];
}

/** The desk. With `base` 0 it is a snapshot that replaces everything; else it applies to version `base` alone: items in `put` are added or replaced by their key, keys in `drop` removed. A client whose version is not `base` reconnects. */
export interface AgentDeskDelta {
  t: "desk";
  base: number;
  version: number;
  put?: (AgentDeskChat | AgentDeskOffer | AgentDeskTicket | AgentDeskAgent | AgentDeskTopic | AgentDeskCover | AgentDeskAlarm | AgentDeskReplies | AgentDeskRules | AgentDeskMention | AgentDeskReport | AgentDeskBlock | AgentDeskHandover | AgentDeskPassing | AgentDeskGuest | AgentDeskTeam)[];
  drop?: string[];
}

/** Another thread of the same customer. */
export interface AgentEarlierThread {
  thread: string;
  topic: string;
  state: "active" | "ended" | "waiting";
  at: number;
  ticket?: number | null;
  rating?: number | null;
}

/** The customer may not write until `until` (absent: for good). `by` is the agent's name, `reason` in their words; `appeal` is the customer's word on it, not answered yet. */
export interface AgentBlockDetail {
  id: number;
  category: "fraud" | "insults" | "other" | "spam" | "threats";
  by: string;
  at: number;
  until?: number | null;
  reason?: string;
  appeal?: string;
}

/** A fact that the host website tells of its customer. `signed`: within the identity; otherwise the page's script said it, which anybody can change in their browser. A `hidden` one has a shortened value until it is asked for with `reveal` (`attribute:` and the name). */
export interface AgentAttribute {
  name: string;
  value: string;
  signed?: boolean;
  hidden?: boolean;
}

/** A page of the host website, without query and fragment, and since when the customer was there. */
export interface AgentPageOut {
  url: string;
  title: string;
  at: number;
}

/** A note on the person. `by` is the name of who wrote it, `agent` their id. */
export interface AgentPersonNoteOut {
  id: number;
  text: string;
  at: number;
  by?: string;
  agent?: string;
  edited_at?: number | null;
}

/** Who the customer is, and how we know: `region_source` is identity, host, choice or default, `signed_at` when the host website last vouched for them. `unserved_language` is the one that they asked for, where nobody of the desk answers in it. `account` and `email` are shortened; ask for them with `reveal`. `device` is the app around a web view as the page says it, `browser` in plain words, `zone` the browser's time zone by its IANA name. `pages` are kept only with consent: `pages_consent` says whose. */
export interface AgentCustomerDetail {
  id: string;
  name: string;
  verified: boolean;
  tier: number;
  language: string;
  region: string;
  region_source: string;
  account?: string;
  email?: string;
  email_confirmed?: boolean;
  page_url?: string;
  page_title?: string;
  device?: string;
  browser?: string;
  zone?: string;
  unserved_language?: string;
  created_at?: number;
  signed_at?: number | null;
  online?: boolean;
  earlier?: AgentEarlierThread[];
  block?: AgentBlockDetail | null;
  attributes?: AgentAttribute[];
  pages?: AgentPageOut[];
  pages_consent?: "" | "customer" | "host" | "refused";
  notes?: AgentPersonNoteOut[];
}

/** A ticket in full. `email` is shortened; `cause` says what made it. */
export interface AgentTicketDetail {
  number: number;
  state: "closed" | "open" | "pending" | "solved";
  priority: number;
  subject: string;
  topic: string;
  cause: string;
  created_at: number;
  updated_at: number;
  agent?: AgentCard | null;
  email?: string;
  email_confirmed?: boolean;
  link?: string;
  snoozed_until?: number | null;
}

/** A colleague who helps here; with `writes` they may write to the customer. */
export interface AgentGuestOut {
  id: string;
  name: string;
  writes?: boolean;
}

/** A thread as it stands now: sent after `open`, and whenever its chat, ticket or customer changes while it is open. `writable` says whether this agent may write to the customer here. The newest events follow in an `events` frame; they are in here (`events`, all with `after < seq <= upto`) only where the thread was followed already. */
export interface AgentThread {
  t: "thread";
  id: string;
  customer: AgentCustomerDetail;
  chat: ChatOut;
  read: Cursors;
  writable: boolean;
  rid?: string;
  ticket?: AgentTicketDetail | null;
  after?: number;
  upto?: number;
  events?: EventOut[] | null;
  guests?: AgentGuestOut[];
}

/** The customer of a followed thread has connected, or has had no connection for some seconds: replaces `online` of its customer. */
export interface AgentPresence {
  t: "presence";
  thread: string;
  online: boolean;
}

/** A colleague with a thread on the screen. */
export interface AgentLooker {
  id: string;
  name: string;
}

/** Who has this thread on a screen now, oneself included; leads who watch a colleague's chat are left out. Sent while it is on one's own screen, whenever it changes. */
export interface AgentLookers {
  t: "lookers";
  thread: string;
  agents?: AgentLooker[];
}

/** What was begun in a thread, and when the last key was pressed. */
export interface AgentDraftOut {
  thread: string;
  kind: "message" | "note";
  text: string;
  at: number;
}

/** One's own newest drafts. */
export interface AgentDrafts {
  t: "drafts";
  rid: string;
  drafts: AgentDraftOut[];
}

/** A canned reply. `texts` is language → text, the site's usual language first; `{customer}`, `{agent}`, `{ticket}`, `{topic}` and `{site}` are places in it for the sender to fill. Without a `topic` it fits any. */
export interface AgentReplyOut {
  id: string;
  name: string;
  texts: Record<string, string>;
  topic?: string;
  own?: boolean;
}

/** The canned replies, by name. */
export interface AgentReplies {
  t: "replies";
  rid: string;
  replies: AgentReplyOut[];
}

/** The whole value. It is for this screen alone: keep it no longer than it is looked at. */
export interface AgentRevealed {
  t: "revealed";
  rid: string;
  thread: string;
  field: string;
  value: string;
}

export type AgentFrame = AgentWelcome | AgentDeskDelta | AgentThread | AgentPresence | AgentLookers | AgentDrafts | AgentReplies | AgentRevealed | Events | Ack | Ok | Error | Typing | Read | Page | StartOver | Pong | GoAway;

/** Body of the event `message`. Something that a customer or an agent wrote. `masked` names the kinds of secrets hidden before storing. */
export interface MessageBody {
  text: string;
  masked?: string[];
}

/** Body of the event `note`. An internal remark among agents; no customer ever sees that it exists. `mentions` are the ids of colleagues whom it names. */
export interface NoteBody {
  text: string;
  masked?: string[];
  mentions?: string[];
}

/** Body of the event `file`. A file that a customer or an agent sent. `file` is its id, for which links are asked over HTTP; `media` is what it was found to be; `size` in bytes; `width` and `height` in pixels where it is a picture. */
export interface FileSentBody {
  file: string;
  name: string;
  media: string;
  size: number;
  width?: number;
  height?: number;
  preview?: boolean;
}

/** A field as the customer filled it in; `label` is the desk's name for it. For agents the value of a `sensitive` one is shortened, until they ask for it. Of a `lacking` one they say that they do not have it. */
export interface Filled {
  name: string;
  label: string;
  value: string;
  sensitive?: boolean;
  lacking?: boolean;
}

/** Body of the event `queued`. A chat began to wait for an agent. `fields` are what its topic asked for. */
export interface QueuedBody {
  topic: string;
  language: string;
  fields?: Filled[];
}

/** Body of the event `assigned`. An agent has taken the chat. */
export interface AssignedBody {
  agent: AgentCard;
}

/** Body of the event `requeued`. The chat waits again, in its old place. `note` is for agents only. */
export interface RequeuedBody {
  reason: "agent_lost" | "declined" | "transfer";
  note?: string;
}

/** Body of the event `transferred`. The chat went from one agent to another. `note` is for agents only. */
export interface TransferredBody {
  agent: AgentCard;
  note?: string;
}

/** Body of the event `handing`. The chat's agent asks somebody (a colleague, a team, or `language level`) to take it over; it stays theirs meanwhile. For agents only. */
export interface HandingBody {
  to: string;
  note?: string;
}

/** Body of the event `returned`. Nobody took it over: `by` declined it with a word, let the time run out, or is not there any more; withdrawn without `by` is the sender's own. For agents only. */
export interface ReturnedBody {
  reason: "declined" | "missed" | "withdrawn";
  by?: string;
  text?: string;
}

/** Body of the event `invited`. A colleague was asked into the conversation, to read and note, or to write (`writes`) to the customer too. For agents only. */
export interface InvitedBody {
  agent: AgentCard;
  writes?: boolean;
}

/** Body of the event `guest_left`. A colleague who helped has left, or was thanked. For agents only. */
export interface GuestLeftBody {
  agent: AgentCard;
}

/** Body of the event `ended`. The chat is over. `outcome` is the agent's judgement, `topic` (where it was another one at first) what it was about after all; both are for agents only. */
export interface EndedBody {
  reason: "abuse" | "agent" | "customer" | "left" | "ticket";
  outcome?: "" | "resolved" | "unresolved";
  topic?: string;
}

/** Body of the event `reopened`. The agent came back to an ended chat: it goes on with them. */
export interface ReopenedBody {
  agent: AgentCard;
}

/** Body of the event `rated`. How content the customer was: `score` 1 (bad) to 5 (very good); `tags` are of `RATING_TAGS`. */
export interface RatedBody {
  score: number;
  comment?: string;
  tags?: string[];
}

/** Body of the event `escalated`. The matter became a ticket on this same thread. */
export interface EscalatedBody {
  ticket: number;
  cause: "agent" | "customer" | "left_unresolved" | "long_wait" | "nobody_on_duty";
}

/** Body of the event `ticket_status`. A ticket's status changed: open (ours to do), pending (the customer's), solved, closed. */
export interface TicketStatusBody {
  ticket: number;
  status: "closed" | "open" | "pending" | "solved";
}

/** Body of the event `linked`. Another matter of the same customer goes on in another thread, as `ticket`; without one: this thread came from there. */
export interface LinkedBody {
  thread: string;
  ticket?: number;
}

/** Body of the event `contact`. The customer named an e-mail address for a ticket, or confirmed it. */
export interface ContactGivenBody {
  ticket: number;
  confirmed: boolean;
}

/** Body of the event `identified`. The customer signed in on the host website in the middle of the conversation. */
export interface IdentifiedBody {
  name: string;
  tier: number;
}

/** Body of the event `warned`. An agent asked the customer to stay civil; the widget says it in the customer's language. */
export interface WarnedBody {
}

/** Body of the event `blocked`. An agent blocked the customer until `until` (seconds since 1970; absent: for good), for a reason in words. */
export interface BlockedBody {
  category: "fraud" | "insults" | "other" | "spam" | "threats";
  until?: number | null;
  reason?: string;
}

/** Body of the event `appealed`. The blocked customer asked to be let in again. */
export interface AppealedBody {
  text: string;
}

/** Body of the event `appeal_answered`. A lead lifted a block, or kept it after an appeal; `text` is for the customer. */
export interface AppealAnsweredBody {
  lifted: boolean;
  text?: string;
}

export interface EventBodies {
  message: MessageBody;
  note: NoteBody;
  file: FileSentBody;
  queued: QueuedBody;
  assigned: AssignedBody;
  requeued: RequeuedBody;
  transferred: TransferredBody;
  handing: HandingBody;
  returned: ReturnedBody;
  invited: InvitedBody;
  guest_left: GuestLeftBody;
  ended: EndedBody;
  reopened: ReopenedBody;
  rated: RatedBody;
  escalated: EscalatedBody;
  ticket_status: TicketStatusBody;
  linked: LinkedBody;
  contact: ContactGivenBody;
  identified: IdentifiedBody;
  warned: WarnedBody;
  blocked: BlockedBody;
  appealed: AppealedBody;
  appeal_answered: AppealAnsweredBody;
}
