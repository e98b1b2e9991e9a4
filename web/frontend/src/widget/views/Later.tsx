// How is the first click kept fast? A conversation's views come in a second file, fetched while home is being read.
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { ViewProps } from "./App";
import { Header } from "./Header";

type View = typeof import("./Conversation").Conversation;

const view = signal<{ Conversation: View } | undefined>(undefined);

/** Fetches it; a lost network is tried again, since without it nobody can read their messages. */
export async function fetchConversation(): Promise<void> {
  if (view.value) return;
  try {
    view.value = await import("./Conversation");
  } catch {
    setTimeout(fetchConversation, 2_000);
  }
}

export function Later(props: ViewProps & { id: string }): JSX.Element {
  useEffect(() => void fetchConversation(), []);
  if (!view.value) return <Header title="" back={() => props.route.home()} close={props.close} />;
  const { Conversation } = view.value;
  return <Conversation {...props} />;
}
