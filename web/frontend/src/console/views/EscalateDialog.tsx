// How does a chat become a ticket? With a subject that the customer reads and a note that they do not.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { newId } from "../../shared/ids";
import type { Ok } from "../../shared/protocol";
import type { Ask } from "../frames";
import { topics } from "../lists";
import { t, words } from "../words";
import { Dialog, type ThreadDialog } from "./Dialog";
import { DialogForm } from "./DialogForm";
import { topicOf } from "./rows";
import { CopyLink } from "./TicketCard";
import { useAsk } from "./useAsk";

export function EscalateDialog({ session, thread, done, said }: ThreadDialog): JSX.Element {
  const ask = useAsk();
  // Empty stands for the topic, which each reader then sees in their own language.
  const [subject, setSubject] = useState("");
  const [note, setNote] = useState("");
  const another = !!thread.ticket;
  const live = thread.chat.state !== "ended";
  /** For another matter than that of the chat: a thread of its own, and the chat goes on. */
  const [apart, setApart] = useState(another);
  const [topic, setTopic] = useState(thread.chat.topic);
  const [clientId] = useState(newId);
  const [made, setMade] = useState<Ok | undefined>(undefined);

  const escalate = async (): Promise<void> => {
    let answer: Ok | undefined;
    const words = { thread: thread.id, subject: subject.trim(), note: note.trim() };
    const request: Ask = apart ? { t: "apart", client_id: clientId, topic, ...words } : { t: "escalate", ...words };
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
    <Dialog title={another ? t("Another ticket") : t("Make a ticket")} done={done} testid="dialog-escalate">
      <DialogForm ask={ask} submit={escalate} done={done} confirm={t("Make the ticket")} testid="escalate-confirm">
        {live && !another && (
          <label class="check">
            <input
              type="checkbox"
              checked={apart}
              data-testid="escalate-apart"
              onChange={(event) => setApart(event.currentTarget.checked)}
            />
            {t("For another matter: this chat goes on")}
          </label>
        )}
        <p class="dialog-text">
          {apart
            ? t(
                "The ticket has a conversation of its own, which the customer finds beside this one. This one stays as it is.",
              )
            : t("The matter goes on as a ticket, with all that was said. The chat ends.")}
        </p>
        {apart && (
          <label class="label">
            {t("Topic")}
            <select
              class="input"
              value={topic}
              data-testid="escalate-topic"
              onChange={(event) => setTopic(event.currentTarget.value)}
            >
              {topics(session.desk.value, words.value.language).map(({ slug, name }) => (
                <option key={slug} value={slug}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <label class="label">
          {t("Subject, as the customer reads it")}
          <input
            class="input"
            data-autofocus
            value={subject}
            placeholder={topicOf(session, apart ? topic : thread.chat.topic)}
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
      </DialogForm>
    </Dialog>
  );
}
