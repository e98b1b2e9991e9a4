// Which view is the customer looking at? Home, a topic's first message, or a thread.
import { effect, signal } from "@preact/signals";
import type { Session } from "./session";

export type View = { at: "home" } | { at: "topic"; topic: string } | { at: "thread"; thread: string; key: string };

export class Route {
  readonly view = signal<View>({ at: "home" });

  constructor(session: Session) {
    // A thread begun here has a placeholder until the server has made it.
    session.outgoing.renamed = (placeholder, thread) => {
      const view = this.view.value;
      // Its key stays, and with it the view: the focus, the draft and the place in the log.
      if (view.at === "thread" && view.thread === placeholder) this.view.value = { ...view, thread };
    };
    // Whoever comes back to an open chat, or to a first message that is not sent yet, is taken to it. Once: after that
    // the customer decides.
    const unsent = session.outgoing.unsent.peek().find(({ body, refused }) => body.kind === "start" && !refused);
    if (unsent) this.thread(unsent.thread);
    const stop = effect(() => {
      if (!session.known.welcome.value) return;
      const open = session.known.threads.peek().find((thread) => thread.chat.state !== "ended");
      if (open && this.view.peek().at === "home") this.thread(open.id);
      queueMicrotask(() => stop());
    });
  }

  home(): void {
    this.view.value = { at: "home" };
  }

  topic(topic: string): void {
    this.view.value = { at: "topic", topic };
  }

  thread(thread: string): void {
    this.view.value = { at: "thread", thread, key: thread };
  }
}
