// What does the console know, and what does it do with each frame? The one place where connection, outbox, desk and
// logs meet.
import { computed, type Signal, signal } from "@preact/signals";
import { Connection, type ConnectionState, type Socket } from "../shared/connection";
import { earlier, headOf, missing } from "../shared/log";
import { Outbox, type Unsent } from "../shared/outbox";
import { type Events, type Ok, Refused, type Typed } from "../shared/protocol";
import { CloseCode, VERSION } from "../shared/protocol.gen";
import { Requests } from "../shared/requests";
import { prefixed, type Store } from "../shared/storage";
import type { Config } from "./config";
import { Delivered } from "./delivered";
import { apply, arrivals, type Desk, EMPTY_DESK, newMentions, newOffers } from "./desk";
import type { AgentFrame, AgentRequest, Ask, Chat, DeskFrame, Draft, Mention, Offer, Welcome } from "./frames";
import { Known } from "./known";
import { mentions, mine, offers } from "./lists";
import { type Whisper, whispersAfter } from "./whispers";
import { Writing } from "./writing";

export interface SessionOptions {
  config: Config;
  store: Store;
  /** What belongs to this tab alone, and ends with it. */
  tab?: Store;
  /** A chat has come to this agent. */
  arrived(chat: Chat): void;
  /** A chat is offered to this agent. */
  offered?(offer: Offer): void;
  /** A note names this agent. */
  mentioned?(mention: Mention): void;
  /** A colleague has just written a note in one of this agent's own chats. */
  whispered?(whisper: Whisper): void;
  open?: (url: string) => Socket;
}

export class Session {
  readonly connection: Signal<ConnectionState> = signal("connecting");
  /** Why nothing goes on: a close code's name or an error code. */
  readonly stopped: Signal<string> = signal("");
  readonly welcome: Signal<Welcome | undefined> = signal(undefined);
  readonly desk: Signal<Desk> = signal(EMPTY_DESK);
  readonly unsent: Signal<readonly Unsent<Draft>[]> = signal([]);
  readonly known = new Known();
  /** The thread on the screen; empty: none. */
  readonly current = signal("");
  /** Why the thread on the screen cannot be shown: an error code. */
  readonly unopened = signal("");
  /** Chats that came and were not looked at yet. */
  readonly fresh: Signal<ReadonlySet<string>> = signal(new Set());

  /** What colleagues noted in one's own chats and nobody has looked at yet. */
  readonly whispers: Signal<readonly Whisper[]> = signal([]);

  readonly me = computed(() => this.welcome.value?.me ?? "");
  readonly mine = computed(() => mine(this.desk.value, this.me.value));
  readonly mentions = computed(() => mentions(this.desk.value));
  readonly offers = computed(() => offers(this.desk.value));
  readonly leads = computed(() => ["lead", "admin"].includes(this.welcome.value?.role ?? ""));
  /** Of one's own chats, those with something not looked at; and what one is asked about. */
  readonly wanting = computed(
    () =>
      this.offers.value.length +
      this.mentions.value.length +
      this.mine.value.filter(({ thread }) => this.fresh.value.has(thread) || this.known.unread(thread)).length,
  );

  readonly writing: Writing;

  private readonly delivered = new Delivered({
    log: (thread) => this.known.log(thread),
    cursors: (thread) => this.known.threads.peek()[thread]?.read,
    mine: (thread) => this.mine.peek().some((chat) => chat.thread === thread),
    send: (threads) => this.wire.send({ t: "delivered", threads }),
    confirmed: (thread, seq) => this.known.read(thread, { delivered: seq }),
  });
  private readonly options: SessionOptions;
  private readonly wire: Connection<AgentRequest, AgentFrame>;
  private readonly requests: Requests<Typed & { rid: string }>;
  private readonly fetching = new Set<string>();
  private readonly followedFor = new Set<string>();
  private readonly accepted = new Set<string>();
  private outbox: Outbox<Draft> | undefined;
  private begun = Number.POSITIVE_INFINITY;

  constructor(options: SessionOptions) {
    this.options = options;
    this.requests = new Requests((frame) => this.wire.send(frame as AgentRequest));
    this.wire = new Connection<AgentRequest, AgentFrame>({
      url: options.config.socket,
      hello: () => this.hello(),
      received: (frame) => this.received(frame),
      changed: (state, why) => {
        this.connection.value = state;
        if (state === "stopped") this.halted(why);
      },
      ...(options.open ? { open: options.open } : {}),
    });
    this.writing = new Writing({
      desk: this.desk,
      store: options.store,
      tab: options.tab ?? options.store,
      now: () => this.now(),
      ask: (request) => this.requests.ask(request),
      keepDraft: (draft) => this.wire.send({ t: "draft", ...draft }),
      release: (item) => this.outbox?.add(item),
    });
  }

