// What is the agent being asked? One card for each chat on offer, above everything, without taking the focus.
import type { JSX } from "preact";
import type { Offer } from "../frames";
import { customerName } from "../names";
import { t } from "../words";
import type { Parts } from "./App";
import { AskedCard, matter } from "./AskedCard";
import { HandoverCard } from "./HandoverCard";
import { Icon } from "./icons";
import { Tier, Urgent } from "./Small";
import { Running } from "./Times";

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
  const { customer, thread, text } = offer;
  const name = customerName(customer, thread);
  return (
    <AskedCard
      session={session}
      screen={screen}
      asked={offer}
      label={t("{name} asks for somebody", { name })}
      testid={`offer-${thread}`}
      first={first}
      name={
        <>
          <bdi>{name}</bdi>
          {customer.verified && (
            <span class="offer-verified" title={t("Signed in on the website")}>
              <Icon name="shield" size={15} />
              <span class="hidden">{t("Signed in on the website")}</span>
            </span>
          )}
          <Tier tier={customer.tier} />
          {offer.urgent && <Urgent />}
        </>
      }
      about={
        <>
          {matter({ session, asked: offer })}
          <span class="offer-wait" title={t("Waiting time")}>
            <Icon name="clock" size={13} />
            <Running session={session} since={offer.queued_at} />
          </span>
        </>
      }
      text={
        !!text && (
          <p class="offer-text" dir="auto" lang={offer.language}>
            {text}
          </p>
        )
      }
      accept={t("Accept")}
      decline={t("Decline…")}
    />
  );
}
