// What does the console show? The signals that every view reads, and what follows from them.
import { computed, type Signal, signal } from "@preact/signals";
import type { ConnectionState } from "../shared/connection";
import { type Desk, EMPTY_DESK } from "./desk";
import type { Welcome } from "./frames";
import { Known } from "./known";
import { handovers, mentions, mine, offers } from "./lists";
import { News } from "./news";

export class Shown {
  readonly connection: Signal<ConnectionState> = signal("connecting");
  /** Why nothing goes on: a close code's name or an error code. */
  readonly stopped: Signal<string> = signal("");
  readonly welcome: Signal<Welcome | undefined> = signal(undefined);
  readonly desk: Signal<Desk> = signal(EMPTY_DESK);
  readonly known = new Known();
  /** The thread on the screen; empty: none. */
  readonly current = signal("");
  /** Why the thread on the screen cannot be shown: an error code. */
  readonly unopened = signal("");
  readonly news = new News();

  readonly me = computed(() => this.welcome.value?.me ?? "");
  readonly mine = computed(() => mine(this.desk.value, this.me.value));
  readonly mentions = computed(() => mentions(this.desk.value));
  /** What oneself is asked about: by the router, and by colleagues who pass a chat on. */
  readonly offers = computed(() => offers(this.desk.value));
  readonly handovers = computed(() => handovers(this.desk.value));
  readonly leads = computed(() => ["lead", "admin"].includes(this.welcome.value?.role ?? ""));
  /** Of one's own chats, those with something not looked at; and what one is asked about. */
  readonly wanting = computed(
    () =>
      this.offers.value.length +
      this.handovers.value.length +
      this.mentions.value.length +
      this.mine.value.filter(({ thread }) => this.news.fresh.value.has(thread) || this.known.unread(thread)).length,
  );
}
