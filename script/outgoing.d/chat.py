"""A chat, or any address, that takes everything after a while: long enough for a sender to be killed while it waits.

chat.py PORT FILE writes a line for every request: its path and the id by which the sender says that it is the same again.
"""

import pathlib
import sys
import threading
import time

sys.path.append(str(pathlib.Path(__file__).parents[1] / "lib"))
from posts import serve  # noqa: E402

record, lock = open(sys.argv[2], "ab", buffering=0), threading.Lock()


def take(path, headers, body):
    id = headers["webhook-id"] or headers["idempotency-key"]
    # On record before it is answered: what a sender was told is never missing here.
    with lock:
        record.write(f"{path} {id}\n".encode())
    time.sleep(0.1)
    return 200, {}


serve(int(sys.argv[1]), take)
