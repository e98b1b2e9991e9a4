// Who else is in this conversation? Colleagues who help, each with a chip, and whoever has it on a screen right now.
import type { JSX } from "preact";
import type { Thread } from "../frames";
import { listed } from "../names";
import type { Session } from "../session";
import { t } from "../words";
import { Icon } from "./icons";
import { useAsk } from "./useAsk";

export function Together({ session, thread }: { session: Session; thread: Thread }): JSX.Element | null {
  const ask = useAsk();
  const me = session.me.value;
  const guests = thread.chat.state === "ended" ? [] : (thread.guests ?? []);
  const others = (session.known.lookers.value[thread.id] ?? []).filter(({ id }) => id !== me);
  if (!guests.length && !others.length) return null;
  const owns = thread.chat.agent?.id === me || session.leads.value;
  const thank = (agent: string): void =>
    void ask.run(() => session.ask({ t: "thank", thread: thread.id, agent: agent === me ? "" : agent }));
  return (
    <section class="together" aria-label={t("Who else is here")} data-testid="together">
      {guests.map(({ id, name, writes }) => (
        <span key={id} class="here" data-testid={`guest-${id}`}>
          <Icon name={writes ? "chat" : "note"} size={13} />
          {id === me
            ? t("You help here")
            : writes
              ? t("{name} helps and writes", { name })
              : t("{name} helps", { name })}
          {(owns || id === me) && (
            <button
              type="button"
              class="here-leave"
              disabled={ask.busy}
              aria-label={id === me ? t("Leave this chat") : t("Thank {name}: they leave", { name })}
              title={id === me ? t("Leave this chat") : t("Thank {name}: they leave", { name })}
              data-testid={`thank-${id}`}
              onClick={() => thank(id)}
            >
              <Icon name="close" size={12} />
            </button>
          )}
        </span>
      ))}
      {others.length > 0 && (
        <span class="here here-looks" role="status" data-testid="also-here">
          <Icon name="person" size={13} />
          {t("Also on the screen of {names}", { names: listed(others.map(({ name }) => name)) })}
        </span>
      )}
      {ask.problem && (
        <span class="problem" role="alert">
          {ask.problem}
        </span>
      )}
    </section>
  );
}
