// To whom does the chat go? Those who speak the customer's language and have room come first; or back to the queue.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { candidates, hasRoom } from "../lists";
import { languageName } from "../names";
import { t } from "../words";
import { Dialog, Problem, type ThreadDialog } from "./Dialog";
import { Icon } from "./icons";
import { Person } from "./TeamList";
import { useAsk } from "./useAsk";

const QUEUE = "";

export function TransferDialog({ session, thread, done, said }: ThreadDialog): JSX.Element {
  const ask = useAsk();
  const [search, setSearch] = useState("");
  const [to, setTo] = useState<string | undefined>(undefined);
  const [note, setNote] = useState("");
  const { chat } = thread;
  const spoken = (chat.language.split("-")[0] ?? "").toLowerCase();
  const people = candidates(session.desk.value, chat.agent?.id ?? "", chat.language, search, languageName);
  const name = people.find((one) => one.id === to)?.name;

  const transfer = async (): Promise<void> => {
    if (to === undefined) return;
    if (!(await ask.run(() => session.ask({ t: "transfer", thread: thread.id, to, note: note.trim() })))) return;
    said(name ? t("Transferred to {name}", { name }) : t("Given back to the queue"));
    done();
  };
  return (
    <Dialog title={t("Transfer this chat")} done={done} testid="dialog-transfer">
      <form
        class="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          void transfer();
        }}
      >
        <input
          class="input"
          type="search"
          data-autofocus
          value={search}
          placeholder={t("Search by name or language")}
          aria-label={t("Search by name or language")}
          data-testid="transfer-search"
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
        <fieldset class="options">
          <legend class="hidden">{t("To whom")}</legend>
          {!search && chat.state === "active" && (
            <label class="option">
              <input type="radio" name="to" checked={to === QUEUE} onChange={() => setTo(QUEUE)} />
              <Icon name="pass" />
              <span class="row-main">
                <span class="row-name">{t("Back to the queue")}</span>
                <span class="row-text">{t("At its old place; to you only if nobody else is there")}</span>
              </span>
            </label>
          )}
          {people.map((one) => (
            <label key={one.id} class="option" data-disabled={!hasRoom(one)} data-testid={`to-${one.id}`}>
              <input
                type="radio"
                name="to"
                checked={to === one.id}
                disabled={!hasRoom(one)}
                onChange={() => setTo(one.id)}
              />
              <Person one={one} />
              {spoken && one.languages[spoken] && hasRoom(one) && (
                <span class="tag">{t("Speaks {language}", { language: languageName(spoken) })}</span>
              )}
            </label>
          ))}
          {!people.length && <p class="dialog-text">{t("Nobody matches.")}</p>}
        </fieldset>
        <label class="label">
          {t("Note for the next agent")}
          <textarea
            class="input"
            rows={2}
            maxLength={1000}
            dir="auto"
            value={note}
            placeholder={t("What has been tried, what is still open")}
            data-testid="transfer-note"
            onInput={(event) => setNote(event.currentTarget.value)}
          />
        </label>
        <Problem text={ask.problem} />
        <div class="dialog-buttons">
          <button type="button" class="button" onClick={done}>
            {t("Cancel")}
          </button>
          <button
            type="submit"
            class="button primary"
            disabled={to === undefined || ask.busy}
            data-testid="transfer-confirm"
          >
            {name ? t("Transfer to {name}", { name }) : to === QUEUE ? t("Give back to the queue") : t("Transfer")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
