// Which chat that this agent passed on came back? Said once, until they have taken note.
import type { JSX } from "preact";
import { returned as sentence } from "../lines";
import { returned } from "../lists";
import { customerName } from "../names";
import { t } from "../words";
import type { Parts } from "./App";
import { Icon } from "./icons";

export function Returned({ session, screen }: Parts): JSX.Element | null {
  const found = returned(session.desk.value);
  if (!found.length) return null;
  return (
    <ul class="whispers in-line" aria-label={t("Chats that came back")} data-testid="returned">
      {found.map(({ key, thread, customer, outcome, to, text }) => (
        <li key={key} class="whisper">
          <p class="whisper-who">
            <Icon name="pass" size={16} />
            {session.mine.value.some((chat) => chat.thread === thread)
              ? t("Still with you: {name}", { name: customerName(customer, thread) })
              : t("Not taken over: {name}", { name: customerName(customer, thread) })}
          </p>
          <p>{sentence(outcome ?? "", to, "")}</p>
          {text && (
            <p class="whisper-text" dir="auto">
              {text}
            </p>
          )}
          <div class="whisper-buttons">
            <button type="button" class="button" data-testid="returned-noticed" onClick={() => session.noticed(thread)}>
              {t("Got it")}
            </button>
            {session.current.value !== thread && (
              <button type="button" class="button primary" onClick={() => screen.open(thread)}>
                {t("Open the chat")}
              </button>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
