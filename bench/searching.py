"""How long does an agent wait for a search? A million messages of a hundred thousand chats, in seven languages.

Server time: from the request to the whole answer over the loopback, by one agent alone, medians of several, in turn;
the slowest kind of search counts. Beside it: how long it takes to write the index anew, how large it is, and what an
append costs with and without the index by time that the search reads the newest part by.
"""

from __future__ import annotations

import itertools
import statistics
import time
import urllib.parse
import urllib.request

import psycopg

from bench.stage import Stage
from tests.support.players import sign_in

CHATS, MESSAGES = 100_000, 10
ROUNDS = 7
# Ten messages a chat, of words drawn from some thousands by a law as of language (few words are most of a text), with a
# sentence of another language in some, and a number in some.
FILL = """
INSERT INTO chat_event (thread_id, seq, client_id, type, actor_kind, actor_id, body, at)
SELECT t.id, n, 'b' || n, 'message', CASE n %% 2 WHEN 0 THEN 'agent' ELSE 'customer' END, NULL,
    jsonb_build_object('text', (
        SELECT string_agg(w.word, ' ') FROM (
            SELECT chr(97 + (k * 7) %% 26) || chr(97 + (k * 11) %% 26) || substr(md5(k::text), 1, 2 + k %% 6) AS word
            FROM (SELECT floor(power(hashint4extended((t.id * 31 + n * 7 + i)::int, 5) & 1048575, 3)
                         / power(1048576, 3) * 8000)::int AS k FROM generate_series(1, 10) i) d) w)
        || CASE (t.id * 7 + n) %% 9
            WHEN 0 THEN ' 我的提款还没有到账请帮我看看' WHEN 1 THEN ' أين تحويلي من فضلك لم يصل بعد'
            WHEN 2 THEN ' Где мой перевод, он не пришёл' WHEN 3 THEN ' Şifre sıfırlama bağlantısı gelmedi'
            WHEN 4 THEN ' मेरा पैसा अभी तक नहीं आया' WHEN 5 THEN ' No ha llegado la transferencia todavía'
            WHEN 6 THEN ' TX-' || t.id || '-' || n ELSE '' END),
    now() - interval '1 day' - interval '1 second' * (%(chats)s - t.id)
FROM chat_thread t, generate_series(1, %(messages)s) n
WHERE t.public_id LIKE 'past-%%'
ORDER BY t.id, n
"""
SEARCHES = {
    "a rare word": "{rare}",
    "part of a rare word": "{part}",
    "a common word": "{common}",
    "two words": "{common} transferencia",
    "Chinese": "还没有到账",
    "one Chinese character": "款",
    "Arabic": "تحويلي",
    "Turkish": "SIFIRLAMA",
    "Russian": "ПЕРЕВОД",
    "Hindi": "पैसा",
    "a name": "Past",
    "an account": "acct-nobody-has",
    "a ticket's number": "#41",
    "nothing": "xqzjvwk",
    "nothing, of common pieces": "transferenciaabc transfer",
}
PAST = "from chat.models import Site; from tests.support.history import fill; fill(Site.objects.first().pk, {}, 90)"
APPENDS = 3_000
PEOPLE = ("james", "amira", "omar", "carlos", "nadia")


