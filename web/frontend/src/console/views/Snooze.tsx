// Is there nothing to do about this ticket for a while? It sleeps until then, and wakes when its customer writes.
import type { JSX } from "preact";
import type { TicketDetail } from "../frames";
import { asleep } from "../lists";
import { when } from "../names";
import type { Session } from "../session";
import { type Snooze as Choice, moment, SNOOZES } from "../snooze";
import { t, words } from "../words";
import { Problem } from "./Dialog";
import { Pick } from "./Pick";
import { nowByMinute } from "./Times";
import { useAsk } from "./useAsk";

export function Snooze({ session, ticket }: { session: Session; ticket: TicketDetail }): JSX.Element {
  const ask = useAsk();
  const now = nowByMinute(session);
  const until = (moment: number): Promise<unknown> =>
    session.ask({ t: "snooze", number: ticket.number, until: moment });
  const names: Record<Choice, string> = {
    hour: t("For an hour"),
    afternoon: t("For four hours"),
    tomorrow: t("Until tomorrow, {time}", { time: words.value.time(moment("tomorrow", now)) }),
    week: t("Until Monday, {time}", { time: words.value.time(moment("week", now)) }),
  };
  return (
    <div class="ticket-snooze" data-testid="snooze">
      {asleep(ticket, now) ? (
        <>
          <span>{t("Sleeps until {time}", { time: when(ticket.snoozed_until ?? 0, now) })}</span>
          <button
            type="button"
            class="quiet"
            disabled={ask.busy}
            data-testid="wake"
            onClick={() => void ask.run(() => until(0))}
          >
            {t("Wake it")}
          </button>
        </>
      ) : (
        <Pick
          label={t("Snooze")}
          value=""
          options={["", ...SNOOZES]}
          nameOf={(each: Choice | "") => (each ? names[each] : t("Not now"))}
          choose={async (each) => each && until(moment(each, session.now()))}
          testid="snooze-choice"
        />
      )}
      <Problem text={ask.problem} />
    </div>
  );
}
