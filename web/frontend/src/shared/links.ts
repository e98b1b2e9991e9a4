// Which parts of a message are addresses that may be followed? Only http and https, written out in full.

export type Part = { text: string; href?: string };

/** Chinese marks end an address, since no space does; invisible characters, since they turn round how it reads. */
const ADDRESS = /\bhttps?:\/\/[^\s\p{Cc}\p{Cf}<>"'`。，、；：！？（）【】《》「」]+/giu;

/** Text in parts, in order; joined again they are the text. */
export function parts(text: string): Part[] {
  const found: Part[] = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    const href = safe(address);
    if (!href) continue;
    if (match.index > at) found.push({ text: text.slice(at, match.index) });
    found.push({ text: address, href });
    at = match.index + address.length;
  }
  if (at < text.length || !found.length) found.push({ text: text.slice(at) });
  return found;
}

/** Punctuation after an address belongs to the sentence, and so does a closing bracket too many. */
function trimmed(address: string): string {
  let end = address.length;
  for (;;) {
    const last = address[end - 1] ?? "";
    const head = address.slice(0, end);
    const surplus = last === ")" && head.split(")").length > head.split("(").length;
    if (!surplus && !/[.,;:!?،؛؟…*_~\]}]/u.test(last)) return head;
    end--;
  }
}

function safe(address: string): string | undefined {
  try {
    const url = new URL(address);
    // An address with a name in front of its host ("https://bank.example@evil.example") is made to deceive.
    return /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href : undefined;
  } catch {
    return undefined;
  }
}
