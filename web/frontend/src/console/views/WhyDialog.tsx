// Why did this chat come to this agent, or why does it still wait? What matters first, then who was sifted out where, the
// best five with their points, and when the wish widens.
import "../styles/why.css";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { listed, span } from "../names";
import { type Contender, fetchWhy, type Listed, type Picture, signed, type Why } from "../why";
import { t, tn, words } from "../words";
import { Dialog, Problem, type ThreadDialog } from "./Dialog";
import { Icon } from "./icons";
import { useAsk } from "./useAsk";

/** While it waits the answer grows old: the seconds in it, and who has room. */
const AGAIN_MS = 5_000;

export function WhyDialog({ thread, done }: ThreadDialog): JSX.Element {
  const ask = useAsk();
  const [found, setFound] = useState<Why | undefined>(undefined);
  const [picked, setPicked] = useState<number | undefined>(undefined);
  const look = (): void => {
    void ask.run(async () => setFound(await fetchWhy(thread.id, picked)));
  };
  const waits = thread.chat.state === "waiting";
  // What has become of it since: the open answer follows, unless one of the past was picked.
  const stands = `${thread.chat.state} ${thread.chat.agent?.id ?? ""} ${thread.chat.assigned_at ?? ""}`;
  useEffect(look, [picked, picked === undefined ? stands : ""]);
  const follows = waits && picked === undefined && !ask.problem;
  useEffect(() => {
    if (!follows) return;
    const timer = setInterval(look, AGAIN_MS);
    return () => clearInterval(timer);
  }, [follows]);
  return (
    <Dialog
      title={waits ? t("Why does this chat wait?") : t("Why this chat?")}
      done={done}
      testid="dialog-why"
      wide={found?.shown !== undefined}
    >
      {found && <Past all={found.assignments ?? []} waits={waits} picked={picked} pick={setPicked} />}
      {found && (found.shown ? <Shown picture={found.shown} /> : <Sentences sentences={found.sentences} />)}
      {ask.busy && !found && (
        <p class="loading" role="status">
          <span class="spinner" aria-hidden="true" />
          <span class="hidden">{t("Loading…")}</span>
        </p>
      )}
      <Problem text={ask.problem} />
      <div class="dialog-buttons">
        {(waits || ask.problem) && (
          <button type="button" class="button" disabled={ask.busy} onClick={look}>
            {t("Look again")}
          </button>
        )}
        <button type="button" class="button primary" data-autofocus onClick={done}>
          {t("Close")}
        </button>
      </div>
    </Dialog>
  );
}

interface PastProps {
  all: Listed[];
  waits: boolean;
  picked: number | undefined;
  pick(number: number | undefined): void;
}

/** All to whom it was given or offered, the newest first, where there is a choice. */
function Past({ all, waits, picked, pick }: PastProps): JSX.Element | null {
  if (all.length < (waits ? 1 : 2)) return null;
  const newest = waits ? undefined : all.length;
  const button = (number: number | undefined, said: JSX.Element): JSX.Element => (
    <li key={number ?? "now"}>
      <button
        type="button"
        class="past-one"
        aria-pressed={(picked ?? newest) === number}
        onClick={() => pick(number === newest ? undefined : number)}
      >
        {said}
      </button>
    </li>
  );
  return (
    <ul class="past" aria-label={t("Assignments of this chat")} data-testid="why-past">
      {waits && button(undefined, <b>{t("It waits")}</b>)}
      {[...all].reverse().map((one) =>
        button(
          one.number,
          <>
            <b>
              <bdi>{one.name}</bdi>
            </b>{" "}
            {words.value.time(one.at)} · {one.outcome}
          </>,
        ),
      )}
    </ul>
  );
}

function Sentences({ sentences }: { sentences: string[] }): JSX.Element {
  return (
    <ul class="sentences" data-testid="why">
      {sentences.map((sentence) => (
        <li key={sentence} dir="auto">
          {sentence}
        </li>
      ))}
    </ul>
  );
}

