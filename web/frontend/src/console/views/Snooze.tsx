// Is there nothing to do about this ticket for a while? It sleeps until then, and wakes when its customer writes.
import type { JSX } from "preact";
import type { TicketDetail } from "../frames";
import { asleep } from "../lists";
import { when } from "../names";
import type { Session } from "../session";
import { type Snooze as Choice, moment, SNOOZES } from "../snooze";
import { t } from "../words";
import { Problem } from "./Dialog";
import { nowByMinute } from "./Times";
import { useAsk } from "./useAsk";

export function Snooze({ session, ticket }: { session: Session; ticket: TicketDetail }): JSX.Element {
  const ask = useAsk();
  const now = nowByMinute(session);
  const until = (moment: number): void =>
    void ask.run(() => session.ask({ t: "snooze", number: ticket.number, until: moment }));
  const names: Record<Choice, string> = {
    hour: t("For an hour"),
    afternoon: t("For four hours"),
    tomorrow: t("Until tomorrow, 9:00"),
    week: t("Until Monday, 9:00"),
  };
  return (
    <div class="ticket-snooze" data-testid="snooze">
      {asleep(ticket, now) ? (
        <>
          <span>{t("Sleeps until {time}", { time: when(ticket.snoozed_until ?? 0, now) })}</span>
          <button type="button" class="quiet" disabled={ask.busy} data-testid="wake" onClick={() => until(0)}>
            {t("Wake it")}
          </button>
        </>
      ) : (
        <label class="ticket-state">
          <span>{t("Snooze")}</span>
          <select
            value=""
            disabled={ask.busy}
            data-testid="snooze-choice"
            onChange={(event) => {
              const choice = event.currentTarget.value as Choice;
              event.currentTarget.value = "";
              if (choice) until(moment(choice, session.now()));
            }}
          >
            <option value="">{t("Not now")}</option>
            {SNOOZES.map((each) => (
              <option key={each} value={each}>
                {names[each]}
              </option>
            ))}
          </select>
        </label>
      )}
      <Problem text={ask.problem} />
    </div>
  );
}
