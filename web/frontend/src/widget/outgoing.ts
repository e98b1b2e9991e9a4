// What has this customer written that is not stored yet? Kept in the browser, sent again after every welcome; and what
// first messages have made.
import { type Signal, signal } from "@preact/signals";
import { newId } from "../shared/ids";
import { Outbox, type Unsent } from "../shared/outbox";
import { Refused } from "../shared/protocol";
import { prefixed, type Store } from "../shared/storage";
import { type CustomerFrame, type CustomerRequest, type Draft, isPlaceholder, placeholder } from "./frames";
import type { Acknowledged } from "./known";

interface Options {
  store: Store;
  /** The server's clock, in seconds. */
  now(): number;
  /** In which a chat begins that names no language of its own. */
  language(): string;
  /** False where there is no connection now. */
  send(frame: CustomerRequest): boolean;
  /** Stored by the server; its event has not come yet. */
  acknowledged(one: Acknowledged): void;
  /** A first message has made a thread. */
  began(thread: string): void;
}

export class Outgoing {
  readonly unsent: Signal<readonly Unsent<Draft>[]> = signal([]);
  /** What first messages of this page have made: placeholder → thread. */
  readonly made: Signal<Readonly<Record<string, string>>> = signal({});
  /** Set by the view that shows a placeholder: what its thread is called now. */
  renamed: ((placeholder: string, thread: string) => void) | undefined;

  private readonly options: Options;
  private readonly outbox: Outbox<Draft>;

  constructor(options: Options) {
    this.options = options;
    this.outbox = new Outbox<Draft>({
      store: prefixed(options.store, "unsent."),
      send: (item) => this.transmit(item),
      changed: (items) => {
        this.unsent.value = items;
      },
    });
    this.unsent.value = this.outbox.list();
  }

  /** Begins a chat; answers with the thread's placeholder, which stands for it until the server has made it. */
  begin(draft: Omit<Extract<Draft, { kind: "start" }>, "kind">): string {
    const client_id = newId();
    const thread = placeholder(client_id);
    this.outbox.add({ client_id, thread, at: this.options.now() * 1000, body: { kind: "start", ...draft } });
    return thread;
  }

  write(thread: string, text: string): void {
    this.outbox.add({ client_id: newId(), thread, at: this.options.now() * 1000, body: { kind: "message", text } });
  }

  retry(clientId: string): void {
    this.outbox.retry(clientId);
  }

  discard(clientId: string): void {
    this.outbox.settle(clientId);
  }

  resend(): void {
    this.outbox.resend();
  }

  clear(): void {
    this.outbox.clear();
  }

  /** The server has stored it; `at` in seconds. */
  stored(clientId: string, thread: string, seq: number, at: number): void {
    const item = this.item(clientId);
    if (!item) return;
    this.options.acknowledged({ client_id: clientId, thread, seq, at, text: item.body.text });
    this.exists(clientId, thread);
  }

  /** What a first message made: its placeholder gets the thread's id, and what waited under it goes out. */
  exists(clientId: string, thread: string): void {
    const item = this.outbox.settle(clientId);
    if (item?.body.kind !== "start") return;
    this.outbox.rename(item.thread, thread);
    this.made.value = { ...this.made.value, [item.thread]: thread };
    this.options.began(thread);
    this.renamed?.(item.thread, thread);
  }

  refused(frame: Extract<CustomerFrame, { t: "error" }>): void {
    const clientId = frame.client_id || frame.rid || "";
    const item = this.item(clientId);
    if (!item) return;
    const open = frame.data?.thread;
    if (frame.code === "chat_open" && item.body.kind === "start" && typeof open === "string") {
      // Begun in another tab meanwhile: what was written belongs there.
      this.exists(clientId, open);
      this.write(open, item.body.text);
      return;
    }
    this.outbox.refuse(clientId, new Refused(frame));
  }

  /** Of a first message that is not stored yet; else empty. */
  topicOf(thread: string): string {
    const body = this.unsent.value.find((each) => each.thread === thread)?.body;
    return body?.kind === "start" ? body.topic : "";
  }

  private item(clientId: string): Unsent<Draft> | undefined {
    return this.unsent.peek().find((each) => each.client_id === clientId);
  }

  private transmit({ client_id, thread, body }: Unsent<Draft>): boolean {
    if (body.kind === "start") {
      const { topic, text, fields = {}, language = this.options.language() } = body;
      return this.options.send({ t: "start", rid: client_id, client_id, topic, text, language, fields });
    }
    return !isPlaceholder(thread) && this.options.send({ t: "send", thread, client_id, text: body.text });
  }
}
