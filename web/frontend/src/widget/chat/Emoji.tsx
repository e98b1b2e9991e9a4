// Which faces can be put into a message? A few that everybody knows; phones have their own on the keyboard.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../views/icons";
import { t } from "../words";

const FACES = [..."😀😅😂🙂😉😊😍😘🤔😐😕🙁😢😭😡😱🙏👍👎👋👏💪🤝❤🎉🔥✅❌⚠❓💡⏳📎📷💳💰📈📉🔒🔑"];

/** Puts a face where the cursor is in the field beside it. */
export function EmojiButton(): JSX.Element {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    box.current?.querySelector<HTMLElement>(".emoji-list button")?.focus();
    const outside = (event: Event): void => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);

  const put = (face: string): void => {
    const field = box.current?.closest("form")?.querySelector("textarea");
    setOpen(false);
    if (!field) return;
    field.focus();
    field.setRangeText(face, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open) return;
    const faces = [...(box.current?.querySelectorAll<HTMLElement>(".emoji-list button") ?? [])];
    const at = faces.indexOf(document.activeElement as HTMLElement);
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 }[event.key];
    if (step) faces[(at + step + faces.length) % faces.length]?.focus();
    else if (event.key === "Escape") {
      setOpen(false);
      button.current?.focus();
    }
    if (step || event.key === "Escape") event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the list inside
    <div class="emoji" ref={box} onKeyDown={onKeyDown}>
      <button
        type="button"
        class="attach"
        ref={button}
        aria-label={t("Emoji")}
        aria-expanded={open}
        data-testid="emoji"
        onClick={() => setOpen(!open)}
      >
        <Icon name="face" />
      </button>
      {open && (
        // biome-ignore lint/a11y/useSemanticElements: buttons, not fields of a form
        <div class="emoji-list" role="group" aria-label={t("Emoji")} dir="ltr">
          {FACES.map((face) => (
            <button type="button" key={face} onClick={() => put(face)}>
              {face}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
