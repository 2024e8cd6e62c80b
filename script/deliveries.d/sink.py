"""A chat that takes RATE requests in every second of the clock, 0 for all of them, and answers 429 to the others.

sink.py PORT RATE FILE writes the id of every request it has taken to FILE, in order.
"""

import pathlib
import sys
import threading
import time

sys.path.append(str(pathlib.Path(__file__).parents[1] / "lib"))
from posts import serve  # noqa: E402

rate, record = int(sys.argv[2]), open(sys.argv[3], "ab", buffering=0)
lock, window = threading.Lock(), [0, 0]


def take(path, headers, body):
    with lock:
        second = int(time.time())
        if window[0] != second:
            window[:] = [second, 0]
        if rate != 0 and window[1] >= rate:
            return 429, {"retry-after": "1"}
        window[1] += 1
        record.write((headers["webhook-id"] + "\n").encode())
    return 200, {}


serve(int(sys.argv[1]), take)
