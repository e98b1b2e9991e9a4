// What has this agent sent that is not stored yet? Kept in the browser per person, sent again after every welcome.
import { type Signal, signal } from "@preact/signals";
import { Outbox, type Unsent } from "../shared/outbox";
import type { Refused } from "../shared/protocol";
import { prefixed, type Store } from "../shared/storage";
import type { AgentRequest, Draft } from "./frames";

export class Outgoing {
  readonly unsent: Signal<readonly Unsent<Draft>[]> = signal([]);
  private readonly send: (frame: AgentRequest) => boolean;
  private readonly follow: (thread: string) => Promise<void>;
  private readonly followedFor = new Set<string>();
  private outbox: Outbox<Draft> | undefined;

  /** `follow` has the server follow a thread; it refuses messages to others. */
  constructor(send: (frame: AgentRequest) => boolean, follow: (thread: string) => Promise<void>) {
    this.send = send;
    this.follow = follow;
  }

  /** Once it is known who signed in, whose `own` store this is. True the first time. */
  begin(own: Store): boolean {
    if (this.outbox) return false;
    this.outbox = new Outbox<Draft>({
      store: prefixed(own, "unsent."),
      send: ({ client_id, thread, body }) =>
        this.send(
          body.kind === "note"
            ? { t: "note", thread, client_id, text: body.text, mentions: body.mentions ?? [] }
            : { t: "send", thread, client_id, text: body.text },
        ),
      changed: (items) => {
        this.unsent.value = items;
      },
    });
    this.unsent.value = this.outbox.list();
    return true;
  }

  add(item: Parameters<Outbox<Draft>["add"]>[0]): void {
    this.outbox?.add(item);
  }

  retry(clientId: string): void {
    this.outbox?.retry(clientId);
  }

  settle(clientId: string): Unsent<Draft> | undefined {
    return this.outbox?.settle(clientId);
  }

  resend(): void {
    this.outbox?.resend();
  }

  clear(): void {
    this.outbox?.clear();
  }

  refused(clientId: string, refused: Refused): void {
    const item = this.unsent.value.find((each) => each.client_id === clientId);
    // Written before this connection followed the thread: follow it, then once more.
    if (item && refused.code === "thread_unknown" && !this.followedFor.has(clientId)) {
      this.followedFor.add(clientId);
      void this.follow(item.thread).then(() => this.outbox?.retry(clientId));
      return;
    }
    this.outbox?.refuse(clientId, refused);
  }
}
