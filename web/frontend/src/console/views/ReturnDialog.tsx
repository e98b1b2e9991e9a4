// Why does this agent not take over what a colleague passes on? A word for the colleague, who keeps the chat.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Handover } from "../frames";
import { t } from "../words";
import type { Parts } from "./App";
import { Countdown } from "./Countdown";
import { Dialog, Problem } from "./Dialog";
import { useAsk } from "./useAsk";

export function ReturnDialog({
  session,
  screen,
  handover,
  done,
}: Parts & { handover: Handover; done(): void }): JSX.Element {
  const [text, setText] = useState("");
  const ask = useAsk();
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { thread } = handover;
    if (!(await ask.run(() => session.ask({ t: "decline", thread, reason: "other", text: text.trim() })))) return;
    screen.said.value = t("Returned");
    done();
  };
  return (
    <Dialog title={t("Return it to {name}", { name: handover.by })} done={done} testid="dialog-return">
      <form class="dialog-form" onSubmit={(event) => void submit(event)}>
        <div class="dialog-with-ring">
          <Countdown session={session} offer={handover} />
          <p class="dialog-text">{t("{name} keeps the chat and reads your word.", { name: handover.by })}</p>
        </div>
        <label class="label">
          {t("A word for {name} (optional)", { name: handover.by })}
          <textarea
            class="input"
            rows={2}
            maxLength={1000}
            dir="auto"
            data-autofocus
            value={text}
            data-testid="return-text"
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <Problem text={ask.problem} />
        <div class="dialog-buttons">
          <button type="button" class="button" onClick={done}>
            {t("Cancel")}
          </button>
          <button type="submit" class="button primary" disabled={ask.busy} data-testid="return-confirm">
            {t("Return it")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
