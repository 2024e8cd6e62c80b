"""Compares what reached the chat with what the database says was decided.

verify.py FOLDER reads, from that folder,
  sink       what the chat got, one JSON line a request (sink.py)
  episodes   fingerprint, microseconds of active_since, receiver, state, whether it was held back; tab-separated
  outbox     delivery_id, receiver, state, attempts that were delivered, attempts whose answer was lost; tab-separated
and prints a line for each promise. Exits with 1 where one is broken.
"""

import collections
import datetime
import json
import os
import sys

folder = sys.argv[1]
failed = False


def rows(name):
    with open(os.path.join(folder, name)) as lines:
        return [line.rstrip("\n").split("\t") for line in lines]


def check(title, broken, example=lambda item: item):
    global failed
    if broken:
        failed = True
        print(f"FAIL  {title}: {len(broken)}, for example {', '.join(str(example(b)) for b in broken[:3])}")
    else:
        print(f"ok    {title}: none")


def microseconds(text):
    """Whole microseconds of an ISO 8601 time."""
    time = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (time - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(microseconds=1)


requests = [json.loads(line) for line in open(os.path.join(folder, "sink"))]
received = collections.Counter(request["id"] for request in requests)

# 1. Deliveries: each at least once, more often only where an answer was lost.
outbox = rows("outbox")
check("deliveries that never reached the chat", [row for row in outbox if received[row[0]] == 0], lambda row: row[0])
check("requests for a delivery nobody decided", [i for i in received if i not in {row[0] for row in outbox}])
check(
    "deliveries sent more often than answers were lost",
    [row for row in outbox if received[row[0]] > 1 + int(row[4])],
    lambda row: f"{row[0]} x{received[row[0]]}",
)
check("deliveries not delivered exactly once on record", [row for row in outbox if int(row[3]) != 1])

# 2. Alerts: of the messages, each counted once, how many say of an episode that it fires, and that it has ended.
firing = collections.Counter()
resolved = collections.Counter()
truncated = set()
for request in {request["id"]: request for request in requests}.values():
    if request["truncated"]:
        truncated.add(request["receiver"])
    for fingerprint, starts, status, _ in request["alerts"]:
        count = firing if status == "firing" else resolved
        count[request["receiver"], fingerprint, microseconds(starts)] += 1

episodes = {}
for fingerprint, since, receiver, state, held_back in rows("episodes"):
    episodes[receiver, fingerprint, int(since)] = (state, held_back == "t")

for receiver in sorted({receiver for receiver, _, _ in episodes}):
    of = {key: value for key, value in episodes.items() if key[0] == receiver}
    told = {key for key in of if firing[key] > 0}
    if receiver in truncated:
        print(f"      {receiver}: messages were cut, what they say is not compared")
        continue
    check(
        f"{receiver}: alerts nobody was told of and that are not on record as ended before their group was due",
        [key for key, (_, held_back) in of.items() if key not in told and not held_back],
    )
    check(f"{receiver}: alerts told though on record as held back", [key for key in told if of[key][1]])
    if receiver == "ops":
        check(f"{receiver}: alerts told as firing more than once", [key for key in told if firing[key] > 1])
    check(
        f"{receiver}: alerts that ended and whose end was not told exactly once",
        [key for key in told if of[key][0] == "resolved" and resolved[key] != 1],
    )
    check(f"{receiver}: ends told of alerts nobody heard the start of", [k for k in of if resolved[k] and k not in told])
check("alerts told that are in no table", [key for key in [*firing, *resolved] if key not in episodes])

repeated = sum(count - 1 for count in received.values())
held = sum(1 for _, held_back in episodes.values() if held_back)
print(
    f"      {len(requests)} requests reached the chat: {len(outbox)} deliveries, {repeated} sent again"
    f" for {sum(int(row[4]) for row in outbox)} lost answers"
)
print(f"      {len(episodes)} times an alert and its receiver: {held} ended before their group was due, all others told")
sys.exit(1 if failed else 0)
