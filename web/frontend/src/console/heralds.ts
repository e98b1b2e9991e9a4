// Who is told when something comes to this agent? Sounds, notices and what is read aloud hang on it.
import type { Socket } from "../shared/connection";
import type { Store } from "../shared/storage";
import type { Config } from "./config";
import { type Desk, newGuests, newHandovers, newMentions, newOffers } from "./desk";
import type { Chat, Guest, Handover, Mention, Offer } from "./frames";
import type { Whisper } from "./whispers";

export interface SessionOptions {
  config: Config;
  store: Store;
  /** What belongs to this tab alone, and ends with it. */
  tab?: Store;
  /** A chat has come to this agent. */
  arrived(chat: Chat): void;
  /** A chat is offered to this agent. */
  offered?(offer: Offer): void;
  /** A colleague asks this agent to take a chat over. */
  askedOver?(handover: Handover): void;
  /** A colleague asks this agent to help in a chat. */
  invited?(guest: Guest): void;
  /** A note names this agent. */
  mentioned?(mention: Mention): void;
  /** A customer of one's own has just written, in a chat that is not before one's eyes. */
  replied?(thread: string): void;
  /** A colleague has just written a note in one of this agent's own chats. */
  whispered?(whisper: Whisper): void;
  open?: (url: string) => Socket;
}

/** What one desk brings that the one before it did not have; whose own chats have come is told by the session. */
export function tell(before: Desk, after: Desk, heralds: SessionOptions): void {
  for (const offer of newOffers(before, after)) heralds.offered?.(offer);
  for (const handover of newHandovers(before, after)) heralds.askedOver?.(handover);
  for (const guest of newGuests(before, after)) heralds.invited?.(guest);
  for (const mention of newMentions(before, after)) heralds.mentioned?.(mention);
}
