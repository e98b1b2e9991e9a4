// Why does this agent not take over what a colleague passes on? A word for the colleague, who keeps the chat.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Handover } from "../frames";
import { t } from "../words";
import type { Parts } from "./App";
import { Countdown } from "./Countdown";
import { Dialog } from "./Dialog";
import { DialogForm } from "./DialogForm";
import { useAsk } from "./useAsk";
import { WordField } from "./WordField";

export function ReturnDialog({
  session,
  screen,
  handover,
  done,
}: Parts & { handover: Handover; done(): void }): JSX.Element {
  const [text, setText] = useState("");
  const ask = useAsk();
  const submit = async (): Promise<void> => {
    const { thread } = handover;
    if (!(await ask.run(() => session.ask({ t: "decline", thread, reason: "other", text: text.trim() })))) return;
    screen.said.value = t("Returned");
    done();
  };
  return (
    <Dialog title={t("Return it to {name}", { name: handover.by })} done={done} testid="dialog-return">
      <DialogForm ask={ask} submit={submit} done={done} confirm={t("Return it")} testid="return-confirm">
        <div class="dialog-with-ring">
          <Countdown session={session} offer={handover} />
          <p class="dialog-text">{t("{name} keeps the chat and reads your word.", { name: handover.by })}</p>
        </div>
        <WordField
          label={t("A word for {name} (optional)", { name: handover.by })}
          text={text}
          change={setText}
          testid="return-text"
          first
        />
      </DialogForm>
    </Dialog>
  );
}
