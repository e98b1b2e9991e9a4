// For whom is it written? Their language and what time it is there, always in sight.
import type { JSX } from "preact";
import { tick } from "../clock";
import type { Thread } from "../frames";
import { customerName, languagesOf, timeIn } from "../names";
import { t } from "../words";
import { Icon } from "./icons";

export function ComposerWho({ thread }: { thread: Thread }): JSX.Element {
  const { customer } = thread;
  const { answered, asked } = languagesOf(thread);
  const name = customerName(customer, thread.id);
  return (
    <p class="composer-who" data-testid="composer-who">
      <span>
        {asked
          ? t("{name} asked for {wanted}, is answered in {language}", { name, wanted: asked, language: answered })
          : t("{name} reads {language}", { name, language: answered })}
      </span>
      {customer.zone && <There zone={customer.zone} />}
    </p>
  );
}

function There({ zone }: { zone: string }): JSX.Element | null {
  const time = timeIn(zone, tick.value / 1000);
  if (!time) return null;
  return (
    <span class="composer-there" title={zone} data-testid="customer-time">
      <Icon name="clock" size={13} />
      {t("{time} there", { time })}
    </span>
  );
}
