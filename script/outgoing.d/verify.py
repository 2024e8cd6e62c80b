"""Compares what reached the chat, the address and A1Cron with what was acknowledged and what the database says.

verify.py FOLDER reads, from that folder,
  expected   what has to follow from each execution (sender.py)
  chat       path and id of every request (chat.py)
  started    job and execution of every job started (a1cron.py)
  outbox     delivery_id, state, attempts that were delivered, attempts whose answer was lost; tab-separated
  firings    trigger, execution_id, state, delivery id, child_execution_id, attempts; tab-separated
and prints a line for each promise. Exits with 1 where one is broken.
"""

import collections
import os
import sys

folder = sys.argv[1]
failed = False


def lines(name, separator):
    with open(os.path.join(folder, name)) as file:
        return [line.rstrip("\n").split(separator) for line in file]


def check(title, broken):
    global failed
    broken = list(broken)
    if broken:
        failed = True
        print(f"FAIL  {title}: {len(broken)}, for example {', '.join(str(item) for item in broken[:3])}")
    else:
        print(f"ok    {title}: none")


expected = collections.defaultdict(set)
for what, execution in lines("expected", " "):
    expected[what].add(execution)
arrived = collections.Counter((path, id) for path, id in lines("chat", " "))

# 1. Notifications: each at least once, more often only where an answer was lost.
outbox = lines("outbox", "\t")
messages = {id: count for (path, id), count in arrived.items() if path == "/chat"}
told = len(expected["notify"])
check("failures acknowledged without a notification of their own", range(len(outbox), told))
check("notifications not delivered", [row[0] for row in outbox if row[1] != "delivered"])
check("notifications that never reached the chat", [row[0] for row in outbox if row[0] not in messages])
check("requests for a notification nobody decided", messages.keys() - {row[0] for row in outbox})
check(
    "notifications sent more often than answers were lost",
    [f"{row[0]} x{messages.get(row[0])}" for row in outbox if messages.get(row[0], 0) > 1 + int(row[3])],
)

# 2. Triggers: each success fires once.
firings = [dict(zip(["trigger", "execution", "state", "id", "child", "attempts"], row)) for row in lines("firings", "\t")]
of = collections.defaultdict(list)
for firing in firings:
    of[firing["trigger"][:4]].append(firing)
for kind, what, title in [
    ("sync", "start", "successes"),
    ("hook", "call", "successes that call an address"),
    ("both", "both", "pairs of successes"),
]:
    fired = collections.Counter(firing["execution"] for firing in of[kind])
    check(f"{title} that fired nothing, or more than once", [e for e in expected[what] if fired[e] != 1])
    check(f"{title}: fired without reason", fired.keys() - expected[what])
check(
    "triggers neither delivered nor visibly in doubt",
    [f"{f['execution']} {f['state']}" for f in firings if f["state"] not in ("delivered", "in_doubt")],
)

# 3. An address: the id of the firing says which arrived.
calls = {id: count for (path, id), count in arrived.items() if path == "/hook"}
check("addresses called more than once for one firing", [id for id, count in calls.items() if count > 1])
check("calls delivered on record that never arrived", [f["id"] for f in of["hook"] if f["state"] == "delivered" and f["id"] not in calls])
check("calls for a firing nobody decided", calls.keys() - {f["id"] for f in of["hook"]})

# 4. A1Cron: its executions and the firings, one to one.
started = [execution for _, execution in lines("started", " ")]
jobs = of["sync"] + of["both"]
claimed = collections.Counter(firing["child"] for firing in jobs if firing["child"])
check("executions that are the child of more than one firing", [e for e, count in claimed.items() if count > 1])
check("children that A1Cron has not started", claimed.keys() - set(started))
check("deliveries on record without the child that A1Cron named", [f["execution"] for f in jobs if f["state"] == "delivered" and not f["child"]])
open_doubts = [f for f in jobs if f["state"] == "in_doubt" and not f["child"]]
strays = [execution for execution in started if execution not in claimed]
check("jobs started beyond those that a firing in doubt may have started", strays[len(open_doubts):])
check("jobs started more often than triggers were fired", range(len(jobs), len(started)))

doubts = [firing for firing in firings if firing["state"] == "in_doubt"]
closed = sum(1 for firing in doubts if firing["child"])
repeated = sum(count - 1 for count in messages.values())
print(
    f"      {len(outbox)} notifications, {repeated} of them sent again for {sum(int(row[3]) for row in outbox)} lost answers;"
    f" {len(firings)} triggers: {len(firings) - len(doubts)} delivered, {len(doubts)} in doubt,"
    f" {closed} of those closed by their job's webhook"
)
print(f"      {len(started)} jobs started for {len(jobs)} triggers, {sum(calls.values())} calls for {len(of['hook'])}")
sys.exit(1 if failed else 0)
