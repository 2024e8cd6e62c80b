#!/usr/bin/env python3
"""Asks every SQL query of grafana/dashboards, as Grafana sends it, of the database that PGHOST and the like name.

script/dashboards.d/ask.py [--job ID] [--rows FILE] [--limit MS]

Prints how long each takes with the dashboard's own time range and with 90 days: the median of five warm runs. --rows writes the
first rows of each into the part `from SQL` of a Markdown file. With --limit a query that takes longer is an error.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
from datetime import datetime, timedelta, timezone

sys.path.append(str(pathlib.Path(__file__).parents[1] / "lib"))
from parts import write_part  # noqa: E402

FOLDER = pathlib.Path(__file__).resolve().parent.parent.parent / "grafana" / "dashboards"
RUNS = 5


def psql(text, *options):
    done = subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", *options], input=text, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{done.stderr}\n{text}")
    return done.stdout


class Range:
    """A time range of a dashboard that ends now."""

    def __init__(self, name):
        self.name = name
        number, unit = int(name[:-1]), name[-1]
        self.span = timedelta(**{{"h": "hours", "d": "days"}[unit]: number})
        self.until = datetime.now(timezone.utc)
        # As many points as a panel of some 1,000 pixels has.
        self.interval = max(60, int(self.span.total_seconds() / 1000) // 60 * 60)

    def expanded(self, text, variables):
        """SQL as PostgreSQL gets it."""
        for name, value in variables.items():
            text = text.replace("${%s:sqlstring}" % name, value)
        text = text.replace("$__interval", f"{self.interval}s")
        since, until = (f"'{at:%Y-%m-%dT%H:%M:%SZ}'" for at in (self.until - self.span, self.until))
        text = text.replace("$__timeFrom()", since).replace("$__timeTo()", until)
        text = re.sub(r"\$__timeFilter\(([^)]*)\)", rf"\1 BETWEEN {since} AND {until}", text)
        group = r"floor(extract(epoch from \1)/%d)*%d" % (self.interval, self.interval)
        text = re.sub(r"\$__timeGroupAlias\(([^,)]*),[^)]*\)", group + ' AS "time"', text)
        assert "$" not in text, text
        return text


def queries():
    """Dashboard, its own range, panel and SQL of each query."""
    for path in sorted(FOLDER.glob("*.json")):
        board = json.loads(path.read_text())
        own = board["time"]["from"].removeprefix("now-")
        for variable in board["templating"]["list"]:
            if variable["type"] == "query":
                yield path.stem, own, f"variable {variable['name']}", variable["query"]
        for mark in board["annotations"]["list"]:
            if "rawSql" in mark.get("target", {}):
                yield path.stem, own, f"annotation {mark['name']}", mark["target"]["rawSql"]
        for panel in board["panels"]:
            for target in panel["targets"]:
                if "rawSql" in target:
                    yield path.stem, own, panel["title"], target["rawSql"]


def milliseconds(text):
    """The median of some warm runs."""
    out = psql("\\timing on\n\\o /dev/null\n" + f"{text};\n" * (RUNS + 1))
    times = sorted(float(time) for time in re.findall(r"^Time: ([0-9.]+) ms", out, re.M)[1:])
    return times[len(times) // 2]


def rows(text):
    """The first two rows as Markdown; one of a single column in words."""
    out = psql(f"COPY (SELECT * FROM ({text}) AS q LIMIT 2) TO STDOUT (HEADER, FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02');")
    lines = [line.replace("\x02", "").replace("|", "\\|").split("\x01") for line in out.splitlines()]
    if len(lines) == 2 and len(lines[0]) == 1:
        return f": {lines[0][0]} {lines[1][0]}"
    made = ["| " + " | ".join(cell[:30] for cell in line) + " |" for line in lines]
    return "\n\n" + "\n".join([made[0], "|---" * len(lines[0]) + "|", *made[1:]])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--job", default="job-0042")
    parser.add_argument("--rows", type=pathlib.Path)
    parser.add_argument("--limit", type=float)
    options = parser.parse_args()
    receivers = psql("SELECT string_agg(DISTINCT quote_literal(receiver), ',') FROM belfry.deliveries", "-At").strip()
    variables = {"job": f"'{options.job}'", "receiver": receivers or "''"}
    if options.rows:
        pages, last = [], None
        for board, own, panel, text in queries():
            if board != last:
                pages.append(f"## {board}\n")
            last = board
            pages.append(f"**{panel}**{rows(Range(own).expanded(text, variables))}\n")
        write_part(options.rows, "from SQL", "\n".join(pages))
        return
    slow = []
    print("| dashboard | panel | own range, ms | 90 days, ms |\n|---|---|---|---|")
    for board, own, panel, text in queries():
        times = [milliseconds(Range(name).expanded(text, variables)) for name in (own, "90d")]
        print(f"| {board} ({own}) | {panel} | {times[0]:.1f} | {times[1]:.1f} |", flush=True)
        if options.limit and max(times) > options.limit:
            slow.append(f"{board}, {panel}")
    if slow:
        sys.exit(f"slower than {options.limit:g} ms: {'; '.join(slow)}")


main()
