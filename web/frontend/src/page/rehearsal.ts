// Who answers the widget in a preview? Nobody's desk: a socket that says what a server would, from what is being edited.
import type { Socket } from "../shared/connection";
import type { CustomerRequest, CustomerTopicOut } from "../shared/protocol.gen";
import type { CustomerFrame, CustomerWelcome, Thread } from "../widget/frames";

/** What the page that is being edited says of the widget. `said` are the words of the conversation that is shown. */
export interface Shown {
  name: string;
  greeting: string;
  topics: CustomerTopicOut[];
  color: string;
  scheme: string;
  logo: string;
  language: string;
  /** A topic's first message, a conversation, or home. */
  view: { at: "home" } | { at: "topic"; topic: string } | { at: "chat"; agent: string; said: string[] };
}

const THREAD = "preview";

export class Rehearsal implements Socket {
  /** The newest one: the widget has one at a time. */
  static last: Rehearsal | undefined;
  static shown: Shown;

  readyState: Socket["readyState"] = 0;
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;

  constructor() {
    Rehearsal.last = this;
    setTimeout(() => {
      this.readyState = 1;
      this.onopen?.call(this as unknown as WebSocket, new Event("open"));
    });
  }

  close(): void {
    this.readyState = 3;
  }

  send(data: string): void {
    const asked = JSON.parse(data) as CustomerRequest;
    setTimeout(() => this.answer(asked));
  }

  private answer(asked: CustomerRequest): void {
    const now = Date.now() / 1000;
    if (asked.t === "hello") {
      this.greet();
      this.say({ t: "events", thread: THREAD, after: 0, upto: conversation().length, events: conversation() });
    } else if (asked.t === "ping") {
      this.say({ t: "pong", now });
    } else if (asked.t === "start") {
      const thread: Thread = {
        id: asked.client_id,
        head: 1,
        chat: { id: asked.client_id, state: "waiting", topic: asked.topic, language: "en", queued_at: now },
        read: {},
        writable: true,
      };
      const by = { kind: "customer" as const };
      const body = { text: asked.text };
      const event = { seq: 1, type: "message", at: now, by, body, client_id: asked.client_id };
      this.say({ t: "thread", thread });
      this.say({ t: "events", thread: thread.id, after: 0, upto: 1, events: [event] });
      this.say({ t: "ok", rid: asked.client_id, thread: thread.id });
      this.say({ t: "queue", thread: thread.id, position: 2, p50: 60, p90: 180 });
    } else if (asked.t === "send") {
      this.say({ t: "ack", thread: asked.thread, client_id: asked.client_id, seq: 99, at: now });
    }
  }

  /** Says again what the site is like: the widget shows it at once. */
  greet(): void {
    const { name, greeting, topics, language, view } = Rehearsal.shown;
    const welcome: CustomerWelcome = {
      t: "welcome",
      v: 1,
      now: Date.now() / 1000,
      token: "",
      customer: { id: "preview", language },
      site: { name, languages: [language], topics, greeting },
      desk: { on_duty: true, languages: [language] },
      threads: view.at === "chat" ? [thread(topics[0]?.slug ?? "", view.agent)] : [],
    };
    this.say(welcome);
  }

  private say(frame: CustomerFrame): void {
    this.onmessage?.call(this as unknown as WebSocket, { data: JSON.stringify(frame) } as MessageEvent);
  }
}

function thread(topic: string, agent: string): Thread {
  const queued_at = Date.now() / 1000 - 180;
  const said = conversation().length;
  return {
    id: THREAD,
    head: said,
    chat: { id: THREAD, state: "active", topic, language: "en", queued_at, agent: { id: "agent", name: agent } },
    read: { customer: said, agent: said },
    writable: true,
  };
}

/** What was said, the customer first, in turns. */
function conversation(): Extract<CustomerFrame, { t: "events" }>["events"] {
  const { view } = Rehearsal.shown;
  if (view.at !== "chat") return [];
  const agent = { kind: "agent" as const, id: "agent", name: view.agent };
  return view.said.map((text, at) => ({
    seq: at + 1,
    type: "message",
    at: Date.now() / 1000 - 60 * (view.said.length - at),
    by: at % 2 ? agent : { kind: "customer" as const },
    body: { text },
  }));
}
