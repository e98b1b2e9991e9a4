// How does a dialog behave? Modal, named, closed by Escape or a click beside it; the focus returns to where it was.
import type { ComponentChildren, JSX } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import type { Thread } from "../frames";
import type { Session } from "../session";
import { t } from "../words";
import { Icon } from "./icons";

/** What the dialogs about a thread are given. */
export interface ThreadDialog {
  session: Session;
  thread: Thread;
  done(): void;
  /** Tells those who do not see the screen what came of it. */
  said(words: string): void;
}

interface Props {
  title: string;
  done(): void;
  testid: string;
  /** For what is read rather than answered. */
  wide?: boolean;
  children: ComponentChildren;
}

export function Dialog({ title, done, testid, wide = false, children }: Props): JSX.Element {
  const box = useRef<HTMLDialogElement>(null);
  const name = useId();
  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    const dialog = box.current;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // The button may be gone with what the dialog did; then the composer is the place to go on.
      const back = before?.isConnected ? before : document.querySelector<HTMLElement>("[data-testid=composer-text]");
      // Closing has given it the focus already, but the caret went with the dialog: what is typed would be lost.
      back?.blur();
      back?.focus();
    };
  }, []);
  // One that goes over into the next, as a question into its answer, is another place to begin.
  useLayoutEffect(() => {
    box.current?.querySelector<HTMLElement>('[data-autofocus]:not([data-autofocus="false"])')?.focus();
  }, [testid]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: beside it is clicked by a pointer alone; keys have Escape, which the browser makes a cancel
    <dialog
      ref={box}
      class="dialog"
      aria-labelledby={name}
      data-testid={testid}
      data-wide={wide}
      onCancel={(event) => {
        event.preventDefault();
        done();
      }}
      onClick={(event) => {
        if (event.target === box.current) done();
      }}
    >
      <div class="dialog-in">
        <header class="dialog-head">
          <h2 id={name}>{title}</h2>
          <button type="button" class="icon-button" aria-label={t("Close")} onClick={done}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

export function Problem({ text }: { text: string }): JSX.Element | null {
  return text ? (
    <p class="problem" role="alert">
      {text}
    </p>
  ) : null;
}
