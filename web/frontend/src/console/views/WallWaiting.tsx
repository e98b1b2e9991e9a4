// Who waits, and what can be done for them from here? Opened, asked why, given to somebody: by keyboard as by hand.
import type { JSX } from "preact";
import type { Chat } from "../frames";
import { waiting } from "../lists";
import { customerName } from "../names";
import { type By, belongs } from "../wall";
import { t, tn, words } from "../words";
import type { Parts } from "./App";
import { Icon } from "./icons";
import { RowList } from "./RowList";
import { WaitingRow } from "./rows";
import { lineName } from "./Wall";

/** A language or a tier to which the list is narrowed. */
export interface Only {
  by: By;
  key: string;
}

/** More than a lead reads at a glance; the list beside the chats has them all. */
const SHOWN = 50;

interface Props extends Parts {
  only: Only | undefined;
  narrow(only: Only | undefined): void;
}

export function WallWaiting({ session, screen, only, narrow }: Props): JSX.Element | null {
  const everybody = waiting(session.desk.value);
  const found = only ? everybody.filter((chat) => belongs(chat, only.by, only.key)) : everybody;
  if (!everybody.length && !only) return null;
  const shown = found.slice(0, SHOWN);
  const beyond = found.length - shown.length;
  const act = (chat: Chat, dialog: "why" | "transfer", label: string, icon: "why" | "pass"): JSX.Element => (
    <button
      type="button"
      class="icon-button"
      aria-label={t("{action}: {name}", { action: label, name: customerName(chat.customer, chat.thread) })}
      title={label}
      data-testid={`wall-${dialog}-${chat.thread}`}
      onClick={() => screen.askAbout(chat.thread, dialog)}
    >
      <Icon name={icon} size={16} />
    </button>
  );
  return (
    <section class="wall-part wall-waiting" aria-labelledby="wall-waiting" data-testid="wall-waiting">
      <h2 id="wall-waiting">
        {t("Who waits")}
        {only && (
          <button
            type="button"
            class="chip wall-only"
            aria-label={t("Show all who wait, not only {name}", { name: lineName(only.by, only.key) })}
            data-testid="wall-only"
            onClick={() => narrow(undefined)}
          >
            {lineName(only.by, only.key)}
            <Icon name="close" size={12} />
          </button>
        )}
      </h2>
      {shown.length > 0 ? (
        <RowList
          label={t("Who waits")}
          items={shown}
          keyOf={(chat) => chat.thread}
          current=""
          choose={(chat) => screen.open(chat.thread)}
          row={(chat) => <WaitingRow chat={chat} session={session} />}
          attributes={(chat) => ({ "data-testid": `wall-waiting-${chat.thread}`, title: t("Open this chat") })}
          beside={(chat) => (
            <span class="wall-acts">
              {act(chat, "why", t("Why does this chat wait?"), "why")}
              {act(chat, "transfer", t("Assign"), "pass")}
            </span>
          )}
        />
      ) : (
        <p class="wall-nothing">{t("Nobody waits")}</p>
      )}
      {beyond > 0 && (
        <button type="button" class="quiet wall-more" onClick={() => screen.goTo("waiting")}>
          {tn("{count} more waits", "{count} more wait", beyond, { count: words.value.number(beyond) })}
        </button>
      )}
    </section>
  );
}
