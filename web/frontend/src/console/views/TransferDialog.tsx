// To whom does the chat go? A colleague, a team, or whoever speaks a language well enough is asked; or back to the queue.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Ask, Colleague } from "../frames";
import { candidates, hasRoom, team, teams } from "../lists";
import { baseOf, languageName } from "../names";
import { t } from "../words";
import { Dialog, type ThreadDialog } from "./Dialog";
import { DialogForm } from "./DialogForm";
import { Icon, type IconName } from "./icons";
import { PeopleSearch } from "./PeopleSearch";
import { Person } from "./TeamList";
import { useAsk } from "./useAsk";
import { WordField } from "./WordField";

/** What is chosen: `queue`, `language`, `team:7`, or the id of a colleague. */
type Choice = string;

const LEVELS = [1, 2, 3, 4, 5];

export function TransferDialog({ session, thread, done, said }: ThreadDialog): JSX.Element {
  const ask = useAsk();
  const [search, setSearch] = useState("");
  const [to, setTo] = useState<Choice>("");
  const [language, setLanguage] = useState(baseOf(thread.chat.language));
  const [level, setLevel] = useState(3);
  const [note, setNote] = useState("");
  const desk = session.desk.value;
  const { chat } = thread;
  const spoken = baseOf(chat.language);
  const people = candidates(desk, chat.agent?.id ?? "", chat.language, search, languageName);
  const person = people.find((one) => one.id === to);
  const wanted = search.trim().toLocaleLowerCase();
  const groups = teams(desk).filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
  const live = chat.state === "active";
  // Whoever was chosen and then searched away is asked nothing: nobody sees whom the button would mean.
  const inSight = !!person || ["queue", "language"].includes(to) || groups.some(({ id }) => to === `team:${id}`);

  const transfer = async (): Promise<void> => {
    if (!inSight) return;
    const request: Extract<Ask, { t: "transfer" }> = { t: "transfer", thread: thread.id, note: note.trim() };
    if (to === "language") Object.assign(request, { language, level });
    else if (to.startsWith("team:")) request.team = Number(to.slice("team:".length));
    else if (to !== "queue") request.to = to;
    if (!(await ask.run(() => session.ask(request)))) return;
    said(
      to === "queue"
        ? t("Given back to the queue")
        : live
          ? t("Asked to take it over")
          : t("Assigned to {name}", { name: person?.name ?? "" }),
    );
    done();
  };
  const option = (value: Choice, icon: IconName, name: string, about: string): JSX.Element => (
    <label key={value} class="option" data-testid={`to-${value}`}>
      <input
        type="radio"
        name="to"
        checked={to === value}
        data-match={value.startsWith("team:") || undefined}
        onChange={() => setTo(value)}
      />
      <Icon name={icon} />
      <span class="row-main">
        <span class="row-name">{name}</span>
        <span class="row-text">{about}</span>
      </span>
    </label>
  );
  const colleague = (one: Colleague): JSX.Element => (
    <label key={one.id} class="option" data-disabled={!hasRoom(one)} data-testid={`to-${one.id}`}>
      <input
        type="radio"
        name="to"
        checked={to === one.id}
        disabled={!hasRoom(one)}
        data-match
        onChange={() => setTo(one.id)}
      />
      <Person one={one} />
      {spoken && one.languages[spoken] && hasRoom(one) && (
        <span class="tag">{t("Speaks {language}", { language: languageName(spoken) })}</span>
      )}
    </label>
  );
  const named = { name: person?.name ?? "" };
  const asks = person ? t("Ask {name}", named) : t("Ask");
  const assigns = person ? t("Assign to {name}", named) : t("Assign");
  const confirm = to === "queue" ? t("Give back to the queue") : live ? asks : assigns;
  return (
    <Dialog title={live ? t("Transfer this chat") : t("Assign this chat")} done={done} testid="dialog-transfer">
      <DialogForm
        ask={ask}
        submit={transfer}
        done={done}
        confirm={confirm}
        testid="transfer-confirm"
        unready={!inSight}
      >
        {live && (
          <p class="dialog-text">
            {t(
              "Whoever you choose is asked; the chat stays yours until they accept, and the customer notices nothing.",
            )}
          </p>
        )}
        <PeopleSearch
          label={t("Search by name, team or language")}
          text={search}
          change={setSearch}
          testid="transfer-search"
        />
        <fieldset class="options">
          <legend class="hidden">{t("To whom")}</legend>
          {people.filter(hasRoom).map(colleague)}
          {live &&
            groups.map(({ id, name }) =>
              option(`team:${id}`, "person", name, t("Team: the best of those who have room, then the next")),
            )}
          {!people.length && !groups.length && <p class="dialog-text">{t("Nobody matches.")}</p>}
          {live && (
            <>
              {option("language", "chat", t("Whoever speaks…"), t("The best of those who have room, then the next"))}
              {to === "language" && (
                <div class="dialog-pair option-inside">
                  <label class="label">
                    {t("Language")}
                    <select
                      class="input"
                      value={language}
                      data-testid="transfer-language"
                      onChange={(event) => setLanguage(event.currentTarget.value)}
                    >
                      {languages(session.desk.value, spoken).map((each) => (
                        <option key={each} value={each}>
                          {languageName(each)}
                        </option>
                      ))}
                    </select>
                  </label>
                  <label class="label">
                    {t("Level, at least")}
                    <select
                      class="input"
                      value={level}
                      data-testid="transfer-level"
                      onChange={(event) => setLevel(Number(event.currentTarget.value))}
                    >
                      {LEVELS.map((each) => (
                        <option key={each} value={each}>
                          {each}
                        </option>
                      ))}
                    </select>
                  </label>
                </div>
              )}
              {option(
                "queue",
                "pass",
                t("Back to the queue"),
                t("At its old place; to you only if nobody else is there"),
              )}
            </>
          )}
          {people.filter((one) => !hasRoom(one)).map(colleague)}
        </fieldset>
        <WordField
          label={t("Note for the next agent")}
          text={note}
          change={setNote}
          testid="transfer-note"
          placeholder={t("What has been tried, what is still open")}
        />
      </DialogForm>
    </Dialog>
  );
}

/** What somebody of the desk speaks, the customer's own first. */
function languages(desk: Parameters<typeof team>[0], own: string): string[] {
  const spoken = new Set(team(desk).flatMap((one) => Object.keys(one.languages)));
  spoken.delete(own);
  return [own, ...[...spoken].sort((a, b) => languageName(a).localeCompare(languageName(b)))].filter(Boolean);
}
