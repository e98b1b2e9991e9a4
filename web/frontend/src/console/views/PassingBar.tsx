// Who is asked to take over the chat on the screen? It stays here until they accept; asking can be taken back.
import type { JSX } from "preact";
import { tick } from "../clock";
import { passing } from "../lists";
import { meantName, running } from "../names";
import type { Session } from "../session";
import { t } from "../words";
import { Icon } from "./icons";
import { useAsk } from "./useAsk";

export function PassingBar({ session, id }: { session: Session; id: string }): JSX.Element | null {
  const ask = useAsk();
  const one = passing(session.desk.value, id);
  if (!one) return null;
  void tick.value;
  const left = Math.max(0, (one.expires_at ?? 0) - session.now());
  const words =
    one.meant === one.to
      ? t("{name} is asked to take this over. Until then it is yours.", { name: one.to })
      : t("{name} ({meant}) is asked to take this over. Until then it is yours.", {
          name: one.to,
          meant: meantName(one.meant),
        });
  return (
    <section class="lead-bar passing" aria-label={t("Passing it on")} data-testid="passing">
      <p class="lead-words">
        <Icon name="pass" size={16} />
        <span>{words}</span>
        {one.expires_at && <span class="passing-time">{running(left)}</span>}
        <button
          type="button"
          class="quiet"
          disabled={ask.busy}
          data-testid="take-back"
          onClick={() => void ask.run(() => session.ask({ t: "takeback", thread: id }))}
        >
          {t("Take it back")}
        </button>
      </p>
      {ask.problem && (
        <p class="problem" role="alert">
          {ask.problem}
        </p>
      )}
    </section>
  );
}
