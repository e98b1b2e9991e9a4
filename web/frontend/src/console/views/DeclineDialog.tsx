// Why does the agent not take this chat? One reason out of a short list, and a remark for the lead.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { DeclineReason, Offer } from "../frames";
import { customerName } from "../names";
import type { Screen } from "../screen";
import type { Session } from "../session";
import { t } from "../words";
import { Countdown } from "./Countdown";
import { Dialog, Problem } from "./Dialog";
import { useAsk } from "./useAsk";

interface Props {
  session: Session;
  screen: Screen;
  offer: Offer | undefined;
  done(): void;
}

export function DeclineDialog({ session, screen, offer, done }: Props): JSX.Element {
  const [reason, setReason] = useState<DeclineReason>("busy");
  const [text, setText] = useState("");
  const ask = useAsk();
  const reasons: [DeclineReason, string][] = [
    ["busy", t("Too much at once")],
    ["topic", t("Not my field")],
    ["language", t("I do not speak the language well enough")],
    ["conflict", t("I know this customer privately")],
    ["leaving", t("I am about to leave")],
    ["other", t("Something else")],
  ];
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!offer) return;
    if (!(await ask.run(() => session.ask({ t: "decline", thread: offer.thread, reason, text })))) return;
    screen.said.value = t("Declined");
    done();
  };
  return (
    <Dialog title={t("Decline this chat")} done={done} testid="dialog-decline">
      <form class="dialog-form" onSubmit={(event) => void submit(event)}>
        <div class="dialog-with-ring">
          {offer && <Countdown session={session} offer={offer} />}
          <p class="dialog-text">
            {offer
              ? t("{name} keeps their place and is offered to somebody else at once.", {
                  name: customerName(offer.customer, offer.thread),
                })
              : t("This offer is over.")}
          </p>
        </div>
        <fieldset class="options">
          <legend class="hidden">{t("Reason")}</legend>
          {reasons.map(([each, words], at) => (
            <label key={each} class="option">
              <input
                type="radio"
                name="reason"
                checked={reason === each}
                data-autofocus={at === 0 ? true : undefined}
                data-testid={`reason-${each}`}
                onChange={() => setReason(each)}
              />
              <span class="row-main">{words}</span>
            </label>
          ))}
        </fieldset>
        <label class="label">
          {t("For the lead (optional)")}
          <textarea
            class="input"
            rows={2}
            maxLength={1000}
            dir="auto"
            value={text}
            data-testid="decline-text"
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <Problem text={ask.problem} />
        <div class="dialog-buttons">
          <button type="button" class="button" onClick={done}>
            {t("Cancel")}
          </button>
          <button type="submit" class="button primary" disabled={!offer || ask.busy} data-testid="decline-confirm">
            {t("Decline")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
