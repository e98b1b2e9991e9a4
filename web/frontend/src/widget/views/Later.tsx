// How is the first click kept fast? A conversation's views come in a second file, fetched while home is being read.
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { Session } from "../session";
import { speakOfChats } from "../words";
import type { ViewProps } from "./App";
import { Header } from "./Header";

type Views = typeof import("../chat");

const views = signal<Views | undefined>(undefined);

/** Fetches it; a lost network is tried again, since without it nobody can read their messages. */
export async function fetchConversation(): Promise<void> {
  if (views.value) return;
  try {
    const [found] = await Promise.all([import("../chat"), speakOfChats()]);
    views.value = found;
  } catch {
    setTimeout(fetchConversation, 2_000);
  }
}

type Props = ViewProps & ({ id: string } | { topic: string });

export function Later(props: Props): JSX.Element {
  useEffect(() => void fetchConversation(), []);
  if (!views.value) return <Header title="" back={() => props.route.home()} close={props.close} />;
  const { Conversation, FirstMessage } = views.value;
  return "id" in props ? <Conversation {...props} /> : <FirstMessage {...props} />;
}

/** That the customer may not write, and why: with the conversations, since few ever read it. */
export function LaterBlocked({ session }: { session: Session }): JSX.Element | null {
  useEffect(() => void fetchConversation(), []);
  const Blocked = views.value?.Blocked;
  return Blocked ? <Blocked session={session} /> : null;
}
