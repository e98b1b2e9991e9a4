// How long does this agent finish up after a chat? Counted down; done earlier, or as long again, once.
import type { JSX } from "preact";
import { tick } from "../clock";
import { colleague } from "../lists";
import { running } from "../names";
import type { Session } from "../session";
import { t } from "../words";
import { Icon } from "./icons";
import { useAsk } from "./useAsk";

export function WrapUp({ session }: { session: Session }): JSX.Element | null {
  const ask = useAsk();
  void tick.value;
  const me = colleague(session.desk.value, session.me.value);
  const left = (me?.wraps_up_until ?? 0) - session.now();
  if (!me || left <= 0) return null;
  const change = (what: "finish" | "extend"): void => void ask.run(() => session.ask({ t: "wrapup", do: what }));
  return (
    <section class="wrap-up" aria-label={t("Wrap-up")} data-testid="wrap-up">
      <p>
        <Icon name="clock" size={15} />
        <span>{t("Time to finish up; nothing new comes.")}</span>
        <b role="timer">{running(left)}</b>
      </p>
      <div class="wrap-up-buttons">
        {!me.wrap_up_extended && (
          <button
            type="button"
            class="quiet"
            disabled={ask.busy}
            data-testid="wrap-up-extend"
            onClick={() => change("extend")}
          >
            {t("As long again")}
          </button>
        )}
        <button
          type="button"
          class="button"
          disabled={ask.busy}
          data-testid="wrap-up-finish"
          onClick={() => change("finish")}
        >
          {t("Done")}
        </button>
      </div>
      {ask.problem && (
        <p class="problem" role="alert">
          {ask.problem}
        </p>
      )}
    </section>
  );
}
