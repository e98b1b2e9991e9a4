// Is the connection lost? Said calmly, and only once it has lasted long enough for anyone to notice.
import type { JSX } from "preact";
import type { Session } from "../session";
import { t } from "../words";
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
            {navigator.onLine === false
              ? t("You are offline.")
              : blocked
                ? t("Your network lets this page through, but seems to block the chat.")
                : session.known.welcome.value
                  ? t("Reconnecting…")
                  : t("Connecting…")}{" "}
            {blocked && t("Another network, or switching a VPN off, may help. We go on trying.")}{" "}
            {writing &&
              (durable
                ? t("What you write is kept and sent later.")
                : t("Keep this page open: what you write is sent once the connection is back."))}
          </span>
        </p>
      )}
    </div>
  );
}
