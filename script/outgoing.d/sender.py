"""Posts webhooks until standard input ends: each until it is answered 200, and one in ten once more.

sender.py PORT SECRET_FILE FILE writes a line for every execution acknowledged: what has to follow from it, and its id.
  notify    a final failure of a job of its own: one notification
  start     a success that starts a job through A1Cron
  nothing   a success whose condition is false
  call      a success that calls an address
  half      the first success of a pair
  both      the second one: a job is started
"""

import hashlib
import hmac
import http.client
import json
import random
import sys
import threading
import time

port, secret = int(sys.argv[1]), open(sys.argv[2]).readline().strip().encode()
record, lock, stop = open(sys.argv[3], "a", buffering=1), threading.Lock(), threading.Event()


def post(job, execution, body, status="success"):
    """Returns when somebody has answered 200."""
    now = time.time_ns()
    webhook = json.dumps(
        {
            "cron_job_id": job.lower().replace(" ", "-"),
            "cron_job_name": job,
            "execution_id": execution,
            "status": status,
            "executed_at": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now // 10**9)) + f".{now // 1000 % 10**6:06}Z",
            "response_code": 200 if status == "success" else 500,
            "response_time_ms": 245,
            "response_body": body,
            "error_message": None if status == "success" else "boom",
            "retry_attempt": 0,
            "next_retry_at": None,
        }
    ).encode()
    headers = {
        "content-type": "application/json",
        "x-a1cron-signature": hmac.new(secret, webhook, hashlib.sha256).hexdigest(),
    }
    left = 2 if random.random() < 0.1 else 1
    while left > 0:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("POST", "/webhooks/cron", webhook, headers)
            if connection.getresponse().status == 200:
                left -= 1
                continue
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.1)


def expect(what, execution):
    with lock:
        record.write(f"{what} {execution}\n")


def every(seconds, act):
    number = 0
    while not stop.is_set():
        number += 1
        act(number)
        stop.wait(seconds)


def notify(number):
    post(f"Failing {number}", f"notify-{number}", None, status="failure")
    expect("notify", f"notify-{number}")


def start(number):
    synced = random.choice([0, 42, 42, 42])
    post(f"Data Sync {number % 4}", f"start-{number}", json.dumps({"records_synced": synced}))
    expect("start" if synced else "nothing", f"start-{number}")


def call(number):
    post("Export", f"call-{number}", "{}")
    expect("call", f"call-{number}")


def pair(number):
    jobs = ["Left", "Right"]
    random.shuffle(jobs)
    for job, what in zip(jobs, ["half", "both"]):
        post(job, f"{what}-{number}", "{}")
        expect(what, f"{what}-{number}")


threads = [
    threading.Thread(target=every, args=arguments)
    for arguments in [(0.2, notify), (0.15, start), (0.25, call), (0.4, pair)]
]
for thread in threads:
    thread.start()
sys.stdin.read()
stop.set()
for thread in threads:
    thread.join()
