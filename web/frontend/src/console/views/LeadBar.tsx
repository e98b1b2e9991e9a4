// What can a lead do in a colleague's chat? See it unseen, whisper to the agent, take it over.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Thread } from "../frames";
import { t } from "../words";
import type { Parts } from "./App";
import { Icon } from "./icons";
import { useAsk } from "./useAsk";

export function LeadBar({ session, thread }: Parts & { thread: Thread }): JSX.Element | null {
  const ask = useAsk();
  const [text, setText] = useState("");
  const { chat } = thread;
  const agent = chat.agent;
  if (!session.leads.value || chat.state !== "active" || !agent || agent.id === session.me.value) return null;
  return (
    <section class="lead-bar" aria-label={t("Watching")} data-testid="lead-bar">
      <p class="lead-words">
        <Icon name="why" size={16} />
        {t("You are watching. The customer does not see you; only {name} sees what you whisper.", { name: agent.name })}
      </p>
      <form
        class="lead-whisper"
        onSubmit={(event) => {
          event.preventDefault();
          if (!text.trim()) return;
          session.write(thread.id, { kind: "note", text: text.trim() });
          setText("");
        }}
      >
        <input
          class="input"
          dir="auto"
          maxLength={5000}
          value={text}
          placeholder={t("Whisper to {name}", { name: agent.name })}
          aria-label={t("Whisper to {name}", { name: agent.name })}
          data-testid="whisper-text"
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="button" disabled={!text.trim()} data-testid="whisper-send">
          {t("Whisper")}
        </button>
      </form>
      <button
        type="button"
        class="button"
        disabled={ask.busy}
        data-testid="take-over"
        onClick={() => void ask.run(() => session.ask({ t: "transfer", thread: thread.id, to: session.me.value }))}
      >
        {t("Take over")}
      </button>
      {ask.problem && (
        <p class="problem" role="alert">
          {ask.problem}
        </p>
      )}
    </section>
  );
}
