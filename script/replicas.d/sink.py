"""A chat that takes every message: answers 200 after a short while and keeps one JSON line for each request.

sink.py PORT FILE
"""

import json
import pathlib
import sys
import threading
import time

sys.path.append(str(pathlib.Path(__file__).parents[1] / "lib"))
from posts import serve  # noqa: E402

record, lock = open(sys.argv[2], "a", buffering=1), threading.Lock()


def take(path, headers, body):
    body = json.loads(body)
    alerts = [[a["fingerprint"], a["startsAt"], a["status"], a["labels"]["alertname"]] for a in body["alerts"]]
    entry = {
        "at": time.time(),
        "receiver": path.strip("/"),
        "id": headers["webhook-id"],
        "truncated": body["truncatedAlerts"],
        "alerts": alerts,
    }
    # On record before it is answered: what a sender was told is never missing here.
    with lock:
        record.write(json.dumps(entry) + "\n")
    # Long enough for a sender to be killed while it waits.
    time.sleep(0.02)
    return 200, {}


serve(int(sys.argv[1]), take)
