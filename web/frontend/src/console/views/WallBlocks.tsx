// Who may not write now, why, and until when? A lead lifts it.
import type { JSX } from "preact";
import { blocks } from "../lists";
import { categoryName, customerName, when } from "../names";
import { t } from "../words";
import type { Parts } from "./App";

export function WallBlocks({ session, screen }: Parts): JSX.Element | null {
  const now = session.now();
  const found = blocks(session.desk.value, now);
  if (!found.length) return null;
  return (
    <section class="wall-part wall-blocks" aria-labelledby="wall-blocks" data-testid="wall-blocks">
      <h2 id="wall-blocks">{t("Blocked customers")}</h2>
      <ul class="wall-list">
        {found.map((one) => (
          <li key={one.key} class="wall-block">
            <div class="wall-who">
              <p class="row-name" dir="auto">
                {customerName(one.customer, one.thread)}
              </p>
              <p class="row-text">
                {[
                  categoryName(one.category),
                  one.until ? t("until {time}", { time: when(one.until, now) }) : t("for good"),
                  t("by {name}", { name: one.by }),
                ].join(" · ")}
              </p>
              {one.reason && (
                <p class="row-text" dir="auto">
                  {one.reason}
                </p>
              )}
            </div>
            {one.appeal && <span class="tag tag-waits">{t("Appeal")}</span>}
            <button type="button" class="quiet" onClick={() => screen.open(one.thread)}>
              {t("Open the chat")}
            </button>
            <button type="button" class="button" data-testid={`lift-${one.id}`} onClick={() => screen.decide(one.id)}>
              {t("Lift…")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
