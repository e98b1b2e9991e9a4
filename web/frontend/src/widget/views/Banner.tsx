// Is the connection lost? Said calmly, and only once it has lasted long enough for anyone to notice.
import type { JSX } from "preact";
import type { Session } from "../session";
import { sentences, t } from "../words";
import { useBlocked, useCut } from "./useCut";

interface Props {
  session: Session;
  /** What is written outlives the page. */
  durable: boolean;
}

export function Banner({ session, durable }: Props): JSX.Element {
  const cut = useCut(session);
  const blocked = useBlocked(session, cut);
  // Where nothing is known of the site there is nothing to write in; but what was written before is kept.
  const writing = session.known.site.value || session.outgoing.unsent.value.length > 0;
  return (
    <div class="banner" role="status" data-shown={cut} data-blocked={blocked} data-testid="connection">
      {cut && (
        <p>
          <span class="spinner" aria-hidden="true" />
          <span>
            {sentences(
              state(session, blocked),
              blocked && t("Another network, or switching a VPN off, may help. We go on trying."),
              writing &&
                (durable
                  ? t("What you write is kept and sent later.")
                  : t("Keep this page open: what you write is sent once the connection is back.")),
            )}
          </span>
        </p>
      )}
    </div>
  );
}

function state(session: Session, blocked: boolean): string {
  if (navigator.onLine === false) return t("You are offline.");
  if (blocked) return t("Your network lets this page through, but seems to block the chat.");
  return session.known.welcome.value ? t("Reconnecting…") : t("Connecting…");
}
