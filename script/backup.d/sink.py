"""A chat and a trigger's target: answers 200, and keeps one line of time and path for each request.

sink.py PORT FILE
"""

import pathlib
import sys
import time

sys.path.append(str(pathlib.Path(__file__).parents[1] / "lib"))
from posts import serve  # noqa: E402

record = open(sys.argv[2], "a", buffering=1)


def take(path, headers, body):
    record.write(f"{time.time():.3f} {path}\n")
    return 200, {}


serve(int(sys.argv[1]), take)
