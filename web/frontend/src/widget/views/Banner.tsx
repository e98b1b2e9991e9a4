// Is the connection lost? Said calmly, and only once it has lasted long enough for anyone to notice.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Session } from "../session";
import { t } from "../words";

/** Most reconnects are over by then; a banner that flashes frightens more than it tells. */
const GRACE_MS = 2_000;
/** Longer than the longest pause between two tries to connect. */
const TRIES_MS = 12_000;

interface Props {
  session: Session;
  /** What is written outlives the page. */
  durable: boolean;
}

export function Banner({ session, durable }: Props): JSX.Element {
  const state = session.connection.value;
  const away = state === "offline" || state === "connecting";
  const [shown, setShown] = useState(false);
  const blocked = useBlocked(away);

  useEffect(() => {
    if (!away) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), GRACE_MS);
    return () => clearTimeout(timer);
  }, [away]);

  return (
    <div class="banner" role="status" data-shown={shown && away} data-blocked={blocked} data-testid="connection">
      {shown && away && (
        <p>
          <span class="spinner" aria-hidden="true" />
          <span>
            {navigator.onLine === false
              ? t("You are offline.")
              : blocked
                ? t("Your network lets this page through, but seems to block the chat.")
                : t("Reconnecting…")}{" "}
            {blocked && t("Another network, or switching a VPN off, may help. We go on trying.")}{" "}
            {/* Before the first welcome there is nothing to write in. */}
            {session.known.welcome.value &&
              (durable
                ? t("What you write is kept and sent later.")
                : t("Keep this page open: what you write is sent once the connection is back."))}
          </span>
        </p>
      )}
    </div>
  );
}

/**
 * Do pages of ours come through while the socket does not? A server that restarts answers neither, or soon both: only
 * what has held for longer than all tries to connect take is said.
 */
function useBlocked(away: boolean): boolean {
  const [answers, setAnswers] = useState(0);
  useEffect(() => {
    setAnswers(0);
    if (!away) return;
    const timer = setInterval(async () => {
      const answered = await fetch("/health/live", { cache: "no-store" }).then(
        (answer) => answer.ok,
        () => false,
      );
      setAnswers((before) => (answered ? before + 1 : 0));
    }, TRIES_MS);
    return () => clearInterval(timer);
  }, [away]);
  return away && answers > 1;
}
