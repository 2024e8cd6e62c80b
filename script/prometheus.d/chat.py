"""A chat that takes everything under /ops and is gone under any other path.

chat.py PORT
"""

import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).parents[1] / "lib"))
from posts import serve  # noqa: E402

serve(int(sys.argv[1]), lambda path, headers, body: (200 if path == "/ops" else 410, {}))
