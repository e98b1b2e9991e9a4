// How does a page show previews of the widget? Frames that ask for what to show, and get it anew with each change.
import type { Shown } from "./rehearsal";

/** Keeps these frames showing what `shown` says; call the answer after each change. */
export function previews(frames: Iterable<HTMLIFrameElement>, shown: (frame: HTMLIFrameElement) => Shown): () => void {
  const all = [...frames];
  const ready = new Set<HTMLIFrameElement>();
  const give = (frame: HTMLIFrameElement): void =>
    frame.contentWindow?.postMessage({ preview: shown(frame) }, location.origin);
  addEventListener("message", (event: MessageEvent<{ preview?: unknown }>) => {
    if (event.origin !== location.origin || event.data?.preview !== "ready") return;
    const frame = all.find((each) => each.contentWindow === event.source);
    if (!frame) return;
    ready.add(frame);
    give(frame);
  });
  // Only now: a frame that had loaded before would have asked nobody.
  for (const frame of all) frame.src = frame.dataset.preview ?? "";
  let asked = 0;
  return () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => {
      for (const frame of ready) give(frame);
    });
  };
}
