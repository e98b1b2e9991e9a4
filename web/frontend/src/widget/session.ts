// What does the widget do with each frame? The one place where connection, outbox and logs meet.
import { computed, type Signal, signal } from "@preact/signals";
import type { PageSeen, Settings, ToHost } from "../loader/bridge";
import { Connection, type ConnectionState, type Socket } from "../shared/connection";
import { headOf } from "../shared/log";
import type { Events, Ok, Page, Refused, Typed } from "../shared/protocol";
import { CloseCode, VERSION } from "../shared/protocol.gen";
import { Requests } from "../shared/requests";
import type { Store } from "../shared/storage";
import type { Config } from "./config";
import { type CustomerFrame, type CustomerRequest, type CustomerWelcome, isLive, isPlaceholder } from "./frames";
import { History } from "./history";
import { Host } from "./host";
import { Identity } from "./identity";
import { Known } from "./known";
import { Outgoing } from "./outgoing";

export interface SessionOptions {
  config: Config;
  store: Store;
  /** To the host page. */
  tell(message: ToHost): void;
  open?: (url: string) => Socket;
}

/** What the browser's database of files on their way is called. */
export const shelfOf = (site: string): string => `switchboard:${site}:files`;

type WithoutRid<Request> = Request extends { rid: string } ? Omit<Request, "rid"> : never;
/** A request that is answered by `ok` or `error`. */
export type Ask = WithoutRid<CustomerRequest>;

export class Session {
  readonly connection: Signal<ConnectionState> = signal("connecting");
  /** Why nothing goes on: the customer must do something, or cannot. */
  readonly stopped: Signal<string> = signal("");
  /** The browser denies storage here and on the host page: with the page the way back into the chat is gone. */
  readonly forgetful: Signal<boolean> = signal(false);
  readonly known = new Known();
  /** The language that the customer chose for the next chat, where nobody speaks their own; else empty. */
  readonly chosen: Signal<string> = signal("");

  token: string;
  readonly identity: Identity;
  readonly history: History;
  readonly outgoing: Outgoing;
  readonly host: Host;

  private readonly options: SessionOptions;
  private readonly wire: Connection<CustomerRequest, CustomerFrame>;
  private readonly requests: Requests<Typed & { rid: string }>;
  private started = false;

  constructor(options: SessionOptions) {
    this.options = options;
    this.token = options.store.get<string>("token") ?? "";
    this.identity = new Identity(options.tell);
    this.history = new History(this.known, async (thread, before) => {
      return (await this.requests.ask({ t: "history", thread, before })) as unknown as Page;
    });
    this.requests = new Requests((frame) => this.wire.send(frame as CustomerRequest));
    this.outgoing = new Outgoing({
      store: options.store,
      now: () => this.now(),
      language: () => this.language,
      send: (frame) => this.wire.send(frame),
      acknowledged: (one) => this.known.acknowledge(one),
      began: (thread) => options.tell({ do: "event", name: "chat", data: { thread } }),
    });
    this.host = new Host(options.tell, (frame) => this.wire.send(frame));
    this.wire = new Connection<CustomerRequest, CustomerFrame>({
      url: options.config.socket,
      hello: () => this.hello(),
      received: (frame) => this.received(frame),
      changed: (state, why) => {
        this.connection.value = state;
        if (state === "stopped") this.halted(why);
      },
      ...(options.open ? { open: options.open } : {}),
    });
  }

  /** Connects; later calls do nothing. */
  start(): void {
    if (this.started) return;
    this.started = true;
    this.wire.start();
  }

  again(): void {
    this.stopped.value = "";
    this.wire.start();
  }

  stop(): void {
    this.wire.stop();
  }

  get config(): Config {
    return this.options.config;
  }

  get site(): string {
    return this.options.config.site;
  }

  /** The server's clock, in seconds. */
  now(): number {
    return (Date.now() + this.wire.clockOffset) / 1000;
  }

  /** The customer's language, without its region: the host page knows best, then the identity, then the browser. */
  get language(): string {
    const tag = this.host.settings.language || this.identity.claim("language") || navigator.language;
    return (tag || this.options.config.language || "en").split("-")[0] ?? "en";
  }

  /** The language in which the next chat is held. */
  readonly speaking = computed(() => this.chosen.value || this.known.welcome.value?.customer.language || this.language);

  // What the customer does.

  /** Begins a chat; answers with the thread's placeholder, which stands for it until the server has made it. */
  begin(topic: string, text: string, fields: Record<string, string | null> = {}): string {
    const language = this.chosen.value;
    this.chosen.value = "";
    return this.outgoing.begin({ topic, text, fields, ...(language ? { language } : {}) });
  }

  write(thread: string, text: string): void {
    this.outgoing.write(thread, text);
  }

  async ask(request: Ask): Promise<Ok> {
    return (await this.requests.ask(request)) as unknown as Ok;
  }

  isWriting(thread: string, on: boolean): void {
    if (!isPlaceholder(thread)) this.wire.send({ t: "typing", thread, on });
  }

