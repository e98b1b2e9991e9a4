// What is the agent being asked? One card for each chat on offer, above everything, without taking the focus.
import type { JSX } from "preact";
import type { Offer } from "../frames";
import { KEYS } from "../keys";
import { customerName, languageName } from "../names";
import { t } from "../words";
import type { Parts } from "./App";
import { Countdown } from "./Countdown";
import { HandoverCard } from "./HandoverCard";
import { Icon } from "./icons";
import { topicOf } from "./rows";
import { Tier, Urgent } from "./Small";
import { Running } from "./Times";
import { useAsk } from "./useAsk";

export function Offers({ session, screen }: Parts): JSX.Element {
  return (
    <section class="offers" aria-label={t("Chats offered to you")} data-testid="offers">
      {session.offers.value.map((offer, at) => (
        <Card
          key={`${offer.key} ${offer.offered_at}`}
          session={session}
          screen={screen}
          offer={offer}
          first={at === 0}
        />
      ))}
      {session.handovers.value.map((handover, at) => (
        <HandoverCard
          key={`${handover.key} ${handover.offered_at}`}
          session={session}
          screen={screen}
          handover={handover}
          first={at === 0 && !session.offers.value.length}
        />
      ))}
    </section>
  );
}

function Card({ session, screen, offer, first }: Parts & { offer: Offer; first: boolean }): JSX.Element {
  const ask = useAsk();
  const { customer, thread } = offer;
  const name = customerName(customer, thread);
  return (
    <article class="offer" aria-label={t("{name} asks for somebody", { name })} data-testid={`offer-${thread}`}>
      <header class="offer-head">
        <Countdown session={session} offer={offer} />
        <div class="offer-who">
          <p class="offer-name">
            <bdi>{name}</bdi>
            {customer.verified && (
              <span class="offer-verified" title={t("Signed in on the website")}>
                <Icon name="shield" size={15} />
                <span class="hidden">{t("Signed in on the website")}</span>
              </span>
            )}
            <Tier tier={customer.tier} />
            {offer.urgent && <Urgent />}
          </p>
          <p class="offer-about">
            {[languageName(offer.language), topicOf(session, offer.topic), customer.region].filter(Boolean).join(" · ")}
            <span class="offer-wait" title={t("Waiting time")}>
              <Icon name="clock" size={13} />
              <Running session={session} since={offer.queued_at} />
            </span>
          </p>
        </div>
      </header>
      {offer.text && (
        <p class="offer-text" dir="auto" lang={offer.language}>
          {offer.text}
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
          {t("Accept")}
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
          {t("Decline…")}
        </button>
      </div>
    </article>
  );
}
