// How does an agent end a chat? With one judgement: is the matter resolved?
import type { JSX } from "preact";
import { t } from "../words";
import { Dialog, Problem, type ThreadDialog } from "./Dialog";
import { Icon } from "./icons";
import { useAsk } from "./useAsk";

export function ResolveDialog({ session, thread, done, said, title }: ThreadDialog & { title: string }): JSX.Element {
  const ask = useAsk();
  const resolve = async (outcome: "resolved" | "unresolved"): Promise<void> => {
    if (!(await ask.run(() => session.ask({ t: "resolve", thread: thread.id, outcome })))) return;
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
      <div class="dialog-choices">
        <button
          type="button"
          class="choice"
          data-autofocus
          disabled={ask.busy}
          data-testid="resolved"
          onClick={() => void resolve("resolved")}
        >
          <Icon name="check" />
          <span class="choice-name">{t("Resolved")}</span>
          <span class="choice-text">{t("The customer has what they came for.")}</span>
        </button>
        <button
          type="button"
          class="choice"
          disabled={ask.busy}
          data-testid="unresolved"
          onClick={() => void resolve("unresolved")}
        >
          <Icon name="clock" />
          <span class="choice-name">{t("Unresolved")}</span>
          <span class="choice-text">{t("The chat ends, the matter is not settled.")}</span>
        </button>
      </div>
    </Dialog>
  );
}
