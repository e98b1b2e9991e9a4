// How long is there to answer an offer? A ring that empties, with the seconds inside.
import type { JSX } from "preact";
import { tick } from "../clock";
import type { Handover, Offer } from "../frames";
import { running } from "../names";
import type { Session } from "../session";
import { t, words } from "../words";

const RADIUS = 17;
const AROUND = 2 * Math.PI * RADIUS;
/** From here on the ring says that it is about to end. */
const SOON_S = 5;

export function Countdown({ session, offer }: { session: Session; offer: Offer | Handover }): JSX.Element {
  void tick.value;
  const left = Math.max(0, offer.expires_at - session.now());
  const share = Math.min(1, left / Math.max(1, offer.expires_at - offer.offered_at));
  const seconds = Math.ceil(left);
  return (
    <div class="ring" role="timer" aria-label={t("Time left to answer")} data-soon={seconds <= SOON_S}>
      <svg viewBox="0 0 40 40" width="44" height="44" aria-hidden="true">
        <circle class="ring-ground" cx="20" cy="20" r={RADIUS} />
        <circle
          class="ring-left"
          cx="20"
          cy="20"
          r={RADIUS}
          stroke-dasharray={AROUND}
          stroke-dashoffset={AROUND * (1 - share)}
        />
      </svg>
      <span class="ring-words">{seconds < 100 ? words.value.number(seconds) : running(seconds)}</span>
    </div>
  );
}
