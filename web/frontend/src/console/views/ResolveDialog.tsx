// How does an agent end a chat? With one judgement: is the matter resolved?
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { topics } from "../lists";
import { suggestedOutcome, suggestedTopic } from "../suggest";
import { t, words } from "../words";
import { Dialog, Problem, type ThreadDialog } from "./Dialog";
import { Icon } from "./icons";
import { useAsk } from "./useAsk";

export function ResolveDialog({ session, thread, done, said, title }: ThreadDialog & { title: string }): JSX.Element {
  const ask = useAsk();
  const { events } = session.known.log(thread.id);
  const about = topics(session.desk.value, words.value.language).filter(
    (each) => !each.retired || each.slug === thread.chat.topic,
  );
  // As it was when the dialog opened: a button must not move under the hand.
  const [suggested] = useState(() => suggestedOutcome(events));
  const [topic, setTopic] = useState(() => suggestedTopic(events, about, thread.chat.topic));
  const resolve = async (outcome: "resolved" | "unresolved"): Promise<void> => {
    if (!(await ask.run(() => session.ask({ t: "resolve", thread: thread.id, outcome, topic })))) return;
    said(t("The chat has ended"));
    done();
  };
  return (
    <Dialog title={title} done={done} testid="dialog-resolve">
      <p class="dialog-text">
        {t(
          "The chat ends, and the customer is asked to rate it. A matter that is not settled can become a ticket instead.",
        )}
      </p>
      <Problem text={ask.problem} />
      <label class="label">
        {topic === thread.chat.topic ? t("It was about") : t("It was about (suggested)")}
        <select
          class="input"
          value={topic}
          data-testid="resolve-topic"
          onChange={(event) => setTopic(event.currentTarget.value)}
        >
          {about.map(({ slug, name }) => (
            <option key={slug} value={slug}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <div class="dialog-choices">
        <button
          type="button"
          class="choice"
          data-autofocus={suggested === "resolved"}
          data-suggested={suggested === "resolved"}
          disabled={ask.busy}
          data-testid="resolved"
          onClick={() => void resolve("resolved")}
        >
          <Icon name="check" />
          <span class="choice-name">
            {t("Resolved")} {suggested === "resolved" && <span class="tag">{t("Suggested")}</span>}
          </span>
          <span class="choice-text">{t("The customer has what they came for.")}</span>
        </button>
        <button
          type="button"
          class="choice"
          data-autofocus={suggested === "unresolved"}
          data-suggested={suggested === "unresolved"}
          disabled={ask.busy}
          data-testid="unresolved"
          onClick={() => void resolve("unresolved")}
        >
          <Icon name="clock" />
          <span class="choice-name">
            {t("Unresolved")} {suggested === "unresolved" && <span class="tag">{t("Suggested")}</span>}
          </span>
          <span class="choice-text">{t("The chat ends, the matter is not settled.")}</span>
        </button>
      </div>
    </Dialog>
  );
}
