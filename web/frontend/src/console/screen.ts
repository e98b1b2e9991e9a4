// What does the agent look at: which list, which dialog, and on a phone which of the panes?
import { type Signal, signal } from "@preact/signals";
import type { Session } from "./session";

export type List = "waiting" | "tickets" | "team" | "all";
export type Pane = "lists" | "thread" | "customer";
export type Dialog =
  | "resolve"
  | "transfer"
  | "escalate"
  | "abuse"
  | "invite"
  | "reopen"
  | "decide"
  | "why"
  | "sign-out"
  | "decline"
  | "replies"
  | "writing"
  | "palette"
  | "shortcuts"
  | "notices";

export class Screen {
  readonly list: Signal<List> = signal("waiting");
  readonly pane: Signal<Pane> = signal("lists");
  readonly dialog: Signal<Dialog | undefined> = signal(undefined);
  /** A lead looks at the wall instead of the panes, which keep their state beneath it. */
  readonly wall = signal(false);
  /** The offered thread that the agent is about to decline. */
  readonly declining = signal("");
  /** The block that a lead is about to lift or to keep. */
  readonly deciding = signal(0);
  /** For those who do not see the screen: what has just happened elsewhere on it. */
  readonly said = signal("");
  /** Grows whenever the agent opens a thread by their own hand: then the place to go on is the composer. */
  readonly entered = signal(0);

  /** Where the focus was asked to go: a list, or one row of it. Another object each time it is asked for. */
  readonly sought: Signal<{ list: List | "mine" | "search"; row: string } | undefined> = signal(undefined);

  private readonly session: Session;

  constructor(session: Session) {
    this.session = session;
  }

  open(thread: string): void {
    this.session.show(thread);
    this.enter();
  }

  /** To the place where one writes, of the thread on the screen. */
  enter(): void {
    this.wall.value = false;
    this.pane.value = "thread";
    this.entered.value++;
  }

  /** To a list, with the focus in it; `row` is the colleague to be shown. */
  goTo(list: List | "mine", row = ""): void {
    this.wall.value = false;
    if (list !== "mine") this.list.value = list;
    this.pane.value = "lists";
    this.sought.value = { list, row };
  }

  search(): void {
    this.wall.value = false;
    this.pane.value = "lists";
    this.sought.value = { list: "search", row: "" };
  }

  toWall(): void {
    if (this.session.leads.peek()) this.wall.value = true;
  }

  ask(dialog: Dialog): void {
    this.dialog.value = dialog;
  }

  /** About a thread that is not looked at yet: what is on the screen, such as the wall, stays. */
  askAbout(thread: string, dialog: Dialog): void {
    this.session.show(thread);
    this.ask(dialog);
  }

  done(): void {
    this.dialog.value = undefined;
  }

  /** Takes what is offered. Only an agent with nothing on the screen is taken there: nobody is torn from a draft. */
  async accept(thread: string): Promise<void> {
    await this.session.accept(thread);
    if (!this.session.current.peek()) this.open(thread);
  }

  decline(thread: string): void {
    this.declining.value = thread;
    this.ask("decline");
  }

  decide(block: number): void {
    this.deciding.value = block;
    this.ask("decide");
  }

  /** The next or previous of one's own chats. */
  step(by: 1 | -1): void {
    const chats = this.session.mine.value;
    if (!chats.length) return;
    const at = chats.findIndex((chat) => chat.thread === this.session.current.value);
    const next = at < 0 ? (by > 0 ? 0 : chats.length - 1) : (at + by + chats.length) % chats.length;
    const chat = chats[next];
    if (chat) this.open(chat.thread);
  }
}
