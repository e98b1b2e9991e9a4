// Which blocked customer asks to be let in again? On every lead's screen until one has answered.
import type { JSX } from "preact";
import { blocks } from "../lists";
import { customerName } from "../names";
import { t } from "../words";
import type { Parts } from "./App";
import { Icon } from "./icons";

export function Appeals({ session, screen }: Parts): JSX.Element | null {
  const found = blocks(session.desk.value, session.now()).filter(({ appeal }) => appeal);
  if (!found.length) return null;
  return (
    <ul class="alarms reports" aria-label={t("Appeals of blocked customers")} data-testid="appeals">
      {found.map((one) => (
        <li key={one.key} class="alarm report" data-testid={`appeal-${one.id}`}>
          <Icon name="block" size={16} />
          <span class="report-words">
            {t("{name} is blocked and asks to be let in again:", { name: customerName(one.customer, one.thread) })}{" "}
            <q dir="auto">{one.appeal}</q>
          </span>
          <button type="button" class="quiet" onClick={() => screen.open(one.thread)}>
            {t("Open the chat")}
          </button>
          <button type="button" class="quiet" data-testid="answer-appeal" onClick={() => screen.decide(one.id)}>
            {t("Answer…")}
          </button>
        </li>
      ))}
    </ul>
  );
}
