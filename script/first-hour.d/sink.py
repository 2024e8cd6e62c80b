"""A chat that takes Slack's messages and keeps the headline of each, one a line.

sink.py PORT FILE
"""

import json
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).parents[1] / "lib"))
from posts import serve  # noqa: E402

record = open(sys.argv[2], "a", buffering=1)


def take(path, headers, body):
    message = json.loads(body)
    record.write(message.get("text", "").splitlines()[0] + "\n")
    return 200, {}


serve(int(sys.argv[1]), take)
