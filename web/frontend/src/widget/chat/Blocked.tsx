// What does a customer see who may not write for a while? Why and until when, in plain words, and one way to be heard.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Session } from "../session";
import { Icon } from "../views/icons";
import { t, words } from "../words";
import { useAsk } from "./useAsk";

const APPEAL_CHARACTERS = 1_000;

export function Blocked({ session }: { session: Session }): JSX.Element | null {
  const block = session.known.blocked.value;
  if (!block) return null;
  return (
    <section class="blocked" aria-labelledby="blocked" data-testid="blocked">
      <h2 id="blocked">
        <Icon name="clock" size={18} />
        {t("Writing to us is paused")}
      </h2>
      <p>
        {t("The reason: {reason}.", { reason: reasonOf(block.category) })}{" "}
        {block.until
          ? t("You can write to us again after this time: {day}, {time}.", {
              day: words.value.day(block.until, session.now()),
              time: words.value.time(block.until),
            })
          : t("It has no end date.")}{" "}
        {t("Your conversations and tickets stay here for you to read.")}
      </p>
      {block.answered ? (
        <>
          <p data-testid="appeal-answered">{t("We have looked at it again, and it stays as it is.")}</p>
          {block.answer && <blockquote dir="auto">{block.answer}</blockquote>}
        </>
      ) : block.appealed ? (
        <p role="status" data-testid="appealed">
          {t("Thank you. Somebody else of our team reads what you wrote, and answers here.")}
        </p>
      ) : (
        <Appeal session={session} />
      )}
    </section>
  );
}

function Appeal({ session }: { session: Session }): JSX.Element {
  const [text, setText] = useState("");
  const { busy, problem, ask } = useAsk(session);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void ask({ t: "appeal", text: text.trim() });
      }}
    >
      <label for="appeal">{t("Was this a mistake? Tell us once, and somebody else of our team looks at it.")}</label>
      <textarea
        id="appeal"
        rows={3}
        maxLength={APPEAL_CHARACTERS}
        dir={text ? "auto" : undefined}
        value={text}
        data-testid="appeal"
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <button type="submit" class="primary" disabled={busy || !text.trim()} data-testid="appeal-send">
        {t("Ask to be let in again")}
      </button>
    </form>
  );
}

function reasonOf(category: string): string {
  const reasons: Record<string, string> = {
    insults: t("insulting words"),
    threats: t("threats"),
    spam: t("advertising or too many messages"),
    fraud: t("attempted fraud"),
  };
  return reasons[category] ?? t("behaviour against our rules");
}
