// What does the server answer to "why"? Its own words, laid out: nothing here is translated again.
import { Refused } from "../shared/protocol";

export interface Rejected {
  reason: string;
  names: string[];
}

export interface Sift {
  name: string;
  passed: number;
  rejected: Rejected[];
}

export interface Contender {
  name: string;
  score: number;
  parts: { name: string; points: number }[];
  language: string;
  load: number;
  capacity: number;
  blocked: string;
  chosen: boolean;
}

export interface Step {
  after: number;
  words: string[];
  reached: boolean;
}

export interface Picture {
  headline: string;
  asks: string[];
  facts: string[];
  everybody: number;
  filters: Sift[];
  left: number;
  best: Contender[];
  rings: Step[];
}

/** One of a chat's assignments or offers; `at` in seconds since 1970. */
export interface Listed {
  number: number;
  name: string;
  at: number;
  outcome: string;
  shown: boolean;
}

export interface Why {
  state: string;
  sentences: string[];
  shown?: Picture;
  assignments?: Listed[];
}

/** About now, or about one of its assignments (from 1). */
export async function fetchWhy(thread: string, assignment?: number): Promise<Why> {
  const which = assignment === undefined ? "" : `?assignment=${assignment}`;
  const response = await fetch(`/api/v1/why/${encodeURIComponent(thread)}${which}`, {
    headers: { Accept: "application/json" },
  });
  const answer = await response.json();
  if (!response.ok) throw new Refused(answer);
  return answer;
}

/** "+20" or "−25", as points are told. */
export function signed(points: number): string {
  return points > 0 ? `+${points}` : `−${Math.abs(points)}`;
}
