// Which colleague asks this agent to take a chat over, and with which words? A card as for an offer.
import type { JSX } from "preact";
import type { Handover } from "../frames";
import { KEYS } from "../keys";
import { customerName, languageName } from "../names";
import { t } from "../words";
import type { Parts } from "./App";
import { Countdown } from "./Countdown";
import { Icon } from "./icons";
import { topicOf } from "./rows";
import { Tier, Urgent } from "./Small";
import { useAsk } from "./useAsk";

export function HandoverCard({
  session,
  screen,
  handover,
  first,
}: Parts & { handover: Handover; first: boolean }): JSX.Element {
  const ask = useAsk();
  const { customer, thread, by } = handover;
  const name = customerName(customer, thread);
  return (
    <article
      class="offer"
      aria-label={t("{by} asks you to take over the chat with {name}", { by, name })}
      data-testid={`handover-${thread}`}
    >
      <header class="offer-head">
        <Countdown session={session} offer={handover} />
        <div class="offer-who">
          <p class="offer-name">
            <Icon name="pass" size={15} />
            {t("{by} asks you to take over", { by })}
          </p>
          <p class="offer-about">
            <bdi>{name}</bdi>
            <Tier tier={customer.tier} />
            {handover.urgent && <Urgent />}
            <span>
              {[languageName(handover.language), topicOf(session, handover.topic), customer.region]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </p>
        </div>
      </header>
      {handover.note && (
        <p class="offer-text offer-note" dir="auto">
          {handover.note}
        </p>
      )}
      {ask.problem && (
        <p class="problem" role="alert">
          {ask.problem}
        </p>
      )}
      <div class="offer-buttons">
        <button
          type="button"
          class="button primary"
          disabled={ask.busy}
          aria-keyshortcuts={first ? KEYS.accept : undefined}
          title={first ? KEYS.accept : undefined}
          data-testid="offer-accept"
          onClick={() => void ask.run(() => screen.accept(thread))}
        >
          <Icon name="check" size={16} />
          {t("Take over")}
        </button>
        <button
          type="button"
          class="button"
          disabled={ask.busy}
          aria-keyshortcuts={first ? KEYS.decline : undefined}
          title={first ? KEYS.decline : undefined}
          data-testid="offer-decline"
          onClick={() => screen.decline(thread)}
        >
          {t("Return…")}
        </button>
        <button type="button" class="quiet" onClick={() => screen.open(thread)}>
          {t("Look at it")}
        </button>
      </div>
    </article>
  );
}
