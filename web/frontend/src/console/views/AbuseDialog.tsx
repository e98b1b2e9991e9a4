// What can an agent do against abuse? Ask for civility, end the chat, block the customer: mildest first, each with what
// the customer will notice of it.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { BlockRequest } from "../frames";
import { categoryName } from "../names";
import { t } from "../words";
import { Dialog, type ThreadDialog } from "./Dialog";
import { DialogForm } from "./DialogForm";
import { Icon } from "./icons";
import { useAsk } from "./useAsk";
import { WordField } from "./WordField";

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
      t(
        "They cannot write for as long as you choose. They read why and until when, and may object once: a lead then lifts the block or keeps it.",
      ),
    ],
  ];
  return (
    <Dialog title={t("Against abuse")} done={done} testid="dialog-abuse">
      <DialogForm
        ask={ask}
        submit={act}
        done={done}
        confirm={{ warn: t("Ask for civility"), end: t("End the chat"), block: t("Block the customer") }[step]}
        testid="abuse-confirm"
        danger={step === "block"}
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
            <WordField
              label={t("What happened, for the desk only")}
              text={reason}
              change={setReason}
              testid="block-reason"
            />
          </>
        )}
      </DialogForm>
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