function Shown({ picture }: { picture: Picture }): JSX.Element {
  return (
    <div class="why" data-testid="why">
      <p class="why-head" dir="auto">
        {picture.headline}
      </p>
      <ul class="chips" aria-label={t("Asks for")}>
        {picture.asks.map((each) => (
          <li key={each} class="chip">
            {each}
          </li>
        ))}
      </ul>
      <ul class="why-facts">
        {picture.facts.map((each) => (
          <li key={each} dir="auto">
            {each}
          </li>
        ))}
      </ul>
      <Sieve picture={picture} />
      <Best picture={picture} />
      <Rings picture={picture} />
    </div>
  );
}

/** From everybody of the desk to those who can take it, one filter after the other. */
function Sieve({ picture }: { picture: Picture }): JSX.Element | null {
  if (!picture.everybody) return null;
  const row = (name: string, count: number, note?: JSX.Element[]): JSX.Element => (
    <li key={name} class="sift">
      <span class="sift-name">{name}</span>
      <span class="sift-bar" aria-hidden="true">
        <i style={{ inlineSize: `${(100 * count) / picture.everybody}%` }} />
      </span>
      <span class="sift-count">{words.value.number(count)}</span>
      {note && <span class="sift-note">{note}</span>}
    </li>
  );
  return (
    <section aria-labelledby="why-sieve">
      <h3 id="why-sieve">{t("Who can take it")}</h3>
      <ol class="sieve">
        {row(t("Everybody of the desk"), picture.everybody)}
        {picture.filters.map((filter) =>
          row(
            filter.name,
            filter.passed,
            filter.rejected.map((each) => (
              <span key={each.reason} class="sift-out">
                <b>−{words.value.number(each.names.length)}</b> {each.reason}: <bdi>{listed(each.names)}</bdi>
              </span>
            )),
          ),
        )}
      </ol>
      <p class="sift-end" data-none={picture.left === 0}>
        {picture.left === 0
          ? t("Nobody is left.")
          : tn("{count} person is left.", "{count} people are left.", picture.left)}
      </p>
    </section>
  );
}

/** Points decide among those who may take it; whoever fits and may not stands apart, however many points. */
function Best({ picture }: { picture: Picture }): JSX.Element | null {
  const free = picture.best.filter((one) => !one.blocked);
  const kept = picture.best.filter((one) => one.blocked);
  return (
    <>
      <Contenders id="why-best" title={t("The best of those who can take it")} all={free} />
      <Contenders id="why-kept" title={t("Fit as well, but not now, whatever their points")} all={kept} />
    </>
  );
}

function Contenders({ id, title, all }: { id: string; title: string; all: Contender[] }): JSX.Element | null {
  if (!all.length) return null;
  return (
    <section aria-labelledby={id} data-testid={id}>
      <h3 id={id}>{title}</h3>
      <ol class="best">
        {all.map((one) => (
          <li key={one.name} class="best-one" data-chosen={one.chosen} data-kept={!!one.blocked}>
            <span class="best-name">
              <bdi>{one.name}</bdi>
              {one.chosen && (
                <span class="tag tag-got">
                  <Icon name="check" size={12} /> {t("got it")}
                </span>
              )}
              {one.blocked && <span class="tag tag-not">{one.blocked}</span>}
            </span>
            <span class="best-score">{tn("{count} point", "{count} points", one.score)}</span>
            <span class="best-parts">
              {one.parts.map((part) => (
                <span key={part.name} class="part" data-less={part.points < 0}>
                  {part.name} {signed(part.points)}
                </span>
              ))}
              <span class="part part-plain">
                {t("{load} of {capacity} in use", { load: one.load, capacity: one.capacity })}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Rings({ picture }: { picture: Picture }): JSX.Element | null {
  if (picture.rings.length < 2) return null;
  return (
    <section aria-labelledby="why-rings">
      <h3 id="why-rings">{t("How the wish widens")}</h3>
      <ol class="steps">
        {picture.rings.map((ring, place) => (
          <li
            key={ring.after}
            class="step"
            data-reached={ring.reached}
            aria-current={ring.reached && !picture.rings[place + 1]?.reached ? "step" : undefined}
          >
            <span class="step-after">{ring.after ? t("after {time}", { time: span(ring.after) }) : t("at first")}</span>
            {ring.words.map((each) => (
              <span key={each} class="step-words">
                {each}
              </span>
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}
