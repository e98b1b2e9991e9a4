// What can a lead do in a colleague's chat, or one that waits? See it unseen, whisper to the agent, take it over.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Thread } from "../frames";
import type { Session } from "../session";
import { t } from "../words";
import type { Parts } from "./App";
import { Problem } from "./Dialog";
import { Icon } from "./icons";
import { useAsk } from "./useAsk";

export function LeadBar({ session, thread }: Parts & { thread: Thread }): JSX.Element | null {
  const ask = useAsk();
  const { chat } = thread;
  const agent = chat.agent;
  const theirs = chat.state === "active" && agent && agent.id !== session.me.value ? agent : undefined;
  if (!session.leads.value || !(theirs || chat.state === "waiting")) return null;
  return (
    <section class="lead-bar" data-waits={!theirs} aria-label={t("Watching")} data-testid="lead-bar">
      <p class="lead-words">
        <Icon name="why" size={16} />
        {theirs
          ? t("You are watching. The customer sees neither you nor what you whisper to {name}.", { name: theirs.name })
          : t("You are watching. The customer waits and does not see you.")}
      </p>
      {theirs && <Whisper session={session} thread={thread} name={theirs.name} />}
      <button
        type="button"
        class="button"
        disabled={ask.busy}
        data-testid="take-over"
        onClick={() => void ask.run(() => session.ask({ t: "transfer", thread: thread.id, to: session.me.value }))}
      >
        {theirs ? t("Take over") : t("Take this chat")}
      </button>
      <Problem text={ask.problem} />
    </section>
  );
}

function Whisper({ session, thread, name }: { session: Session; thread: Thread; name: string }): JSX.Element {
  const [text, setText] = useState("");
  return (
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
        placeholder={t("Whisper to {name}", { name })}
        aria-label={t("Whisper to {name}", { name })}
        data-testid="whisper-text"
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" class="button" disabled={!text.trim()} data-testid="whisper-send">
        {t("Whisper")}
      </button>
    </form>
  );
}
