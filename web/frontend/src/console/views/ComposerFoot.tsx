// What stands below the field in which an agent writes: who reads it, what helps, how much room is left, the button.
import type { ComponentChildren, JSX } from "preact";
import type { Draft } from "../frames";
import { KEYS } from "../keys";
import { t, tn } from "../words";
import { Icon } from "./icons";

/** From here on the field says how much room is left. */
const WARN_BELOW = 500;

interface Props {
  kind: Draft["kind"];
  writable: boolean;
  left: number;
  sendable: boolean;
  choose(kind: Draft["kind"]): void;
  slash(): void;
  save(): void;
  /** Does Enter send? */
  enterSends: boolean;
  settings(): void;
  /** What else can be sent from here. */
  children?: ComponentChildren;
}

export function ComposerFoot(props: Props): JSX.Element {
  const { kind, writable, left, sendable, choose, slash, save, enterSends, settings, children } = props;
  return (
    <div class="field-foot">
      {children}
      <fieldset class="segments small" aria-label={t("Who reads it")}>
        <button
          type="button"
          class="segment"
          aria-pressed={kind === "message"}
          disabled={!writable}
          aria-keyshortcuts={KEYS.message}
          title={t("The customer reads it ({keys})", { keys: KEYS.message })}
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
      </fieldset>
      {kind === "message" && (
        <button type="button" class="quiet helper" title={t("Canned replies: type a slash")} onClick={slash}>
          <Icon name="slash" size={15} />
          {t("Replies")}
        </button>
      )}
      {kind === "message" && (
        <button
          type="button"
          class="quiet helper"
          aria-keyshortcuts={KEYS.replies}
          title={t("Keep what is written as a reply of your own ({keys})", { keys: KEYS.replies })}
          data-testid="save-reply"
          onClick={save}
        >
          {t("Save as reply")}
        </button>
      )}
      <p class="room" id="room" role="status" data-over={left < 0}>
        {left < 0
          ? tn("{count} character too many", "{count} characters too many", -left)
          : left < WARN_BELOW
            ? tn("{count} character left", "{count} characters left", left)
            : ""}
      </p>
      <div class="field-end">
        <span class="field-hint">
          {enterSends ? t("Enter sends, Shift+Enter begins a line") : t("Ctrl+Enter sends, Enter begins a line")}
        </span>
        <button
          type="button"
          class="icon-button"
          aria-label={t("How I write")}
          title={t("How I write")}
          data-testid="writing-settings"
          onClick={settings}
        >
          <Icon name="keyboard" size={16} />
        </button>
        <button type="submit" class="button primary send" disabled={!sendable} data-testid="send">
          {kind === "note" ? t("Save note") : t("Send")}
          <Icon name={kind === "note" ? "note" : "send"} size={15} />
        </button>
      </div>
    </div>
  );
}
