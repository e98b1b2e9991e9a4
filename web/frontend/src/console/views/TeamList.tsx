// Who of the desk is there, how busy, and in which languages?
import type { JSX } from "preact";
import type { Colleague } from "../frames";
import { presence, team } from "../lists";
import { languageName, listed, standingName } from "../names";
import type { Session } from "../session";
import { t } from "../words";
import { Presence } from "./Small";

export function TeamList({ session }: { session: Session }): JSX.Element {
  return (
    <ul class="rows" aria-label={t("Team")}>
      {team(session.desk.value).map((one) => (
        <li key={one.id} class="person" tabIndex={-1} data-testid={`agent-${one.id}`} data-status={presence(one)}>
          <Person one={one} me={session.me.value} />
        </li>
      ))}
    </ul>
  );
}

export function Person({ one, me = "" }: { one: Colleague; me?: string }): JSX.Element {
  return (
    <>
      <Presence one={one} />
      <span class="row-main">
        <span class="row-top">
          <span class="row-name">
            {one.name}
            {one.id === me && <span class="row-you"> {t("(you)")}</span>}
          </span>
          <Load one={one} />
        </span>
        <span class="row-bottom">
          <span class="row-text">
            {standingName(one)}
            {one.on_shift === false && ` · ${t("Not on shift")}`}
            {" · "}
            {languages(one)}
          </span>
        </span>
      </span>
    </>
  );
}

/** Best language first. */
function languages({ languages: levels }: Colleague): string {
  const best = Object.entries(levels).sort(([, a], [, b]) => b - a);
  return listed(best.map(([tag, level]) => t("{language} {level}", { language: languageName(tag), level })));
}

export function Load({ one }: { one: Colleague }): JSX.Element | null {
  if (!one.capacity) return null;
  const words = t("{load} of {capacity} in use", { load: one.load, capacity: one.capacity });
  return (
    <span class="load-meter" title={words}>
      <span class="load-dots" aria-hidden="true">
        {Array.from({ length: Math.min(one.capacity, 8) }, (_, i) => (
          <i key={i} data-used={i < one.load} />
        ))}
      </span>
      <span class="hidden">{words}</span>
    </span>
  );
}