  start(): void {
    this.wire.start();
  }

  /** The server's clock, in seconds. */
  now(): number {
    return (Date.now() + this.wire.clockOffset) / 1000;
  }

  // What the agent does.

  /** Puts a thread on the screen; an empty id puts it away. */
  show(thread: string): void {
    const before = this.current.peek();
    if (before === thread) return;
    if (before) this.wire.send({ t: "close", thread: before });
    this.current.value = thread;
    this.unopened.value = "";
    this.looked(thread);
    this.heard(thread);
    if (thread) void this.follow(thread);
  }

  /** Sends, after the seconds in which it can be undone. */
  write(thread: string, draft: Draft): void {
    this.writing.write(thread, draft);
  }

  retry(clientId: string): void {
    this.outbox?.retry(clientId);
  }

  discard(clientId: string): void {
    this.outbox?.settle(clientId);
  }

  async ask(request: Ask): Promise<Ok> {
    // What was said before a chat is ended or given away comes before that.
    if ("thread" in request) this.writing.release(request.thread);
    return (await this.requests.ask(request)) as unknown as Ok;
  }

  /** Asks for something that is not said in the thread: what can still be undone stays so. */
  async aside(request: Ask): Promise<unknown> {
    return this.requests.ask(request);
  }

  /** A hidden value, which the server records. */
  async reveal(thread: string, field: string): Promise<string> {
    return ((await this.aside({ t: "reveal", thread, field })) as { value: string }).value;
  }

  /** Takes what is offered. Done already, by another tab or by a request whose answer was lost: done. */
  async accept(thread: string): Promise<void> {
    this.accepted.add(thread);
    try {
      await this.ask({ t: "accept", thread });
    } catch (problem) {
      if (problem instanceof Refused && problem.code === "offer_gone" && problem.data.reason === "accepted") return;
      this.accepted.delete(thread);
      throw problem;
    }
  }

  isWriting(thread: string, on: boolean): void {
    this.wire.send({ t: "typing", thread, on });
  }

  /** The agent has the newest of this thread before their eyes. */
  seen(thread: string): void {
    this.looked(thread);
    const head = headOf(this.known.log(thread));
    const known = this.known.threads.value[thread];
    if (!known || head <= (known.read.agent ?? 0) || !this.answersHere(thread)) return;
    if (this.wire.send({ t: "read", thread, seq: head })) this.known.read(thread, { agent: head });
  }

  /** What names this agent in a thread is before their eyes. */
  noticed(thread: string): void {
    this.wire.send({ t: "noticed", thread });
  }

  /** Reads older events; false when there are none. */
  async older(thread: string): Promise<boolean> {
    const before = earlier(this.known.log(thread));
    if (before === undefined) return false;
    await this.fetch(thread, before);
    return true;
  }

  /** Signing out on purpose: what was not sent is not left behind for the next person at this device. */
  forget(): void {
    this.writing.release();
    this.outbox?.clear();
    this.writing.drafts?.clear();
  }

  /** Whether looking counts as reading for the customer: a colleague's chat is theirs to read. */
  private answersHere(thread: string): boolean {
    const known = this.known.threads.value[thread];
    if (this.mine.value.some((chat) => chat.thread === thread)) return true;
    return known?.chat.state === "ended" && !!known.ticket;
  }

  /** The agent has taken note of what was whispered about a thread. */
  heard(thread: string): void {
    if (!this.whispers.peek().some((each) => each.thread === thread)) return;
    this.whispers.value = this.whispers.peek().filter((each) => each.thread !== thread);
  }

  private looked(thread: string): void {
    if (!this.fresh.peek().has(thread)) return;
    this.fresh.value = new Set([...this.fresh.peek()].filter((each) => each !== thread));
  }

  private async follow(thread: string): Promise<void> {
    try {
      await this.requests.ask({ t: "open", thread });
      if (this.current.peek() === thread) this.unopened.value = "";
    } catch (problem) {
      if (this.current.peek() === thread && problem instanceof Refused) this.unopened.value = problem.code;
    }
  }

  // What the server says.

  private hello(): AgentRequest {
    const heads = Object.entries(this.known.logs.value).map(([thread, log]) => [thread, headOf(log)]);
    return { t: "hello", v: VERSION, threads: Object.fromEntries(heads) };
  }

