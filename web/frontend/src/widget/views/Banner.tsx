// Is the connection lost? Said calmly, and only once it has lasted long enough for anyone to notice.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Session } from "../session";
import { t } from "../words";

/** Most reconnects are over by then; a banner that flashes frightens more than it tells. */
const GRACE_MS = 2_000;

export function Banner({ session }: { session: Session }): JSX.Element {
  const state = session.connection.value;
  const away = state === "offline" || state === "connecting";
  const [shown, setShown] = useState(false);

  useEffect(() => {
    if (!away) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), GRACE_MS);
    return () => clearTimeout(timer);
  }, [away]);

  return (
    <div class="banner" role="status" data-shown={shown && away} data-testid="connection">
      {shown && away && (
        <p>
          <span class="spinner" aria-hidden="true" />
          {navigator.onLine === false ? t("You are offline.") : t("Reconnecting…")}{" "}
          {t("What you write is kept and sent later.")}
        </p>
      )}
    </div>
  );
}
