// Where does the customer write? A field that grows, keeps its draft, knows its bound, and never sends by accident.
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { MESSAGE_CHARACTERS } from "../../shared/protocol.gen";
import type { Store } from "../../shared/storage";
import { Icon } from "../views/icons";
import { tn } from "../words";

interface Props {
  store: Store;
  /** Under which name the draft is kept. */
  draft: string;
  label: string;
  action: string;
  /** More room, and the action as a button with words: for a first message. */
  tall?: boolean;
  send(text: string): void;
  writing?(on: boolean): void;
}

/** The room left is told when it becomes short. */
const WARN_BELOW = 500;
/** The server lets typing lapse after 6 s; repeating it every 4 s keeps it. */
const TYPING_REPEAT_MS = 4_000;
const TYPING_IDLE_MS = 5_000;

export function Composer({ store, draft, label, action, tall = false, send, writing }: Props): JSX.Element {
  const key = `draft.${draft}`;
  const [text, setText] = useState(() => store.get<string>(key) ?? "");
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

  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);

  const change = (value: string): void => {
    setText(value);
    if (value) store.set(key, value);
    else store.remove(key);
    typing(value !== "");
  };
  const submit = (): void => {
    if (!sendable) return;
    send(text.trim());
    change("");
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter chooses a word in Chinese, Japanese and Korean input; on a phone it makes a new line.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    submit();
  };

  return (
    <form
      class="composer"
      aria-label={label}
      data-tall={tall}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div class="field" data-over={left < 0}>
        <textarea
          ref={field}
          rows={tall ? 4 : 1}
          value={text}
          aria-label={label}
          placeholder={label}
          aria-describedby={left < WARN_BELOW ? "room" : undefined}
          aria-invalid={left < 0}
          dir="auto"
          enterkeyhint={tall ? undefined : "send"}
          data-autofocus
          data-testid="message"
          onInput={(event) => change(event.currentTarget.value)}
          onKeyDown={onKeyDown}
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
