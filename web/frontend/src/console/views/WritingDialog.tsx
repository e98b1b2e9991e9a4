// How does the agent like to write: does Enter send, and for how long can a message be undone?
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { UNDO_CHOICES } from "../preferences";
import type { Session } from "../session";
import { t, tn } from "../words";
import { Dialog, Problem } from "./Dialog";
import { useAsk } from "./useAsk";

export function WritingDialog({ session, done }: { session: Session; done(): void }): JSX.Element {
  const ask = useAsk();
  const [wanted, setWanted] = useState(session.writing.preferences.value);
  const save = async (): Promise<void> => {
    if (await ask.run(() => session.writing.prefer(wanted))) done();
  };
  const enter = (enter_sends: boolean, words: string): JSX.Element => (
    <label class="option">
      <input
        type="radio"
        name="enter"
        checked={wanted.enter_sends === enter_sends}
        data-autofocus={wanted.enter_sends === enter_sends}
        data-testid={enter_sends ? "enter-sends" : "enter-line"}
        onChange={() => setWanted({ ...wanted, enter_sends })}
      />
      {words}
    </label>
  );
  return (
    <Dialog title={t("How I write")} done={done} testid="dialog-writing">
      <form
        class="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <fieldset class="options">
          <legend class="list-title">{t("Enter")}</legend>
          {enter(true, t("sends; Shift+Enter begins a line"))}
          {enter(false, t("begins a line; Ctrl+Enter sends"))}
        </fieldset>
        <fieldset class="options">
          <legend class="list-title">{t("A message can be undone")}</legend>
          {UNDO_CHOICES.map((seconds) => (
            <label key={seconds} class="option">
              <input
                type="radio"
                name="undo"
                checked={wanted.undo_seconds === seconds}
                data-testid={`undo-${seconds}`}
                onChange={() => setWanted({ ...wanted, undo_seconds: seconds })}
              />
              {seconds ? tn("for {count} second", "for {count} seconds", seconds) : t("never: it goes at once")}
            </label>
          ))}
        </fieldset>
        <Problem text={ask.problem} />
        <div class="dialog-buttons">
          <button type="button" class="button" onClick={done}>
            {t("Cancel")}
          </button>
          <button type="submit" class="button primary" disabled={ask.busy} data-testid="writing-save">
            {t("Save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
