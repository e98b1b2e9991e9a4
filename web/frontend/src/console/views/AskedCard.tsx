// What does every card share that asks for an answer before a time runs out? Who it is about, words, and two buttons with
// their keys; the first of the cards on the screen has the keys.
import type { ComponentChildren, JSX } from "preact";
import type { Handover, Offer } from "../frames";
import { KEYS } from "../keys";
import { languageName } from "../names";
import type { Parts } from "./App";
import { Countdown } from "./Countdown";
import { Problem } from "./Dialog";
import { Icon } from "./icons";
import { topicOf } from "./rows";
import { useAsk } from "./useAsk";

interface Props extends Parts {
  asked: Offer | Handover;
  label: string;
  testid: string;
  first: boolean;
  /** The two lines beside the countdown. */
  name: ComponentChildren;
  about: ComponentChildren;
  text: JSX.Element | false;
  accept: string;
  decline: string;
  /** What else can be done. */
  more?: JSX.Element;
}

export function AskedCard({ session, screen, asked, label, testid, first, ...said }: Props): JSX.Element {
  const ask = useAsk();
  const { thread } = asked;
  const keys = (key: "accept" | "decline") => (first ? { "aria-keyshortcuts": KEYS[key], title: KEYS[key] } : {});
  return (
    <article class="offer" aria-label={label} data-testid={testid}>
      <header class="offer-head">
        <Countdown session={session} offer={asked} />
        <div class="offer-who">
          <p class="offer-name">{said.name}</p>
          <p class="offer-about">{said.about}</p>
        </div>
      </header>
      {said.text}
      <Problem text={ask.problem} />
      <div class="offer-buttons">
        <button
          type="button"
          class="button primary"
          disabled={ask.busy}
          data-testid="offer-accept"
          onClick={() => void ask.run(() => screen.accept(thread))}
          {...keys("accept")}
        >
          <Icon name="check" size={16} />
          {said.accept}
        </button>
        <button
          type="button"
          class="button"
          disabled={ask.busy}
          data-testid="offer-decline"
          onClick={() => screen.decline(thread)}
          {...keys("decline")}
        >
          {said.decline}
        </button>
        {said.more}
      </div>
    </article>
  );
}

/** In which language, about what, from where. */
export function matter({ session, asked }: Pick<Props, "session" | "asked">): string {
  return [languageName(asked.language), topicOf(session, asked.topic), asked.customer.region]
    .filter(Boolean)
    .join(" · ");
}
