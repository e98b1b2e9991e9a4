// When does the other side learn that somebody writes? At once, again while it lasts, and when it stops.
import { useEffect, useRef } from "preact/hooks";

const REPEAT_MS = 4_000;
const IDLE_MS = 5_000;

export function useTyping(tell: (on: boolean) => void): (on: boolean) => void {
  const state = useRef({ told: 0, idle: 0 });
  const stop = (): void => {
    clearTimeout(state.current.idle);
    if (state.current.told) tell(false);
    state.current.told = 0;
  };
  useEffect(() => stop, []);
  return (on) => {
    if (!on) {
      stop();
      return;
    }
    const now = Date.now();
    if (now - state.current.told >= REPEAT_MS) {
      state.current.told = now;
      tell(true);
    }
    clearTimeout(state.current.idle);
    state.current.idle = setTimeout(stop, IDLE_MS) as unknown as number;
  };
}
