// How is something asked for that cannot be taken back? In a dialog that holds the focus and that Escape leaves.
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { type Ok, Refused } from "../../shared/protocol";
import { t } from "../words";
import { explain } from "./errors";

interface Props {
  title: string;
  text: string;
  action: string;
  act(): Promise<Ok>;
  done(): void;
  children?: ComponentChildren;
}

export function Confirm({ title, text, action, act, done, children }: Props): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  // The browser keeps the focus inside, and gives it back where it was.
  useEffect(() => dialog.current?.showModal(), []);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem("");
    try {
      await act();
      dialog.current?.close();
    } catch (refused) {
      setProblem(explain(refused instanceof Refused ? refused.code : "internal"));
    } finally {
      setBusy(false);
    }
  };
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={id} onClose={done} onKeyDown={stopEscape}>
      <form onSubmit={submit}>
        <h2 id={id}>{title}</h2>
        <p>{text}</p>
        {children}
        {problem && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <div class="buttons">
          <button type="button" class="secondary" onClick={() => dialog.current?.close()}>
            {t("Cancel")}
          </button>
          <button type="submit" class="primary" disabled={busy}>
            {action}
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** Escape leaves the dialog, not the widget around it. */
function stopEscape(event: KeyboardEvent): void {
  if (event.key === "Escape") event.stopPropagation();
}