  /** The customer has seen all that is there. */
  seen(thread: string): void {
    const head = headOf(this.known.log(thread));
    const known = this.known.thread(thread);
    if (!known || head <= (known.read.customer ?? 0)) return;
    if (this.wire.send({ t: "read", thread, seq: head })) {
      this.known.put({ ...known, read: { ...known.read, customer: head } });
    }
  }

  /** Whether the pages that the customer visits are kept for the desk. */
  readonly keepsPages: Signal<boolean> = signal(false);

  /** The customer's own word on that. */
  async keepPages(on: boolean): Promise<void> {
    await this.ask({ t: "keeppages", on });
    this.keepsPages.value = on;
  }

  // What the host page says.

  /** Other settings than before: what agents see of them goes to the desk at once. */
  set(settings: Settings): void {
    this.host.settings = settings;
    this.report();
  }

  moved(page: PageSeen): void {
    this.host.page = page;
    this.report();
  }

  /** What changes while a hello is on its way is told after its welcome. */
  private report(): void {
    if (this.connection.value === "online") this.host.report();
  }

  async identify(token: string): Promise<void> {
    this.identity.give(token);
    await this.signIn();
  }

  /** The conversation stays; a fresh welcome follows. */
  private async signIn(): Promise<void> {
    if (this.connection.value !== "online") return;
    await this.identity.show((identity) => this.requests.ask({ t: "identify", identity }));
  }

  /** A shared device: nothing of this customer stays here. */
  async forget(): Promise<void> {
    const asked = this.connection.value === "online" ? this.requests.ask({ t: "forget" }, 3_000).catch(() => {}) : null;
    this.requests.keepHere();
    // At once: who signs in while the server is being asked, or the line is broken, is the next one at this device.
    this.identity.give("");
    this.nobody();
    this.outgoing.clear();
    for (const key of this.options.store.keys()) this.options.store.remove(key);
    try {
      indexedDB.deleteDatabase(shelfOf(this.site));
    } catch {
      // Denied: then nothing lies there.
    }
    await asked;
    this.nobody(); // the line may have come back meanwhile
    if (this.started) this.wire.restart();
  }

  private nobody(): void {
    this.token = "";
    this.known.forget();
    this.tellToken();
  }

  // What the server says.

  private hello(): CustomerRequest {
    const heads = Object.entries(this.known.logs.value).map(([thread, log]) => [thread, headOf(log)]);
    return {
      t: "hello",
      v: VERSION,
      site: this.options.config.site,
      token: this.token,
      identity: this.identity.present(),
      language: this.language,
      threads: Object.fromEntries(heads),
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "",
      ...this.host.present(),
    };
  }

  private received(frame: CustomerFrame): void {
    switch (frame.t) {
      case "welcome":
        this.welcomed(frame);
        break;
      case "blocked":
        this.known.block(frame.blocked, this.now());
        break;
      case "duty":
        this.known.duty(frame.desk);
        break;
      case "thread":
        this.known.put(frame.thread);
        this.tellToken();
        break;
      case "queue":
        this.known.queue(frame);
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
      case "ack":
        this.outgoing.stored(frame.client_id, frame.thread, frame.seq, frame.at);
        break;
      case "ok":
        // The answer to a first message. Its event follows; until then it is shown as sent.
        if (!this.requests.received(frame) && frame.thread)
          this.outgoing.stored(frame.rid, frame.thread, 0, this.now());
        break;
      case "error":
        if (!this.requests.received(frame)) this.outgoing.refused(frame);
        break;
      case "typing":
        this.known.writes(frame.thread, frame.on ? (frame.by.name ?? "") : undefined);
        break;
      case "read": {
        const known = this.known.thread(frame.thread);
        if (known) this.known.put({ ...known, read: frame.read });
      }
    }
  }

  private welcomed(frame: CustomerWelcome): void {
    this.token = frame.token;
    this.options.store.set("token", frame.token);
    this.known.greet(frame);
    this.known.block(frame.blocked, frame.now);
    this.keepsPages.value = frame.customer.keeps_pages ?? false;
    this.tellToken();
    this.requests.resend();
    this.outgoing.resend();
    for (const thread of Object.keys(this.known.logs.value)) void this.history.repair(thread);
    void this.signIn();
    this.report();
  }

  private merge(thread: string, frame: Pick<Events, "after" | "upto" | "events">): void {
    this.known.merge(thread, frame);
    for (const { client_id } of frame.events) if (client_id) this.outgoing.exists(client_id, thread);
    void this.history.repair(thread);
  }

  private tellToken(): void {
    this.options.tell({ do: "token", token: this.token, live: this.known.threads.value.some(isLive) });
  }

  private halted(why: { code?: number; refused?: Refused } = {}): void {
    const code = why.refused?.code ?? "";
    if (why.refused && code.startsWith("identity_")) {
      this.identity.refused(why.refused);
      this.wire.start();
      return;
    }
    const named = Object.entries(CloseCode)
      .find(([, value]) => value === why.code)?.[0]
      .toLowerCase();
    if (named === "signed_out") {
      this.token = "";
      this.options.store.remove("token");
    }
    this.stopped.value = code || named || "internal";
    this.options.tell({ do: "problem", text: `the connection was refused: ${this.stopped.value}.` });
  }
}
