// What can an agent do against abuse? Ask for civility, end the chat, block the customer: mildest first, each with what
// the customer will notice of it.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { BlockRequest } from "../frames";
import { categoryName } from "../names";
import { t } from "../words";
import { Dialog, Problem, type ThreadDialog } from "./Dialog";
import { Icon } from "./icons";
import { useAsk } from "./useAsk";

type Step = "warn" | "end" | "block";

const CATEGORIES: BlockRequest["category"][] = ["insults", "threats", "spam", "fraud", "other"];

export function AbuseDialog({ session, thread, done, said }: ThreadDialog): JSX.Element {
  const ask = useAsk();
  const live = thread.chat.state !== "ended";
  const [step, setStep] = useState<Step>(live ? "warn" : "block");
  const [category, setCategory] = useState<BlockRequest["category"]>("insults");
  const [duration, setDuration] = useState<BlockRequest["duration"]>("day");
  const [reason, setReason] = useState("");
  const act = async (): Promise<void> => {
    const requests = {
      warn: { t: "warn", thread: thread.id },
      end: { t: "endabuse", thread: thread.id },
      block: { t: "block", thread: thread.id, category, duration, reason: reason.trim() },
    } as const;
    if (!(await ask.run(() => session.ask(requests[step])))) return;
    said({ warn: t("The customer was asked to stay civil"), end: t("The chat has ended"), block: t("Blocked") }[step]);
    done();
  };
  const steps: [Step, string, string][] = [
    ["warn", t("Ask for civility"), t("The customer reads a kind request in their language. The chat goes on.")],
    ["end", t("End the chat"), t("The customer reads that it ended because of its tone. They may come back.")],
    [
      "block",
      t("Block the customer"),
      t("They cannot write for a while, read why and until when, and may appeal once. Leads decide."),
    ],
  ];
  return (
    <Dialog title={t("Against abuse")} done={done} testid="dialog-abuse">
      <form
        class="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          void act();
        }}
      >
        <fieldset class="options">
          <legend class="hidden">{t("What to do")}</legend>
          {steps
            .filter(([each]) => live || each === "block")
            .map(([each, name, about], at) => (
              <label key={each} class="option">
                <input
                  type="radio"
                  name="step"
                  checked={step === each}
                  data-autofocus={at === 0}
                  data-testid={`abuse-${each}`}
                  onChange={() => setStep(each)}
                />
                <Icon name={({ warn: "note", end: "close", block: "block" } as const)[each]} />
                <span class="row-main">
                  <span class="row-name">{name}</span>
                  <span class="row-text option-about">{about}</span>
                </span>
              </label>
            ))}
        </fieldset>
        {step === "block" && (
          <>
            <div class="dialog-pair">
              <label class="label">
                {t("Why, as the customer reads it")}
                <select
                  class="input"
                  value={category}
                  data-testid="block-category"
                  onChange={(event) => setCategory(event.currentTarget.value as BlockRequest["category"])}
                >
                  {CATEGORIES.map((each) => (
                    <option key={each} value={each}>
                      {categoryName(each)}
                    </option>
                  ))}
                </select>
              </label>
              <label class="label">
                {t("For how long")}
                <select
                  class="input"
                  value={duration}
                  data-testid="block-duration"
                  onChange={(event) => setDuration(event.currentTarget.value as BlockRequest["duration"])}
                >
                  {durations(session.leads.value).map(([each, name]) => (
                    <option key={each} value={each}>
                      {name}
                    </option>
                  ))}
                </select>
              </label>
            </div>
            <label class="label">
              {t("What happened, for the desk only")}
              <textarea
                class="input"
                rows={2}
                maxLength={1000}
                dir="auto"
                value={reason}
                data-testid="block-reason"
                onInput={(event) => setReason(event.currentTarget.value)}
              />
            </label>
          </>
        )}
        <Problem text={ask.problem} />
        <div class="dialog-buttons">
          <button type="button" class="button" onClick={done}>
            {t("Cancel")}
          </button>
          <button
            type="submit"
            class={`button ${step === "block" ? "danger" : "primary"}`}
            disabled={ask.busy}
            data-testid="abuse-confirm"
          >
            {{ warn: t("Ask for civility"), end: t("End the chat"), block: t("Block the customer") }[step]}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function durations(leads: boolean): [BlockRequest["duration"], string][] {
  return [
    ["hour", t("1 hour")],
    ["day", t("1 day")],
    ["week", t("7 days")],
    ["month", t("30 days")],
    ...(leads ? ([["forever", t("For good")]] as [BlockRequest["duration"], string][]) : []),
  ];
}
