// Is the console connected? Silent while it is; said calmly when it is not, and when it is again.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { explain } from "../errors";
import type { Colleague } from "../frames";
import { colleague } from "../lists";
import { statusName } from "../names";
import type { Session } from "../session";
import { t } from "../words";
import { Icon } from "./icons";
import { useAsk } from "./useAsk";

/** Shorter losses than this are nobody's business: a change of network, a restart of the server. */
const PATIENCE_MS = 1_500;
const RESTORED_MS = 3_000;

type Shown = "" | "lost" | "restored";

export function Banner({ session }: { session: Session }): JSX.Element | null {
  const online = session.connection.value === "online";
  const stopped = session.stopped.value;
  const begun = session.welcome.value !== undefined;
  const [shown, setShown] = useState<Shown>("");
  const was = useRef<Shown>("");
  was.current = shown;
  useEffect(() => {
    if (online && was.current !== "lost") return;
    setShown(online ? "restored" : was.current);
    const timer = setTimeout(() => setShown(online ? "" : "lost"), online ? RESTORED_MS : PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [online]);

  if (stopped) {
    return (
      <div class="banner" data-kind="stopped" role="alert" data-testid="banner">
        <Icon name="alert" />
        <span>{explain(stopped)}</span>
        <button type="button" class="button" onClick={() => location.reload()}>
          {t("Reload")}
        </button>
      </div>
    );
  }
  return (
    <div role="status" class="banner-place">
      {shown === "lost" && (
        <div class="banner" data-kind="lost" data-testid="banner">
          <span class="spinner" aria-hidden="true" />
          <span>
            {begun
              ? t("Connection lost, reconnecting. What you write is kept and sent once it is back.")
              : t("Connecting…")}
          </span>
        </div>
      )}
      {shown === "restored" && (
        <div class="banner" data-kind="restored" data-testid="banner">
          <Icon name="check" />
          <span>{t("Connected again. Nothing was lost.")}</span>
        </div>
      )}
      {!shown && <NotByChoice session={session} />}
    </div>
  );
}

/** A status that is not one's own choice: said until the agent has taken note of it, or says that they are back. */
function NotByChoice({ session }: { session: Session }): JSX.Element | null {
  const ask = useAsk();
  const me = colleague(session.desk.value, session.me.value);
  const why = me && (me.status !== "available" || me.status_reason === "lead") && explainStatus(me);
  if (!why) return null;
  return (
    <div class="banner" data-kind="away" data-testid={me.status_reason?.replace("_", "-")}>
      <Icon name="clock" />
      <span>{why}</span>
      <button
        type="button"
        class="button"
        disabled={ask.busy}
        onClick={() => void ask.run(() => session.ask({ t: "status", status: "available" }))}
      >
        {me.status === "available" ? t("Got it") : t("I am back")}
      </button>
    </div>
  );
}

function explainStatus(me: Colleague): string {
  switch (me.status_reason) {
    case "missed_offers":
      return t("You are away now: chats offered to you ran out unanswered. Somebody else is asked.");
    case "idle":
      return t("You are away now: nobody touched this console for a while. Your chats stay with you.");
    case "lead":
      return t("A lead has set your status: {status}.", { status: statusName(me.status) });
    default:
      return "";
  }
}
