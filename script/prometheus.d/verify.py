"""Compares what Prometheus says with what was sent and is stored.

verify.py STAGE FOLDER PROMETHEUS REPLICA REPLICA reads, from that folder,
  acknowledged   the ids of all acknowledged executions, each once
  sent-before    how many of them were there before Prometheus began
  stored, runs   statuses and outcomes with their numbers, tab-separated, as the database has them
  hostile.json   the webhook of the job with the bad name
and prints a line for each promise. Exits with 1 where one is broken.
"""

import gzip
import json
import math
import os
import pathlib
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import prometheus_client.openmetrics.parser
import prometheus_client.parser

sys.path.append(str(pathlib.Path(__file__).parents[1] / "lib"))
from parts import write_part  # noqa: E402

stage, folder, prometheus, *replicas = sys.argv[1:]
project = pathlib.Path(__file__).resolve().parent.parent.parent
failed = False


def check(title, found, expected, tolerance=0.0):
    global failed
    if isinstance(expected, (int, float)) and isinstance(found, (int, float)):
        right = abs(found - expected) <= tolerance * abs(expected)
    else:
        right = found == expected
    failed = failed or not right
    print(f"ok    {title}: {found}" if right else f"FAIL  {title}: {found}, expected {expected}")


def api(path, **parameters):
    url = f"{prometheus}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
    with urllib.request.urlopen(url, timeout=20) as answer:
        return json.load(answer)["data"]


def vector(query):
    result = api("query", query=query)
    return [(sample["metric"], float(sample["value"][1])) for sample in result["result"]]


def number(query):
    found = vector(query)
    return found[0][1] if len(found) == 1 else None


def by_label(query, label):
    return {metric[label]: value for metric, value in vector(query) if value}


def read(name):
    return pathlib.Path(folder, name).read_text()


def pairs(name):
    return {key: float(count) for key, count in (line.split("\t") for line in read(name).splitlines()) if key}


stored = pairs("stored")
total = int(sum(stored.values()))
# The job with the bad name was sent apart.
acknowledged = set(read("acknowledged").splitlines()) | {"hostile-1"}
sent = total - int(read("sent-before")) - 1
executions = "max without (instance) (cron_job_executions_total)"

# 1. Counts.
check("targets that are up", number('sum(up{job="belfry"})'), 2)
if stage == "steady":
    check("executions stored, as many as were acknowledged", total, len(acknowledged))
else:
    # Whoever is killed after a commit and before its answer has stored more than it acknowledged.
    check("executions stored, at least those that were acknowledged", total >= len(acknowledged), True)
check("executions that Prometheus counts", number(f"sum({executions})"), total)
check("the same by status", by_label(f"sum by (status) ({executions})", "status"), stored)
runs = pairs("runs")
counted = by_label("sum by (outcome) (max without (instance) (cron_job_runs_total))", "outcome")
# A late attempt that promises a retry makes a run incomplete in belfry.runs and is not counted as such.
print(f"      incomplete runs: {counted.pop('incomplete', 0):.0f} counted, {runs.pop('incomplete', 0):.0f} in belfry.runs")
check("runs that ended, by outcome", counted, runs)
check("attempts in the histogram", number("sum(max without (instance) (cron_job_duration_seconds_count))"), total)
check("series in which the replicas differ", len(vector("(max without (instance) ({0}) - min without (instance) ({0})) != 0"
      .format("cron_job_executions_total"))), 0)  # fmt: skip
if stage == "steady":
    # Of processes that did not end.
    results = 'sum(belfry_webhook_requests_total{result="accepted"})'
    check("webhooks that the replicas say they accepted", number(results), total)

# 2. Increases: exactly, by the samples; increase() extrapolates to the ends of its window by up to a scrape in all.
grown = {}
for series in api("query", query="cron_job_executions_total[30m]")["result"]:
    key = (series["metric"]["cron_job_id"], series["metric"]["status"])
    values = [float(value) for _, value in series["values"]]
    grown[key] = max(grown.get(key, 0), values[-1] - values[0])
check("executions since Prometheus began, by its samples", int(sum(grown.values())), sent)
increase = number("sum(max without (instance) (increase(cron_job_executions_total[10m])))")
check("the same by increase()", round(increase or 0), sent, 0.1)
rate = number("max_over_time(sum(max without (instance) (rate(cron_job_executions_total[10s])))[5m:1s])")
print(f"      highest rate over 10 s: {rate:.0f} executions a second")
check("counters of jobs that went down", len(vector("resets(cron_job_executions_total[30m]) > 0")), 0)
check("buckets of jobs that went down", len(vector("resets(cron_job_duration_seconds_bucket[30m]) > 0")), 0)
if stage == "restarts":
    restarted = len(vector('resets(belfry_webhook_requests_total{result="accepted"}[10m]) > 0'))
    check("replicas whose own counters began again", restarted, 2)

