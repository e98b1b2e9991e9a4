// For whom is it written? Their language and what time it is there, always in sight.
import type { JSX } from "preact";
import { tick } from "../clock";
import type { Thread } from "../frames";
import { customerName, languageName, timeIn } from "../names";
import { t } from "../words";
import { Icon } from "./icons";

export function ComposerWho({ thread }: { thread: Thread }): JSX.Element {
  const { chat, customer } = thread;
  return (
    <p class="composer-who" data-testid="composer-who">
      <span>
        {t("{name} reads {language}", {
          name: customerName(customer, thread.id),
          language: languageName(chat.language || customer.language),
        })}
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
