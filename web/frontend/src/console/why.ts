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

export interface Why {
  state: string;
  sentences: string[];
  shown?: Picture;
}

export async function fetchWhy(thread: string): Promise<Why> {
  const response = await fetch(`/api/v1/why/${encodeURIComponent(thread)}`, {
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
