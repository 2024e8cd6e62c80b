"""What python's prometheus_client takes to render as many series as Belfry does: the median of some runs, and its memory.

scrape.py JOBS RUNS
"""

import resource
import sys
import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest

disable_created_metrics()
jobs, runs = int(sys.argv[1]), int(sys.argv[2])
registry = CollectorRegistry()
labels = ["cron_job_id", "cron_job_name"]
executions = Counter("cron_job_executions", "By status.", [*labels, "status"], registry=registry)
closed = Counter("cron_job_runs", "By outcome.", [*labels, "outcome"], registry=registry)
duration = Histogram("cron_job_duration_seconds", "Of one attempt.", labels, registry=registry,
                     buckets=[0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300])  # fmt: skip
gauges = [
    Gauge(f"cron_job_{name}", name, labels, registry=registry)
    for name in ["info", "last_execution_timestamp_seconds", "last_success_timestamp_seconds", "last_duration_seconds",
                 "consecutive_failures", "consecutive_failed_runs"]
]  # fmt: skip
for number in range(jobs):
    job = (f"job-{number:05d}", f"Job number {number}")
    for status in ("success", "failure", "error", "timeout", "other"):
        executions.labels(*job, status).inc()
    for outcome in ("success", "recovered", "failed", "incomplete"):
        closed.labels(*job, outcome).inc()
    duration.labels(*job).observe(0.2)
    for gauge in gauges:
        gauge.labels(*job).set(time.time())
times = []
for _ in range(runs):
    start = time.perf_counter()
    body = generate_latest(registry)
    times.append(time.perf_counter() - start)
samples = sum(1 for line in body.splitlines() if not line.startswith(b"#"))
print(round(sorted(times)[runs // 2] * 1000), len(body), samples, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
