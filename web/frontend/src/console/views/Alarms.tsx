// Which hours of a rota has nobody? Leads are told before the hour comes.
import type { JSX } from "preact";
import { alarms } from "../lists";
import type { Session } from "../session";
import { t, words } from "../words";
import { Icon } from "./icons";

const MOMENT = 60;

export function Alarms({ session }: { session: Session }): JSX.Element | null {
  const found = alarms(session.desk.value);
  if (!found.length) return null;
  const now = session.now();
  // A plan is looked at now and then: what begins within a moment has begun.
  const begun = (start: number): boolean => start <= now + MOMENT;
  const at = (moment: number): string => `${words.value.day(moment, now)}, ${words.value.time(moment)}`;
  return (
    <ul class="alarms" aria-label={t("Rotas without cover")} data-testid="alarms">
      {found.map((one) => (
        <li key={one.key} class="alarm" data-now={begun(one.start)}>
          <Icon name="clock" size={16} />
          <span>
            {begun(one.start)
              ? t("{team}: nobody is on the rota now, until {until}.", { team: one.team, until: at(one.until) })
              : t("{team}: nobody is on the rota from {start} until {until}.", {
                  team: one.team,
                  start: at(one.start),
                  until: at(one.until),
                })}
          </span>
        </li>
      ))}
    </ul>
  );
}
