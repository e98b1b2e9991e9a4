// Which colleague helps in this chat? To read and note, or to write to the customer too; the chat stays where it is.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { candidates } from "../lists";
import { languageName } from "../names";
import { t } from "../words";
import { Dialog, type ThreadDialog } from "./Dialog";
import { DialogForm } from "./DialogForm";
import { PeopleSearch } from "./PeopleSearch";
import { Person } from "./TeamList";
import { useAsk } from "./useAsk";

export function InviteDialog({ session, thread, done, said }: ThreadDialog): JSX.Element {
  const ask = useAsk();
  const [search, setSearch] = useState("");
  const [agent, setAgent] = useState("");
  const [writes, setWrites] = useState(false);
  const { chat } = thread;
  const people = candidates(session.desk.value, chat.agent?.id ?? "", chat.language, search, languageName).filter(
    (one) => one.id !== session.me.value && one.reachable,
  );
  const invite = async (): Promise<void> => {
    if (!agent || !(await ask.run(() => session.ask({ t: "invite", thread: thread.id, agent, writes })))) return;
    said(t("Invited"));
    done();
  };
  return (
    <Dialog title={t("Invite a colleague")} done={done} testid="dialog-invite">
      <DialogForm ask={ask} submit={invite} done={done} confirm={t("Invite")} testid="invite-confirm" unready={!agent}>
        <p class="dialog-text">{t("They see the whole conversation and write notes. It takes no room of theirs.")}</p>
        <PeopleSearch label={t("Search by name or language")} text={search} change={setSearch} />
        <fieldset class="options">
          <legend class="hidden">{t("Whom")}</legend>
          {people.map((one) => (
            <label key={one.id} class="option" data-testid={`invite-${one.id}`}>
              <input
                type="radio"
                name="agent"
                checked={agent === one.id}
                data-match
                onChange={() => setAgent(one.id)}
              />
              <Person one={one} />
            </label>
          ))}
          {!people.length && <p class="dialog-text">{t("Nobody who is connected matches.")}</p>}
        </fieldset>
        <label class="check">
          <input
            type="checkbox"
            checked={writes}
            data-testid="invite-writes"
            onChange={(event) => setWrites(event.currentTarget.checked)}
          />
          {t("They may write to the customer, too")}
        </label>
      </DialogForm>
    </Dialog>
  );
}
