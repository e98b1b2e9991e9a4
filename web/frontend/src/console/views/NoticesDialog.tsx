// How does this person want to be told of news? Explained before the browser asks; theirs alone. Sounds go with the person; what the
// desktop may show, and the quiet hours, belong to this browser.
import type { JSX } from "preact";
import type { Notices } from "../notices";
import type { Session } from "../session";
import type { Sounds } from "../sounds";
import { t } from "../words";
import { Dialog } from "./Dialog";
import { SoundChoices } from "./SoundChoices";

interface Props {
  session: Session;
  notices: Notices;
  sounds: Sounds;
  done(): void;
}

export function NoticesDialog({ session, notices, sounds, done }: Props): JSX.Element {
  const { desktop, quietFrom, quietTo } = notices.wishes.value;
  const permission = notices.permission.value;
  return (
    <Dialog title={t("Notifications")} done={done} testid="dialog-notices">
      <p class="dialog-text">
        {t("A new chat, an offer or a note can be shown on your desktop while you look at something else.")}
      </p>
      {permission === "granted" ? (
        <label class="notices-check">
          <input
            type="checkbox"
            checked={desktop}
            data-testid="notices-desktop"
            onChange={(event) => notices.wish({ desktop: event.currentTarget.checked })}
          />
          {t("Show notifications on the desktop")}
        </label>
      ) : permission === "default" ? (
        <div>
          <button
            type="button"
            class="button primary"
            data-testid="notices-permit"
            onClick={() => void notices.permit()}
          >
            {t("Allow notifications…")}
          </button>
        </div>
      ) : (
        <p class="dialog-text">
          {permission === "denied"
            ? t("Your browser blocks notifications of this address. You can change that in its settings.")
            : t("Your browser knows no notifications.")}
        </p>
      )}
      <SoundChoices session={session} sounds={sounds} />
      <fieldset class="quiet-hours">
        <legend>{t("Quiet hours, without sounds and notifications")}</legend>
        <label class="label">
          {t("From")}
          <input
            class="input"
            type="time"
            value={quietFrom}
            data-testid="quiet-from"
            onChange={(event) => notices.wish({ quietFrom: event.currentTarget.value })}
          />
        </label>
        <label class="label">
          {t("Until")}
          <input
            class="input"
            type="time"
            value={quietTo}
            data-testid="quiet-to"
            onChange={(event) => notices.wish({ quietTo: event.currentTarget.value })}
          />
        </label>
      </fieldset>
    </Dialog>
  );
}
