// How is a dialog's question answered? A form that Enter sends, its problem in words, and at its end Cancel and the deed.
import type { ComponentChildren, JSX } from "preact";
import { t } from "../words";
import { Problem } from "./Dialog";
import type { Asking } from "./useAsk";

interface FormProps {
  ask: Asking;
  submit(): Promise<void>;
  /** Closes the dialog: what *Cancel* does. */
  done(): void;
  /** What the button says that does it. */
  confirm: string;
  testid: string;
  /** Something is still to be chosen. */
  unready?: boolean;
  /** For what is not undone easily. */
  danger?: boolean;
  children: ComponentChildren;
}

export function DialogForm({
  ask,
  submit,
  done,
  confirm,
  testid,
  unready = false,
  danger = false,
  children,
}: FormProps): JSX.Element {
  return (
    <form
      class="dialog-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {children}
      <Problem text={ask.problem} />
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={done}>
          {t("Cancel")}
        </button>
        <button
          type="submit"
          class={`button ${danger ? "danger" : "primary"}`}
          disabled={unready || ask.busy}
          data-testid={testid}
        >
          {confirm}
        </button>
      </div>
    </form>
  );
}
