// How is what somebody wrote shown? As text, in its own direction, with links that tell nothing of where they were clicked.
import type { JSX } from "preact";
import { parts } from "./links";

export function Words({ text }: { text: string }): JSX.Element {
  return (
    <p class="bubble" dir="auto">
      {parts(text).map((part, i) =>
        part.href ? (
          <a key={i} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </p>
  );
}
