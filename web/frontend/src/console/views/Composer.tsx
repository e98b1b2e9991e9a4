// How does an agent answer? A field for the customer or for a note, with a draft that survives everything but sending.
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { MESSAGE_CHARACTERS } from "../../shared/protocol.gen";
import type { Drafts } from "../drafts";
import type { Draft, Thread } from "../frames";
import { KEYS } from "../keys";
import type { Session } from "../session";
import { t, tn } from "../words";
import type { Parts } from "./App";
import { FileTools, pasted } from "./FileTools";
import { Icon } from "./icons";
import { useTyping } from "./useTyping";

/** From here on the field says how much room is left. */
const WARN_BELOW = 500;
/** Taller than this it scrolls; the history matters more. */
const TALLEST_PX = 220;

interface Props extends Parts {
  thread: Thread;
  drafts: Drafts;
}

export function Composer({ session, screen, thread, drafts }: Props): JSX.Element {
  const { id, writable } = thread;
  const [draft, setDraft] = useState<Draft>(() => begun(drafts, session.me.peek(), thread));
  const field = useRef<HTMLTextAreaElement>(null);
  const typing = useTyping((on) => session.isWriting(id, on));
  // Where nothing can be said to the customer, a note still can; the words stay.
  const kind = writable ? draft.kind : "note";
  const left = MESSAGE_CHARACTERS - [...draft.text].length;
  const sendable = draft.text.trim() !== "" && left >= 0;
  const colleague = session.known.typing.value[id]?.agent;

  const change = (next: Draft): void => {
    setDraft(next);
    drafts.keep(id, next);
    typing(next.kind === "message" && writable && next.text.trim() !== "");
  };
  // A chat that becomes one's own while it is looked at is there to be answered; what was begun as a note stays one.
  const mine = thread.chat.state === "active" && thread.chat.agent?.id === session.me.value;
  const wasMine = useRef(mine);
  useEffect(() => {
    if (mine && !wasMine.current && draft.text === "") change({ kind: "message", text: "" });
    wasMine.current = mine;
  }, [mine]);

  const choose = (next: Draft["kind"]): void => {
    change({ ...draft, kind: next });
    field.current?.focus();
  };
  const send = (): void => {
    if (!sendable) return;
    session.write(id, { kind, text: draft.text.trim() });
    // The mode stays: a remark among agents must never go to the customer because the field changed its mind.
    change({ kind: draft.kind, text: "" });
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && !event.shiftKey && !event.altKey && !event.isComposing) {
      event.preventDefault();
      send();
    } else if (event.altKey && event.code === "KeyN") {
      event.preventDefault();
      if (writable) choose(kind === "note" ? "message" : "note");
    } else if (event.key === "Escape") {
      document.querySelector<HTMLElement>('.row[aria-current="true"]')?.focus();
    }
  };

  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, TALLEST_PX)}px`;
  }, [draft.text, kind]);
  useEffect(() => {
    // On a touch screen the keyboard would hide the thread. Whoever has begun to write elsewhere is left there.
    if (matchMedia("(pointer: fine)").matches && !document.activeElement?.matches("input, textarea, select")) {
      field.current?.focus({ preventScroll: true });
    }
  }, [screen.entered.value]);

  const files = { session, id, welcome: writable && kind === "message" };
  const label = kind === "note" ? t("Write a note for agents") : t("Write to the customer");
  return (
    <form
      class="composer"
      data-kind={kind}
      data-testid="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {!writable && <p class="composer-why">{whyNot(session, thread)}</p>}
      {colleague !== undefined && (
        <p class="composer-why" role="status" data-testid="colleague-typing">
          {t("{name} is writing here, too.", { name: colleague })}
        </p>
      )}
      <div class="field">
        <textarea
          ref={field}
          rows={2}
          value={draft.text}
          aria-label={label}
          placeholder={label}
          aria-invalid={left < 0}
          aria-describedby="room"
          dir="auto"
          data-testid="composer-text"
          onInput={(event) => change({ kind, text: event.currentTarget.value })}
          onKeyDown={onKeyDown}
          onBlur={() => typing(false)}
          onPaste={(event) => pasted(files, event) && event.preventDefault()}
        />
        <div class="field-foot">
          <FileTools {...files} />
          {/* biome-ignore lint/a11y/useSemanticElements: two buttons, not fields of a form */}
          <div class="segments small" role="group" aria-label={t("Who reads it")}>
            <button
              type="button"
              class="segment"
              aria-pressed={kind === "message"}
              disabled={!writable}
              data-testid="mode-message"
              onClick={() => choose("message")}
            >
              {t("Message")}
            </button>
            <button
              type="button"
              class="segment segment-note"
              aria-pressed={kind === "note"}
              aria-keyshortcuts={KEYS.note}
              title={t("A note is seen by agents only ({keys})", { keys: KEYS.note })}
              data-testid="mode-note"
              onClick={() => choose("note")}
            >
              {t("Note")}
            </button>
          </div>
          <p class="room" id="room" role="status" data-over={left < 0}>
            {left < 0
              ? tn("{count} character too many", "{count} characters too many", -left)
              : left < WARN_BELOW
                ? tn("{count} character left", "{count} characters left", left)
                : ""}
          </p>
          <span class="field-hint">
            {kind === "note"
              ? t("Enter saves, Shift+Enter begins a line")
              : t("Enter sends, Shift+Enter begins a line")}
          </span>
          <button type="submit" class="button primary send" disabled={!sendable} data-testid="send">
            {kind === "note" ? t("Save note") : t("Send")}
            <Icon name={kind === "note" ? "note" : "send"} size={15} />
          </button>
        </div>
      </div>
    </form>
  );
}

/** Whoever looks at a colleague's chat begins with a note: writing to their customer takes a decision. */
function begun(drafts: Drafts, me: string, { id, chat }: Thread): Draft {
  const kept = drafts.of(id);
  if (kept.text) return kept;
  return { kind: chat.state !== "ended" && chat.agent?.id !== me ? "note" : "message", text: "" };
}

function whyNot(session: Session, { chat, ticket }: Thread): string {
  if (ticket?.state === "closed") return t("This ticket is closed. Open it again to write to the customer.");
  if (chat.state === "waiting") return t("This chat waits for an agent; you can read along and leave a note.");
  if (chat.state === "active" && chat.agent?.id !== session.me.value) {
    return t("This chat is with {name}; you can read along and leave a note.", { name: chat.agent?.name ?? "" });
  }
  return t("This chat has ended; a note can still be added.");
}
