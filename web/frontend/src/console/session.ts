// What does the console do with each frame? The one place where connection, outbox, desk and logs meet.
import { Connection } from "../shared/connection";
import { headOf } from "../shared/log";
import { type Events, isSaid, type Ok, Refused, type Typed } from "../shared/protocol";
import { CloseCode, VERSION } from "../shared/protocol.gen";
import { Requests } from "../shared/requests";
import { prefixed } from "../shared/storage";
import { Delivered } from "./delivered";
import { apply, arrivals } from "./desk";
import type { AgentFrame, AgentRequest, Ask, DeskFrame, Draft, Welcome } from "./frames";
import { type SessionOptions, tell } from "./heralds";
import { History } from "./history";
import { Outgoing } from "./outgoing";
import { Shown } from "./shown";
import { Writing } from "./writing";

/** Time for the answer that brings a new session's cookie. */
const DOUBT_MS = 1_500;

export class Session extends Shown {
  readonly outgoing: Outgoing;
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
  private readonly history: History;
  private readonly accepted = new Set<string>();
  private begun = Number.POSITIVE_INFINITY;
  /** The server said that the session has ended, and was not believed: it is asked once more. */
  private doubted = false;

  constructor(options: SessionOptions) {
    super();
    this.options = options;
    this.requests = new Requests((frame) => this.wire.send(frame as AgentRequest));
    this.history = new History(this.known, (thread, before) => this.requests.ask({ t: "history", thread, before }));
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
    this.outgoing = new Outgoing(
      (frame) => this.wire.send(frame),
      (thread) => this.follow(thread),
    );
    this.writing = new Writing({
      desk: this.desk,
      store: options.store,
      tab: options.tab ?? options.store,
      now: () => this.now(),
      ask: (request) => this.requests.ask(request),
      keepDraft: (draft) => this.wire.send({ t: "draft", ...draft }),
      release: (item) => this.outgoing.add(item),
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
    this.news.looked(thread);
    this.news.heard(thread);
    if (thread) void this.follow(thread);
  }

  /** Sends, after the seconds in which it can be undone. */
  write(thread: string, draft: Draft): void {
    this.writing.write(thread, draft);
  }

  retry(clientId: string): void {
    this.outgoing.retry(clientId);
  }

  discard(clientId: string): void {
    this.outgoing.settle(clientId);
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
    this.news.looked(thread);
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
    return this.history.older(thread);
  }

  /** Signing out on purpose: what was not sent is not left behind for the next person at this device. */
  forget(): void {
    this.writing.release();
    this.outgoing.clear();
    this.writing.drafts?.clear();
  }

  /** Whether looking counts as reading for the customer: a colleague's chat is theirs to read. */
  answersHere(thread: string): boolean {
    const known = this.known.threads.value[thread];
    if (this.mine.value.some((chat) => chat.thread === thread)) return true;
    return known?.chat.state === "ended" && !!known.ticket;
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
        void this.history.fetch(frame.thread, 0);
        break;
      case "ack": {
        const item = this.outgoing.settle(frame.client_id);
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
        if (!this.requests.received(frame) && frame.client_id)
          this.outgoing.refused(frame.client_id, new Refused(frame));
        break;
      case "typing":
        this.known.writes(frame);
        break;
      case "read":
        this.known.read(frame.thread, frame.read);
        break;
      case "lookers":
        this.known.looked(frame.thread, frame.agents ?? []);
        break;
      case "presence":
        this.known.present(frame.thread, frame.online);
    }
  }

  private welcomed(frame: Welcome): void {
    if (this.welcome.peek() && this.me.peek() !== frame.me) {
      // Somebody else signed in at this device meanwhile: nothing on this page is theirs.
      this.doubted = true;
      this.wire.stop({ code: CloseCode.SIGNED_OUT });
      return;
    }
    this.doubted = false;
    this.welcome.value = frame;
    if (this.outgoing.begin(prefixed(this.options.store, `${frame.me}.`))) this.begun = frame.now;
    this.requests.resend();
    this.writing.welcomed(frame);
    // The server follows only what this connection opens, and refuses messages to other threads.
    const others = new Set(this.outgoing.unsent.value.map((item) => item.thread));
    const current = this.current.value;
    if (current) others.add(current);
    void Promise.all([...others].map((thread) => this.follow(thread))).then(() => this.outgoing.resend());
    for (const thread of Object.keys(this.known.logs.value)) {
      this.history.repair(thread);
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
    tell(before, after, this.options);
    const came = arrivals(before, after, this.me.value);
    if (!came.length) return;
    this.news.came(came.map((chat) => chat.thread));
    // Whoever has just accepted it knows.
    for (const chat of came) if (!this.accepted.delete(chat.thread)) this.options.arrived(chat);
  }

  private merge(thread: string, frame: Pick<Events, "after" | "upto" | "events">): void {
    this.listen(thread, frame);
    this.known.merge(thread, frame);
    for (const { client_id } of frame.events) if (client_id) this.outgoing.settle(client_id);
    this.delivered.note(thread);
    this.history.repair(thread);
  }

  private listen(thread: string, { events }: Pick<Events, "events">): void {
    if (!this.mine.peek().some((chat) => chat.thread === thread)) return;
    const held = new Set(this.known.log(thread).events.map((event) => event.seq));
    const said = events.some(
      (event) => isSaid(event) && event.by.kind === "customer" && event.at > this.begun && !held.has(event.seq),
    );
    const looking = this.current.peek() === thread && document.visibilityState === "visible" && document.hasFocus();
    if (said && !looking) this.options.replied?.(thread);
    const last = this.news.listen(thread, events, held, this.me.peek(), this.begun);
    if (last) this.options.whispered?.(last);
  }

  private halted(why: { code?: number; refused?: Refused } = {}): void {
    if (why.code === CloseCode.SIGNED_OUT && !this.doubted) {
      // Whoever changes their password in another tab gets a new session, in a cookie that may still be on its way.
      this.doubted = true;
      this.connection.value = "offline";
      setTimeout(() => this.wire.start(), DOUBT_MS);
      return;
    }
    const named = Object.entries(CloseCode).find(([, value]) => value === why.code)?.[0];
    this.stopped.value = why.refused?.code ?? named?.toLowerCase() ?? "internal";
  }
}
