"""Pages of which several scripts write a part each."""

import re


def write_part(path, name, text):
    """Puts a text in the place of a page's part: what follows its mark, to the next mark."""
    page = path.read_text()
    mark = f"<!-- {name} -->\n"
    if mark not in page:
        raise SystemExit(f"{path} has no part {mark.strip()}")
    before, after = page.split(mark)
    following = re.search(r"^<!-- .* -->$", after, re.M)
    rest = after[following.start() :] if following else ""
    path.write_text(before + mark + "\n" + text.strip() + "\n" + ("\n" + rest if rest else ""))
