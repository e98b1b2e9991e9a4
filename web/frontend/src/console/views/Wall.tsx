// How does the desk stand, for whoever leads it? Who waits, who is there, and what is out of bounds, live.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { languageName, span, tierName } from "../names";
import { type By, type Day, LEAST_COUNTED, type Line, lines } from "../wall";
import type { Watched } from "../watched";
import { t, tn, words } from "../words";
import type { Parts } from "./App";
import { Icon } from "./icons";
import { Running } from "./Times";
import { WallBlocks } from "./WallBlocks";
import { WallPeople } from "./WallPeople";
import { WallThresholds } from "./WallThresholds";
import { type Only, WallWaiting } from "./WallWaiting";

export type WallParts = Parts & { watched: Watched };

export function Wall({ session, screen, watched }: WallParts): JSX.Element {
  const all = lines(session.desk.value, "language")[0] as Line;
  const [only, narrow] = useState<Only | undefined>(undefined);
  const parts = { session, screen, watched, narrow };
  return (
    <main class="wall" aria-label={t("Wall")} data-testid="wall">
      <header class="wall-head">
        <h1>{t("Wall")}</h1>
        <WallThresholds watched={watched} />
        <button type="button" class="button" data-testid="wall-close" onClick={() => (screen.wall.value = false)}>
          <Icon name="back" size={16} />
          {t("Back to the chats")}
        </button>
      </header>
      <Figures session={session} screen={screen} watched={watched} line={all} />
      <p class="wall-hint">
        {t(
          "Today: of the chats served or given up since midnight, those served within {time}; shown from {least} chats on. Free: could be given a chat of that line at this moment, by language and level, region, tier and room.",
          { time: span(watched.thresholds.value.wait), least: LEAST_COUNTED },
        )}
      </p>
      <div class="wall-grid">
        <div class="wall-lines">
          <WallWaiting session={session} screen={screen} only={only} narrow={narrow} />
          <Lines {...parts} by="language" title={t("By language")} />
          <Lines {...parts} by="tier" title={t("By tier")} />
        </div>
        <WallPeople session={session} screen={screen} />
        <WallBlocks session={session} screen={screen} />
      </div>
    </main>
  );
}

function Figures({ session, watched, line }: WallParts & { line: Line }): JSX.Element {
  const served = watched.level("language", "");
  const beyond = watched.alertsOf("language", line);
  return (
    <dl class="wall-figures">
      <Figure name={t("Waiting")} bad={false} testid="figure-waiting">
        {words.value.number(line.waiting)}
      </Figure>
      <Figure name={t("Longest wait")} bad={beyond.includes("wait")} testid="figure-longest">
        {line.since === undefined ? "–" : <Running session={session} since={line.since} />}
      </Figure>
      <Figure name={t("With an agent")} bad={false} testid="figure-served">
        {words.value.number(line.served)}
      </Figure>
      <Figure
        name={t("Today within {time}", { time: span(watched.thresholds.value.wait) })}
        bad={beyond.includes("level")}
        testid="figure-level"
        hint={counted(watched.day("language", ""))}
      >
        {served === undefined ? "–" : `${words.value.number(served)} %`}
      </Figure>
      <Figure name={t("People available")} bad={beyond.includes("nobody")} testid="figure-there">
        {line.there === undefined ? "–" : words.value.number(line.there)}
      </Figure>
      <Figure name={t("of these free now")} bad={false} testid="figure-free">
        {line.free === undefined ? "–" : words.value.number(line.free)}
      </Figure>
    </dl>
  );
}

interface FigureProps {
  name: string;
  bad: boolean;
  testid: string;
  hint?: string;
  children: JSX.Element | string;
}

function Figure({ name, bad, testid, hint, children }: FigureProps): JSX.Element {
  return (
    <div class="wall-figure" data-bad={bad}>
      <dt>{name}</dt>
      <dd data-testid={testid}>
        {children}
        {bad && <Beyond />}
        {hint && <span class="wall-of">{hint}</span>}
      </dd>
    </div>
  );
}

/** Of how many chats a service level tells, or why none is told. */
function counted({ counted, within }: Day): string {
  return counted < LEAST_COUNTED
    ? tn("{count} chat; shown from {least}", "{count} chats; shown from {least}", counted, {
        count: words.value.number(counted),
        least: LEAST_COUNTED,
      })
    : t("{within} of {counted} chats", {
        within: words.value.number(within),
        counted: words.value.number(counted),
      });
}

/** A sign beside the colour: out of bounds. */
function Beyond(): JSX.Element {
  return (
    <>
      <Icon name="alert" size={16} />
      <span class="hidden">{t("out of bounds")}</span>
    </>
  );
}

interface LinesProps extends WallParts {
  by: By;
  title: string;
  narrow(only: Only): void;
}

function Lines({ session, watched, by, title, narrow }: LinesProps): JSX.Element {
  const { thresholds } = watched;
  const found = lines(session.desk.value, by).slice(1);
  const most = Math.max(1, ...found.map((line) => line.waiting));
  const name = `wall-${by}`;
  return (
    <section class="wall-part" aria-labelledby={name}>
      <h2 id={name}>{title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: without it keys cannot scroll (WCAG 2.1.1; axe: scrollable-region-focusable) */}
      <div class="wall-table" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{by === "language" ? t("Language") : t("Tier")}</th>
              <th scope="col">{t("Waiting")}</th>
              <th scope="col" class="number">
                {t("Longest")}
              </th>
              <th scope="col" class="number">
                {t("Today within {time}", { time: span(thresholds.value.wait) })}
              </th>
              <th scope="col" class="number">
                {t("Free of available")}
              </th>
            </tr>
          </thead>
          <tbody>
            {found.map((line) => {
              const beyond = watched.alertsOf(by, line);
              const served = watched.level(by, line.key);
              return (
                <tr key={line.key} data-testid={`${name}-${line.key}`} data-bad={beyond.length > 0}>
                  <th scope="row">
                    {lineName(by, line.key)}
                    {beyond.length > 0 && <Beyond />}
                  </th>
                  <td>
                    <span class="wall-bar" data-bad={beyond.includes("queue")}>
                      <i style={{ inlineSize: `${(60 * line.waiting) / most}%` }} />
                      {line.waiting > 0 ? (
                        <button
                          type="button"
                          class="wall-count"
                          aria-label={t("Show who waits: {name}, {count}", {
                            name: lineName(by, line.key),
                            count: words.value.number(line.waiting),
                          })}
                          title={t("Show who waits")}
                          data-testid={`${name}-${line.key}-show`}
                          onClick={() => narrow({ by, key: line.key })}
                        >
                          {words.value.number(line.waiting)}
                        </button>
                      ) : (
                        <b>{words.value.number(line.waiting)}</b>
                      )}
                    </span>
                  </td>
                  <td class="number" data-bad={beyond.includes("wait")}>
                    {line.since === undefined ? "–" : <Running session={session} since={line.since} />}
                  </td>
                  <td class="number" data-bad={beyond.includes("level")} title={counted(watched.day(by, line.key))}>
                    {served === undefined ? "–" : `${words.value.number(served)} %`}
                  </td>
                  <td class="number" data-bad={beyond.includes("nobody")}>
                    {line.there === undefined
                      ? "–"
                      : t("{free} of {there}", { free: line.free ?? 0, there: line.there })}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
        {!found.length && <p class="wall-nothing">{t("Nobody waits, and nobody is served.")}</p>}
      </div>
    </section>
  );
}

export function lineName(by: By, key: string): string {
  return by === "tier" ? tierName(Number(key)) : languageName(key);
}
