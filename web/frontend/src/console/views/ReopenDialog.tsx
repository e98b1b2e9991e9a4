// Does the agent go on with a chat that has ended? Theirs at once, where the customer is still there to read it.
import type { JSX } from "preact";
import { customerName } from "../names";
import { t } from "../words";
import type { Parts } from "./App";
import { Dialog, Problem, type ThreadDialog } from "./Dialog";
import { useAsk } from "./useAsk";

export function ReopenDialog({ session, screen, thread, done, said }: ThreadDialog & Parts): JSX.Element {
  const ask = useAsk();
  const name = customerName(thread.customer, thread.id);
  const reopen = async (): Promise<void> => {
    if (!(await ask.run(() => session.ask({ t: "reopen", thread: thread.id })))) return;
    said(t("The chat is open again"));
    done();
  };
  return (
    <Dialog title={t("Open this chat again?")} done={done} testid="dialog-reopen">
      <p class="dialog-text">
        {thread.customer.online
          ? t("{name} finds it where it was, and it is yours at once.", { name })
          : t("{name} is not here. A ticket reaches them; a chat would not.", { name })}
      </p>
      <Problem text={ask.problem} />
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={done}>
          {t("Cancel")}
        </button>
        {thread.customer.online ? (
          <button
            type="button"
            class="button primary"
            data-autofocus
            disabled={ask.busy}
            data-testid="reopen-confirm"
            onClick={() => void reopen()}
          >
            {t("Open again")}
          </button>
        ) : (
          <button
            type="button"
            class="button primary"
            data-autofocus
            data-testid="reopen-ticket"
            onClick={() => screen.ask("escalate")}
          >
            {t("Make a ticket")}
          </button>
        )}
      </div>
    </Dialog>
  );
}