# 3. Names, exemplars, rules.
hostile = json.loads(read("hostile.json"))["cron_job_name"]
names = {metric["cron_job_name"] for metric, _ in vector('cron_job_info{cron_job_id="hostile"}')}
check("the bad name as Prometheus has it, unchanged", names == {hostile}, True)
exemplars = api("query_exemplars", query="cron_job_duration_seconds_bucket", start="0", end="9999999999")
ids = {exemplar["labels"]["execution_id"] for series in exemplars for exemplar in series["exemplars"]}
check("exemplars, all of them executions that were sent", bool(ids) and all(i.startswith("exe_prom-") or i == "hostile-1" for i in ids), True)
rules = [rule for group in api("rules")["groups"] for rule in group["rules"]]
check("rules of alerts/prometheus that Prometheus has", len(rules), 22)
check("rules that end in an error", [rule["name"] for rule in rules if rule["health"] == "err"], [])
firing = sorted({rule["name"] for rule in rules if rule.get("state") == "firing"})
print(f"      firing in Prometheus: {', '.join(firing) or 'none'}")

# 4. Dashboards.
empty, broken, asked = [], [], 0
pages = []


def shown(value):
    return f"{float(value):.10g}"


def sample(target, expr):
    """The first two rows as Markdown: of a graph its series, each at its highest in the last two minutes."""
    if target["instant"]:
        found = [(metric, None, value) for metric, value in vector(expr)]
    else:
        now = time.time()
        found = []
        for series in api("query_range", query=expr, start=now - 120, end=now, step=5)["result"]:
            at, value = max(series["values"], key=lambda pair: float(pair[1]) if pair[1] != "NaN" else -math.inf)
            found.append((series["metric"], at, value))
        found.sort(key=lambda row: -float(row[2]) if row[2] != "NaN" else math.inf)
    if target["instant"] and len(found) == 1 and not found[0][0]:
        return f": {shown(found[0][2])}"
    names = sorted({name for metric, _, _ in found[:2] for name in metric if name not in ("__name__", "job")})
    header = names + (["time"] if not target["instant"] else []) + ["value"]
    lines = [header, ["---"] * len(header)]
    for metric, at, value in found[:2]:
        # Ports are others every time, and the bad name is 512 bytes long.
        cells = [re.sub(r"127\.0\.0\.1:\d+", "belfry:8080", metric.get(name, "")).replace("\n", " ")[:30] for name in names]
        lines.append([cell.replace("|", "\\|") for cell in cells] + ([f"{at:.0f}"] if at else []) + [shown(value)])
    return f", {len(found)} rows\n\n" + "\n".join("| " + " | ".join(line) + " |" for line in lines)


for path in sorted((project / "grafana" / "dashboards").glob("*.json")):
    dashboard = json.loads(path.read_text())
    if any("expr" in target for panel in dashboard["panels"] for target in panel["targets"]):
        pages.append(f"## {path.stem}\n")
    targets = [(panel["title"], target) for panel in dashboard["panels"] for target in panel["targets"]]
    for title, target in targets:
        if "expr" not in target:
            continue
        expr = re.sub(r"\$__(rate_interval|interval|range)", lambda m: {"rate_interval": "10s", "interval": "5s"}.get(m[1], "10m"),
                      target["expr"])  # fmt: skip
        asked += 1
        try:
            found = len(vector(expr))
        except urllib.error.HTTPError as error:
            broken.append(f"{dashboard['uid']}: {title}: {error.read()[:200]}")
            continue
        pages.append(f"**{title}** `{expr}`{sample(target, expr)}\n")
        if not found:
            empty.append(f"{dashboard['uid']}: {title}")
check("expressions of dashboards that Prometheus refuses", broken, [])
check("expressions of dashboards without a row", sorted(set(empty)), [])
print(f"      {asked} expressions asked")
if os.environ.get("PROMETHEUS_SAMPLES") and stage == "steady":
    write_part(pathlib.Path(os.environ["PROMETHEUS_SAMPLES"]), "from Prometheus", "\n".join(pages))

# 5. Both formats, and compressed.
TYPES = {
    "text": ("text/plain;version=0.0.4", prometheus_client.parser.text_string_to_metric_families),
    "OpenMetrics": ("application/openmetrics-text;version=1.0.0", prometheus_client.openmetrics.parser.text_string_to_metric_families),
}


def fetch(accept, coding="identity"):
    request = urllib.request.Request(f"{replicas[0]}/metrics?collect[]=jobs")
    request.add_header("Accept", accept)
    request.add_header("Accept-Encoding", coding)
    with urllib.request.urlopen(request, timeout=20) as answer:
        body = answer.read()
        if coding == "gzip":
            check("Content-Encoding where gzip was asked for", answer.headers["Content-Encoding"], "gzip")
            body = gzip.decompress(body)
        return body.decode()


samples = {}
for form, (accept, parse) in TYPES.items():
    families = list(parse(fetch(accept, "gzip" if form == "text" else "identity")))
    samples[form] = {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
        # Messages are on their way between the two.
        if not sample.name.startswith(("belfry_scrape", "belfry_notification"))
    }
    counted = sum(value for (name, _), value in samples[form].items() if name == "cron_job_executions_total")
    check(f"executions in {form}, by prometheus_client", counted, total)
    names = {dict(labels).get("cron_job_name") for name, labels in samples[form] if ("cron_job_id", "hostile") in labels}
    check(f"the bad name in {form}, unchanged", names == {hostile}, True)
check("series that differ between the formats", len(set(samples["text"].items()) ^ set(samples["OpenMetrics"].items())), 0)
sys.exit(1 if failed else 0)
