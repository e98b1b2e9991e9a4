// How are the times of a page shown in the reader's own zone?

/** Times come in UTC, for those without a script. */
export function localTimes(within: ParentNode): void {
  const page = document.documentElement.lang;
  // The reader's own tag for this language says more about dates: "en-GB" begins with the day.
  const own = navigator.languages.find((tag) => tag.split("-")[0] === page.split("-")[0]);
  const format = new Intl.DateTimeFormat(valid(own) ? own : page, { dateStyle: "medium", timeStyle: "short" });
  for (const time of within.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) time.textContent = format.format(at);
  }
}

/** Some systems name languages in ways that no standard knows ("en-US@posix"). */
function valid(tag: string | undefined): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}
