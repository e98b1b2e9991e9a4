// How does a chat become a ticket? With a subject that the customer reads and a note that they do not.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Ok } from "../../shared/protocol";
import { t } from "../words";
import { Dialog, Problem, type ThreadDialog } from "./Dialog";
import { topicOf } from "./rows";
import { CopyLink } from "./TicketCard";
import { useAsk } from "./useAsk";

export function EscalateDialog({ session, thread, done, said }: ThreadDialog): JSX.Element {
  const ask = useAsk();
  // Empty stands for the topic, which each reader then sees in their own language.
  const [subject, setSubject] = useState("");
  const [note, setNote] = useState("");
  const [made, setMade] = useState<Ok | undefined>(undefined);

  const escalate = async (): Promise<void> => {
    let answer: Ok | undefined;
    const request = { t: "escalate", thread: thread.id, subject: subject.trim(), note: note.trim() } as const;
    const did = await ask.run(async () => {
      answer = await session.ask(request);
    });
    if (!did) return;
    setMade(answer);
    said(t("Ticket #{number} is made", { number: String(answer?.ticket ?? "") }));
  };

  if (made) {
    const number = String(made.ticket ?? "");
    return (
      <Dialog title={t("Ticket #{number} is made", { number })} done={done} testid="dialog-escalated">
        <p class="dialog-text">
          {thread.customer.email_confirmed
            ? t("The customer follows it in the chat window, by its link, and by e-mail.")
            : t("The customer follows it in the chat window and by its link; by e-mail once the address is confirmed.")}
        </p>
        <div class="dialog-buttons">
          {made.link && <CopyLink link={made.link} />}
          <button type="button" class="button primary" data-autofocus onClick={done}>
            {t("Done")}
          </button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={t("Make a ticket")} done={done} testid="dialog-escalate">
      <form
        class="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          void escalate();
        }}
      >
        <p class="dialog-text">{t("The matter goes on as a ticket, with all that was said. The chat ends.")}</p>
        <label class="label">
          {t("Subject, as the customer reads it")}
          <input
            class="input"
            data-autofocus
            value={subject}
            placeholder={topicOf(session, thread.chat.topic)}
            maxLength={200}
            dir="auto"
            data-testid="escalate-subject"
            onInput={(event) => setSubject(event.currentTarget.value)}
          />
        </label>
        <label class="label">
          {t("Note, for agents only")}
          <textarea
            class="input"
            rows={3}
            maxLength={5000}
            dir="auto"
            value={note}
            placeholder={t("What has been tried, what is still open")}
            data-testid="escalate-note"
            onInput={(event) => setNote(event.currentTarget.value)}
          />
        </label>
        <Problem text={ask.problem} />
        <div class="dialog-buttons">
          <button type="button" class="button" onClick={done}>
            {t("Cancel")}
          </button>
          <button type="submit" class="button primary" disabled={ask.busy} data-testid="escalate-confirm">
            {t("Make the ticket")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
