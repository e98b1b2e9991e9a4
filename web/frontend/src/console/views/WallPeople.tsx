// Who is there, how busy, with whom? A lead opens a chat to watch it, and sets a status where somebody forgot to.
import type { JSX } from "preact";
import type { Colleague, Status } from "../frames";
import { presence } from "../lists";
import { customerName, languageName, listed, standingName, statusName } from "../names";
import type { Session } from "../session";
import { people } from "../wall";
import { t } from "../words";
import type { Parts } from "./App";
import { Pick } from "./Pick";
import { Presence } from "./Small";
import { Running } from "./Times";

const STATUSES: Status[] = ["available", "away", "offline"];

export function WallPeople({ session, screen }: Parts): JSX.Element {
  return (
    <section class="wall-part wall-people" aria-labelledby="wall-people">
      <h2 id="wall-people">{t("People")}</h2>
      <ul class="wall-list">
        {people(session.desk.value).map(({ one, chats }) => (
          <li key={one.id} class="wall-person" data-testid={`wall-person-${one.id}`} data-status={presence(one)}>
            <Presence one={one} />
            <div class="wall-who">
              <p class="row-name">{one.name}</p>
              <p class="row-text">{about(one)}</p>
            </div>
            <Units one={one} />
            <SetStatus session={session} one={one} />
            {chats.length > 0 && (
              <ul class="wall-chats" aria-label={t("Chats of {name}", { name: one.name })}>
                {chats.map((chat) => (
                  <li key={chat.thread}>
                    <button
                      type="button"
                      class="wall-chat"
                      title={t("Watch this chat")}
                      data-testid={`watch-${chat.thread}`}
                      onClick={() => screen.open(chat.thread)}
                    >
                      <bdi>{customerName(chat.customer, chat.thread)}</bdi>
                      <span class="wall-since">
                        <Running session={session} since={chat.assigned_at ?? chat.queued_at} />
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function about(one: Colleague): string {
  const languages = Object.keys(one.languages).map(languageName);
  const shift = one.on_shift === false ? t("Not on shift") : "";
  // What they chose stands in the field beside.
  return [one.reachable ? "" : standingName(one), reason(one), shift, listed(languages)].filter(Boolean).join(" · ");
}

/** Why somebody has the status they have, where it was not their own choice. */
function reason(one: Colleague): string {
  if (one.status === "available") {
    const until = one.reachable ? (one.wraps_up_until ?? 0) : 0;
    return until > Date.now() / 1000 ? t("Wrapping up") : "";
  }
  switch (one.status_reason) {
    case "missed_offers":
      return t("Missed offers");
    case "idle":
      return t("Idle");
    case "lead":
      return t("Set by a lead");
    default:
      return "";
  }
}

/** How much of the capacity is in use, drawn and in figures. */
function Units({ one }: { one: Colleague }): JSX.Element {
  const share = one.capacity ? Math.min(1, one.load / one.capacity) : 0;
  return (
    <span class="wall-units" data-full={one.capacity > 0 && one.load >= one.capacity}>
      <i aria-hidden="true">
        <b style={{ inlineSize: `${100 * share}%` }} />
      </i>
      <span>
        {t("{load} of {capacity}", { load: one.load, capacity: one.capacity })}
        <span class="hidden"> {t("units in use")}</span>
      </span>
    </span>
  );
}

function SetStatus({ session, one }: { session: Session; one: Colleague }): JSX.Element {
  return (
    <Pick<Status>
      label={t("Status of {name}", { name: one.name })}
      unseen
      value={one.status}
      options={STATUSES}
      nameOf={statusName}
      choose={(status) => session.ask({ t: "status", status, agent: one.id })}
      testid={`set-status-${one.id}`}
    />
  );
}