def run(quick: bool) -> dict[str, float]:
    """`search_ms`, and a table of all searches."""
    chats = CHATS // 10 if quick else CHATS
    with Stage() as stage:
        begun = time.monotonic()
        stage.instance.kill("worker")  # it would write the index beside
        stage.instance.manage("shell", "-v", "0", "-c", PAST.format(chats))
        with psycopg.connect(stage.instance.database_url, autocommit=True) as connection:
            filled = connection.execute(FILL, {"chats": chats, "messages": MESSAGES}).rowcount
            connection.execute(
                "INSERT INTO chat_threadhead (thread_id, seq, writable) SELECT id, %s, false FROM chat_thread "
                "WHERE public_id LIKE 'past-%%' ON CONFLICT DO NOTHING",
                [MESSAGES],
            )
            connection.execute("ANALYZE")
            print(f"   {filled:,} messages stored in {time.monotonic() - begun:.0f} s", flush=True)
            print(f"   {appends(connection)}", flush=True)
            begun = time.monotonic()
            stage.instance.manage("index_texts", "--again")
            connection.execute("VACUUM ANALYZE search_entry")
            size = connection.execute(
                "SELECT pg_total_relation_size('search_entry'), pg_relation_size('search_texts'), "
                "pg_total_relation_size('chat_event')"
            ).fetchone()
            assert size is not None
            print(
                f"   index written in {time.monotonic() - begun:.0f} s: {size[0] >> 20} MB, of it {size[1] >> 20} MB "
                f"to look things up; the messages have {size[2] >> 20} MB",
                flush=True,
            )
            common = connection.execute(
                "SELECT split_part(body->>'text', ' ', 1) AS w FROM chat_event WHERE seq = 5 GROUP BY 1 "
                "ORDER BY count(*) DESC LIMIT 1"
            ).fetchone()
            rare = connection.execute(
                "SELECT substring(body->>'text' FROM 'TX-[0-9]+-[0-9]+') FROM chat_event "
                "WHERE body->>'text' LIKE '%% TX-%%' ORDER BY thread_id LIMIT 1"
            ).fetchone()
            assert common is not None
            assert rare is not None
            stage.instance.manage("index_texts")  # what was appended above is in it now, not read beside it
        # Several people, since one may not search more often than once in a second in the long run.
        cookies = itertools.cycle([sign_in(stage.instance, f"{name}@meridian.example") for name in PEOPLE])
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

        def took(typed: str) -> tuple[float, int]:
            address = f"{stage.instance.url}/api/v1/search?{urllib.parse.urlencode({'q': typed})}"
            request = urllib.request.Request(address, headers={"Cookie": next(cookies)})
            since = time.monotonic()
            answer = opener.open(request, timeout=60).read()
            return 1000 * (time.monotonic() - since), answer.count(b'"thread"')

        times: dict[str, list[float]] = {name: [] for name in SEARCHES}
        counts: dict[str, int] = {}
        for number in range(ROUNDS + 1):
            for name, typed in SEARCHES.items():
                found, counts[name] = took(typed.format(common=common[0], rare=rare[0], part=rare[0][1:]))
                if number:  # the first round warms up
                    times[name].append(found)
    medians = {name: statistics.median(found) for name, found in times.items()}
    for name, median in medians.items():
        low, high = min(times[name]), max(times[name])
        print(f"   {name:<26} {median:7.0f} ms, {counts[name]:2} found   (of {ROUNDS}: {low:.0f} to {high:.0f})")
    return {"search_ms": round(max(medians.values()), 1)}


def appends(connection: psycopg.Connection) -> str:
    """What an append costs in the database, without and with the index by time: in turn, medians of rounds."""
    thread = connection.execute("SELECT max(thread_id) FROM chat_threadhead").fetchone()
    assert thread is not None
    costs: dict[bool, list[float]] = {False: [], True: []}
    connection.execute("DROP INDEX events_by_time")
    append = (
        "SELECT count(*) FROM generate_series(1, %s) n, LATERAL chat_append(true, ARRAY[%s]::bigint[], "
        "ARRAY['x' || %s || n], ARRAY['message'], ARRAY['system'], ARRAY[NULL]::bigint[], "
        """ARRAY['{"text": "how it goes on"}'], ARRAY[false])"""
    )
    for number in range(10):
        indexed = number % 2 == 1
        if indexed:
            connection.execute("CREATE INDEX events_by_time ON chat_event USING brin (at) WITH (pages_per_range = 32)")
        since = time.monotonic()
        connection.execute(append, [APPENDS, thread[0], f"{number}-"])
        costs[indexed].append(1e6 * (time.monotonic() - since) / APPENDS)
        if indexed and number < 9:
            connection.execute("DROP INDEX events_by_time")
    without, with_index = (statistics.median(costs[each]) for each in (False, True))
    return f"an append without the index by time {without:.0f} µs, with it {with_index:.0f} µs in the database"
