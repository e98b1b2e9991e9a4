// Which colleague asks this agent to take a chat over, and with which words? A card as for an offer.
import type { JSX } from "preact";
import type { Handover } from "../frames";
import { customerName } from "../names";
import { t } from "../words";
import type { Parts } from "./App";
import { AskedCard, matter } from "./AskedCard";
import { Icon } from "./icons";
import { Tier, Urgent } from "./Small";

export function HandoverCard({
  session,
  screen,
  handover,
  first,
}: Parts & { handover: Handover; first: boolean }): JSX.Element {
  const { customer, thread, by, note } = handover;
  const name = customerName(customer, thread);
  return (
    <AskedCard
      session={session}
      screen={screen}
      asked={handover}
      label={t("{by} asks you to take over the chat with {name}", { by, name })}
      testid={`handover-${thread}`}
      first={first}
      name={
        <>
          <Icon name="pass" size={15} />
          {t("{by} asks you to take over", { by })}
        </>
      }
      about={
        <>
          <bdi>{name}</bdi>
          <Tier tier={customer.tier} />
          {handover.urgent && <Urgent />}
          <span>{matter({ session, asked: handover })}</span>
        </>
      }
      text={
        !!note && (
          <p class="offer-text offer-note" dir="auto">
            {note}
          </p>
        )
      }
      accept={t("Take over")}
      decline={t("Return…")}
      more={
        <button type="button" class="quiet" onClick={() => screen.open(thread)}>
          {t("Look at it")}
        </button>
      }
    />
  );
}
