// Why does the agent not take this chat? One reason out of a short list, and a remark for the lead.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { DeclineReason, Offer } from "../frames";
import { customerName } from "../names";
import type { Screen } from "../screen";
import type { Session } from "../session";
import { t } from "../words";
import { Countdown } from "./Countdown";
import { Dialog } from "./Dialog";
import { DialogForm } from "./DialogForm";
import { useAsk } from "./useAsk";
import { WordField } from "./WordField";

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
  const submit = async (): Promise<void> => {
    if (!offer) return;
    if (!(await ask.run(() => session.ask({ t: "decline", thread: offer.thread, reason, text })))) return;
    screen.said.value = t("Declined");
    done();
  };
  return (
    <Dialog title={t("Decline this chat")} done={done} testid="dialog-decline">
      <DialogForm
        ask={ask}
        submit={submit}
        done={done}
        confirm={t("Decline")}
        testid="decline-confirm"
        unready={!offer}
      >
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
        <WordField label={t("For the lead (optional)")} text={text} change={setText} testid="decline-text" />
      </DialogForm>
    </Dialog>
  );
}
