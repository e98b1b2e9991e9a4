// Did a colleague leave a note in one of my chats just now? Shown until it is looked at; nothing is moved beneath it.
import type { JSX } from "preact";
import { customerName } from "../names";
import { t } from "../words";
import type { Parts } from "./App";
import { Icon } from "./icons";

export function Whispers({ session, screen }: Parts): JSX.Element | null {
  const found = session.news.whispers.value;
  if (!found.length) return null;
  return (
    <ul class="whispers" aria-label={t("Notes for you")} data-testid="whispers">
      {found.map(({ thread, seq, by, text }) => {
        const customer = session.known.threads.value[thread]?.customer;
        return (
          <li key={`${thread} ${seq}`} class="whisper">
            <p class="whisper-who">
              <Icon name="note" size={16} />
              {t("{name} about {customer}", { name: by, customer: customerName(customer ?? {}, thread) })}
            </p>
            <p class="whisper-text" dir="auto">
              {text}
            </p>
            <div class="whisper-buttons">
              <button type="button" class="button" onClick={() => session.news.heard(thread)}>
                {t("Got it")}
              </button>
              {session.current.value !== thread && (
                <button type="button" class="button primary" onClick={() => screen.open(thread)}>
                  {t("Open the chat")}
                </button>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
