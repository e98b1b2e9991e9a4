// Where does the customer write? A field that grows, keeps its draft, knows its bound, and never sends by accident.
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { filesIn } from "../../shared/files/views";
import { MESSAGE_CHARACTERS } from "../../shared/protocol.gen";
import type { Store } from "../../shared/storage";
import { Icon } from "../views/icons";
import { t, tn } from "../words";
import { GuardNotice } from "./GuardNotice";
import { look, useGuard } from "./useGuard";

interface Props {
  store: Store;
  /** Under which name the draft is kept. */
  draft: string;
  label: string;
  action: string;
  /** More room, and the action as a button with words: for a first message. */
  tall?: boolean;
  /** Beside the field: what else can be done. */
  tools?: ComponentChildren;
  /** Files that were pasted; absent where none can be sent. */
  take?(files: File[]): void;
  /** False: not yet, the words stay. */
  send(text: string): unknown;
  writing?(on: boolean): void;
}

/** The room left is told when it becomes short. */
const WARN_BELOW = 500;
/** The server lets typing lapse after 6 s; repeating it every 4 s keeps it. */
const TYPING_REPEAT_MS = 4_000;
const TYPING_IDLE_MS = 5_000;

export function Composer({
  store,
  draft,
  label,
  action,
  tall = false,
  tools,
  take,
  send,
  writing,
}: Props): JSX.Element {
  const key = `draft.${draft}`;
  const [text, setText] = useState(() => store.get<string>(key) ?? "");
  const [warned, setWarned] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const typing = useTyping(writing);
  // As the server counts: characters, not the units that JavaScript strings are made of.
  const left = MESSAGE_CHARACTERS - (text.length > MESSAGE_CHARACTERS - WARN_BELOW ? [...text].length : text.length);
  const kept = useRef(key);
  // A first message has become a thread: what is being written goes along.
  useEffect(() => {
    if (kept.current === key) return;
    store.remove(kept.current);
    if (text) store.set(key, text);
    kept.current = key;
  }, [key]);
  const sendable = /\S/.test(text) && left >= 0;

  // A second line gets the whole width, with the tools below. It stays so until the field is empty: with more width the
  // same words might fit in one line again.
  const [lines, setLines] = useState(false);
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    if (!text) setLines(false);
    else if (!tall && area.scrollHeight > area.clientHeight) setLines(true);
    area.style.height = `${area.scrollHeight}px`;
  }, [text, lines]);

  const { looked, found } = useGuard(text);
  // A draft outlives the page; a secret must not.
  useEffect(() => {
    if (found) store.set(key, found.masked);
  }, [found]);

  const change = (value: string): void => {
    setText(value);
    setWarned("");
    if (value) store.set(key, value);
    else store.remove(key);
    typing(value !== "");
  };
  const busy = useRef(false);
  const submit = async (): Promise<void> => {
    if (!sendable || busy.current) return;
    busy.current = true;
    const secret = looked ? found : await look(text);
    busy.current = false;
    // Nothing is sent that its writer has not been told about.
    if (secret && !found && warned !== text) {
      setWarned(text);
      return;
    }
    if (send((secret?.masked ?? text).trim()) === false) return;
    // Whoever wrote on meanwhile keeps that: what stands in the field, which may not have been drawn from yet.
    const since = field.current?.value ?? "";
    change(since.startsWith(text) ? since.slice(text.length) : since);
    field.current?.focus();
  };
  /** The customer's own word for it lets it pass, here and at the server. */
  const transactions = (ids: string[]): void => {
    const named = t("Transaction ID");
    change(ids.reduce((said, id) => said.replace(id, `${named}: ${id}`), text));
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter chooses a word in Chinese, Japanese and Korean input; on a phone it makes a new line.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    void submit();
  };

  return (
    <form
      class="composer"
      aria-label={label}
      data-tall={tall}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {found && <GuardNotice found={found} transactions={transactions} />}
      <div class="field" data-over={left < 0} data-lines={lines}>
        {tools}
        <textarea
          ref={field}
          rows={tall ? 4 : 1}
          value={text}
          aria-label={label}
          placeholder={label}
          aria-describedby={left < WARN_BELOW ? "room" : undefined}
          aria-invalid={left < 0}
          dir={text ? "auto" : undefined} // empty, it has the direction of its placeholder
          enterkeyhint={tall ? undefined : "send"}
          data-autofocus
          data-testid="message"
          onInput={(event) => change(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const files = filesIn(event.clipboardData);
            if (!take || !files.length) return;
            event.preventDefault();
            take(files);
          }}
        />
        <button
          type="submit"
          class="send"
          disabled={!sendable}
          aria-label={tall ? undefined : action}
          data-testid="send"
        >
          {tall ? action : <Icon name="send" />}
        </button>
      </div>
      <p class="room" id="room" role="status" data-over={left < 0}>
        {left < 0
          ? tn("{count} character too many", "{count} characters too many", -left)
          : left < WARN_BELOW
            ? tn("{count} character left", "{count} characters left", left)
            : ""}
      </p>
    </form>
  );
}

/** Tells the other side that the customer is writing, repeats it while it lasts, and takes it back when it stops. */
function useTyping(writing: Props["writing"]): (on: boolean) => void {
  const state = useRef({ told: 0, idle: 0 });
  const stop = (): void => {
    clearTimeout(state.current.idle);
    if (state.current.told) writing?.(false);
    state.current.told = 0;
  };
  useEffect(() => stop, []);
  return (on) => {
    if (!writing) return;
    if (!on) {
      stop();
      return;
    }
    const now = Date.now();
    if (now - state.current.told > TYPING_REPEAT_MS) {
      state.current.told = now;
      writing(true);
    }
    clearTimeout(state.current.idle);
    state.current.idle = setTimeout(stop, TYPING_IDLE_MS) as unknown as number;
  };
}