  private received(frame: AgentFrame): void {
    switch (frame.t) {
      case "welcome":
        this.welcomed(frame);
        break;
      case "desk":
        this.deskIs(frame);
        break;
      case "thread":
        this.known.put(frame);
        this.requests.received(frame);
        break;
      case "events":
        this.merge(frame.thread, frame);
        break;
      case "page":
        this.merge(frame.thread, frame);
        this.requests.received(frame);
        break;
      case "startover":
        this.known.startOver(frame.thread);
        void this.fetch(frame.thread, 0);
        break;
      case "ack": {
        const item = this.outbox?.settle(frame.client_id);
        if (item) this.known.acknowledge({ ...frame, ...item.body });
        break;
      }
      case "ok":
      case "replies":
      case "drafts":
      case "revealed":
        this.requests.received(frame);
        break;
      case "error":
        if (!this.requests.received(frame) && frame.client_id) this.refused(frame.client_id, new Refused(frame));
        break;
      case "typing":
        this.known.writes(frame);
        break;
      case "read":
        this.known.read(frame.thread, frame.read);
        break;
      case "presence":
        this.known.present(frame.thread, frame.online);
    }
  }

  private welcomed(frame: Welcome): void {
    this.welcome.value = frame;
    if (!this.outbox) {
      this.begun = frame.now;
      const own = prefixed(this.options.store, `${frame.me}.`);
      this.outbox = new Outbox<Draft>({
        store: prefixed(own, "unsent."),
        send: ({ client_id, thread, body }) =>
          this.wire.send(
            body.kind === "note"
              ? { t: "note", thread, client_id, text: body.text, mentions: body.mentions ?? [] }
              : { t: "send", thread, client_id, text: body.text },
          ),
        changed: (items) => {
          this.unsent.value = items;
        },
      });
      this.unsent.value = this.outbox.list();
    }
    this.requests.resend();
    this.writing.welcomed(frame);
    // The server follows only what this connection opens, and refuses messages to other threads.
    const others = new Set(this.unsent.value.map((item) => item.thread));
    const current = this.current.value;
    if (current) others.add(current);
    void Promise.all([...others].map((thread) => this.follow(thread))).then(() => this.outbox?.resend());
    for (const thread of Object.keys(this.known.logs.value)) {
      this.repair(thread);
      this.delivered.note(thread);
    }
  }

  private deskIs(frame: DeskFrame): void {
    const before = this.desk.value;
    const after = apply(before, frame);
    if (!after) {
      this.wire.restart();
      return;
    }
    this.desk.value = after;
    for (const offer of newOffers(before, after)) this.options.offered?.(offer);
    for (const mention of newMentions(before, after)) this.options.mentioned?.(mention);
    const came = arrivals(before, after, this.me.value);
    if (!came.length) return;
    this.fresh.value = new Set([...this.fresh.value, ...came.map((chat) => chat.thread)]);
    // Whoever has just accepted it knows.
    for (const chat of came) if (!this.accepted.delete(chat.thread)) this.options.arrived(chat);
  }

  private refused(clientId: string, refused: Refused): void {
    const item = this.unsent.value.find((each) => each.client_id === clientId);
    // Written before this connection followed the thread: follow it, then once more.
    if (item && refused.code === "thread_unknown" && !this.followedFor.has(clientId)) {
      this.followedFor.add(clientId);
      void this.follow(item.thread).then(() => this.outbox?.retry(clientId));
      return;
    }
    this.outbox?.refuse(clientId, refused);
  }

  private merge(thread: string, frame: Pick<Events, "after" | "upto" | "events">): void {
    this.listen(thread, frame);
    this.known.merge(thread, frame);
    for (const { client_id } of frame.events) if (client_id) this.outbox?.settle(client_id);
    this.delivered.note(thread);
    this.repair(thread);
  }

  private listen(thread: string, { events }: Pick<Events, "events">): void {
    if (!this.mine.peek().some((chat) => chat.thread === thread)) return;
    const held = new Set(this.known.log(thread).events.map((event) => event.seq));
    const before = this.whispers.peek();
    const after = whispersAfter(before, thread, events, held, this.me.peek(), this.begun);
    if (after === before) return;
    this.whispers.value = after;
    const last = after.at(-1);
    if (last) this.options.whispered?.(last);
  }

  private repair(thread: string): void {
    const before = missing(this.known.log(thread));
    if (before !== undefined) void this.fetch(thread, before);
  }

  private async fetch(thread: string, before: number): Promise<void> {
    // The merge of the answer looks for the next hole, so one request at a time is enough.
    if (this.fetching.has(thread)) return;
    this.fetching.add(thread);
    let answered = false;
    try {
      await this.requests.ask({ t: "history", thread, before });
      answered = true;
    } catch {
      // Asked again after the next welcome.
    } finally {
      this.fetching.delete(thread);
    }
    if (answered) this.repair(thread);
  }

  private halted(why: { code?: number; refused?: Refused } = {}): void {
    const named = Object.entries(CloseCode).find(([, value]) => value === why.code)?.[0];
    this.stopped.value = why.refused?.code ?? named?.toLowerCase() ?? "internal";
  }
}
