// How does an agent answer? A field for the customer or for a note, with a draft that survives everything but sending.
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { MESSAGE_CHARACTERS } from "../../shared/protocol.gen";
import type { Drafts } from "../drafts";
import type { Draft, Thread } from "../frames";
import { secretName } from "../names";
import type { Session } from "../session";
import { openPlaces } from "../variables";
import { t } from "../words";
import type { Parts } from "./App";
import { ComposerFoot } from "./ComposerFoot";
import { ComposerWho } from "./ComposerWho";
import { FileTools, pasted } from "./FileTools";
import { Icon } from "./icons";
import { Suggestions } from "./Suggestions";
import { colleagueSource, namedIn, replySource } from "./sources";
import { useAsking } from "./useAsking";
import { useSuggestions } from "./useSuggestions";
import { useTyping } from "./useTyping";

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
  const open = kind === "message" ? openPlaces(draft.text) : [];
  const sendable = draft.text.trim() !== "" && left >= 0 && !open.length;
  const [caret, setCaret] = useState(draft.text.length);
  const moveTo = useRef<number | undefined>(undefined);
  const enterSends = session.writing.preferences.value.enter_sends;
  const asking = useAsking(kind === "message" ? draft.text : "");
  const colleague = session.known.typing.value[id]?.agent;
  const elsewhere = ofAnother(session.me.value, thread);

  const change = (next: Draft): void => {
    setDraft(next);
    drafts.keep(id, next);
    typing(next.kind === "message" && writable && next.text.trim() !== "");
  };
  const put = (text: string, at: number): void => {
    moveTo.current = at;
    setCaret(at);
    change({ kind, text });
    field.current?.focus();
  };
  const choosing = useSuggestions(
    draft.text,
    caret,
    [kind === "message" ? replySource(session, thread) : colleagueSource(session)],
    put,
  );
  const slash = (): void => {
    const text = field.current?.value ?? "";
    const before = text.slice(0, caret);
    const sign = before && !/\s$/.test(before) ? " /" : "/";
    put(before + sign + text.slice(caret), caret + sign.length);
  };
  // Taken back, or gone on with in another browser: what was typed here later stays.
  const { moved } = drafts;
  useEffect(() => {
    const kept = drafts.of(id);
    if (!kept.at || kept.text === draft.text) return;
    // An empty one was sent: whom the next words are for is not decided by it.
    setDraft({ kind: kept.text ? kept.kind : draft.kind, text: kept.text });
    setCaret(kept.text.length);
  }, [moved.value]);
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
    // Once more on an empty field: what can still be undone goes now.
    if (!draft.text.trim()) session.writing.release(id);
    if (!sendable) return;
    const named = kind === "note" ? namedIn(session, draft.text) : [];
    session.write(id, { kind, text: draft.text.trim(), ...(named.length ? { mentions: named } : {}) });
    // The mode stays: a remark among agents must never go to the customer because the field changed its mind.
    change({ kind: draft.kind, text: "" });
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (choosing?.key(event)) return;
    const sends = enterSends ? !event.shiftKey : event.ctrlKey || event.metaKey;
    if (event.key === "Enter" && sends && !event.altKey && !event.isComposing) {
      event.preventDefault();
      send();
    } else if (event.altKey && (event.code === "KeyN" || event.code === "KeyM")) {
      // Each key means one of the two, whatever it was before: a key that switched would send a remark to the customer.
      event.preventDefault();
      if (event.code === "KeyN") choose("note");
      else if (writable) choose("message");
    } else if (event.key === "Escape") {
      document.querySelector<HTMLElement>('.row[aria-current="true"]')?.focus();
    }
  };

  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    if (moveTo.current !== undefined) element.setSelectionRange(moveTo.current, moveTo.current);
    moveTo.current = undefined;
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
      <ComposerWho thread={thread} />
      {!writable && <p class="composer-why">{whyNot(session, thread)}</p>}
      {kind === "message" && elsewhere && (
        <p class="composer-why" role="status" data-testid="steps-in">
          {t("The customer will read this and see your name, although the chat is with {name}.", { name: elsewhere })}
        </p>
      )}
      {colleague !== undefined && (
        <p class="composer-why" role="status" data-testid="colleague-typing">
          {t("{name} is writing here, too.", { name: colleague })}
        </p>
      )}
      {open.length > 0 && (
        <p class="composer-why" role="status" data-testid="open-places">
          {t("Still to be filled: {places}", { places: open.join(" ") })}
        </p>
      )}
      {asking && (
        <p class="composer-why composer-stop" role="status" data-testid="asking">
          <Icon name="alert" size={16} />
          {t("This asks the customer for {secret}. It would be stopped, and the leads told.", {
            secret: secretName(asking),
          })}
        </p>
      )}
      <div class="field">
        {choosing && (
          <Suggestions
            id="suggestions"
            label={choosing.label}
            items={choosing.items}
            at={choosing.at}
            choose={choosing.choose}
          />
        )}
        <textarea
          ref={field}
          rows={2}
          value={draft.text}
          aria-label={label}
          placeholder={label}
          aria-invalid={left < 0}
          aria-describedby="room"
          aria-autocomplete="list"
          aria-controls={choosing ? "suggestions" : undefined}
          aria-activedescendant={choosing ? `suggestions.${choosing.at}` : undefined}
          dir="auto"
          data-testid="composer-text"
          onInput={(event) => {
            setCaret(event.currentTarget.selectionStart);
            change({ kind, text: event.currentTarget.value });
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
          onBlur={() => {
            typing(false);
            drafts.flushAll();
          }}
          onPaste={(event) => pasted(files, event) && event.preventDefault()}
        />
        <ComposerFoot
          kind={kind}
          writable={writable}
          left={left}
          sendable={sendable}
          choose={choose}
          slash={slash}
          save={() => screen.ask("replies")}
          enterSends={enterSends}
          settings={() => screen.ask("writing")}
        >
          <FileTools {...files} />
        </ComposerFoot>
      </div>
    </form>
  );
}

/** Whoever looks at a colleague's chat begins with a note: writing to their customer takes a decision. */
function begun(drafts: Drafts, me: string, thread: Thread): Draft {
  const { id, chat } = thread;
  const kept = drafts.of(id);
  if (kept.text) return kept;
  const watching = chat.state === "waiting" || !!ofAnother(me, thread);
  return { kind: watching ? "note" : "message", text: "" };
}

/** The name of the colleague whose chat this is, where nobody has invited one to write in it; else nothing. */
function ofAnother(me: string, { chat, guests }: Thread): string {
  const invited = guests?.some((guest) => guest.id === me && guest.writes);
  return chat.state === "active" && chat.agent?.id !== me && !invited ? (chat.agent?.name ?? "") : "";
}

function whyNot(session: Session, { chat, ticket }: Thread): string {
  if (ticket?.state === "closed") return t("This ticket is closed. Open it again to write to the customer.");
  if (chat.state === "waiting") return t("This chat waits for an agent; you can read along and leave a note.");
  if (chat.state === "active" && chat.agent?.id !== session.me.value) {
    return t("This chat is with {name}; you can read along and leave a note.", { name: chat.agent?.name ?? "" });
  }
  return t("This chat has ended; a note can still be added.");
}
