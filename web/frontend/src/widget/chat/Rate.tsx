// How was it? One to five and, for those who want, a sentence.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Thread } from "../frames";
import type { Session } from "../session";
import { Icon } from "../views/icons";
import { t, words } from "../words";
import { useAsk } from "./useAsk";

const SCORES = [1, 2, 3, 4, 5];

export function Rate({ session, thread }: { session: Session; thread: Thread }): JSX.Element | null {
  const [score, setScore] = useState(0);
  const [tags, setTags] = useState<ReadonlySet<string>>(new Set());
  const [comment, setComment] = useState("");
  const [sent, setSent] = useState(false);
  const { busy, problem, ask } = useAsk(session);

  if (sent || thread.chat.rating) {
    return sent ? (
      <section class="rate" role="status" data-testid="rated">
        <p class="thanks">{t("Thank you. This helps us to do better.")}</p>
      </section>
    ) : null;
  }
  // Nobody can be rated for a chat in which nobody answered.
  if (!thread.chat.agent) return null;

  const names = [t("Bad"), t("Poor"), t("Fair"), t("Good"), t("Very good")];
  const offered: [string, string][] =
    score > 3
      ? [
          ["friendly", t("Friendly")],
          ["quick", t("Quick")],
          ["solved", t("Solved my problem")],
        ]
      : [
          ["slow", t("Too slow")],
          ["unclear", t("Hard to understand")],
          ["unsolved", t("Problem not solved")],
        ];
  const submit = (event: Event): void => {
    event.preventDefault();
    void ask(
      {
        t: "rate",
        thread: thread.id,
        score,
        comment: comment.trim(),
        tags: offered.map(([tag]) => tag).filter((tag) => tags.has(tag)),
      },
      () => setSent(true),
    );
  };
  return (
    <form class="rate" onSubmit={submit} data-testid="rate">
      <fieldset>
        <legend>{t("How was your chat with {name}?", { name: thread.chat.agent.name })}</legend>
        <div class="stars">
          {SCORES.map((each) => (
            <label key={each} data-on={each <= score}>
              <input type="radio" name="score" value={each} checked={score === each} onChange={() => setScore(each)} />
              <span class="hidden">{`${words.value.number(each)} – ${names[each - 1]}`}</span>
              <Icon name="star" size={30} />
            </label>
          ))}
        </div>
      </fieldset>
      {score > 0 && (
        <>
          <p class="score-name" aria-hidden="true">
            {names[score - 1]}
          </p>
          {/* biome-ignore lint/a11y/useSemanticElements: buttons that stay pressed, not fields of a form */}
          <div class="rate-tags" role="group" aria-label={t("Why?")}>
            {offered.map(([tag, name]) => (
              <button
                type="button"
                key={tag}
                class="option"
                aria-pressed={tags.has(tag)}
                onClick={() => setTags(toggled(tags, tag))}
              >
                {name}
              </button>
            ))}
          </div>
          <textarea
            rows={2}
            maxLength={2000}
            dir={comment ? "auto" : undefined}
            aria-label={t("What should we know? (optional)")}
            placeholder={t("What should we know? (optional)")}
            value={comment}
            onInput={(event) => setComment(event.currentTarget.value)}
          />
          {problem && (
            <p class="problem" role="alert">
              {problem}
            </p>
          )}
          <button type="submit" class="primary" disabled={busy}>
            {t("Send rating")}
          </button>
        </>
      )}
    </form>
  );
}

function toggled(tags: ReadonlySet<string>, tag: string): ReadonlySet<string> {
  const next = new Set(tags);
  if (!next.delete(tag)) next.add(tag);
  return next;
}
