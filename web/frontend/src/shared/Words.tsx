// How is what somebody wrote shown? As text, in its own direction, with links that tell nothing of where they were clicked.
import { Fragment, type JSX } from "preact";
import { parts } from "./links";

/** A long address breaks where a reader would break it, rather than somewhere. */
const pieces = (address: string): string[] =>
  address
    .replace(/[^/:]\/(?!\/)/g, "$&\n")
    .replace(/[?&#]/g, "\n$&")
    .split("\n");

export function Words({ text }: { text: string }): JSX.Element {
  return (
    <p class="bubble" dir="auto">
      {parts(text).map((part, i) =>
        part.href ? (
          <a key={i} href={part.href} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
            {pieces(part.text).map((piece, at) => (
              <Fragment key={at}>
                {at > 0 && <wbr />}
                {piece}
              </Fragment>
            ))}
          </a>
        ) : (
          part.text
        ),
      )}
    </p>
  );
}
