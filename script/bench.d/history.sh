# The questions of dashboards about a history of 200 jobs over 90 days: from the rollups, from Belfry's executions, and from the
# table a team would have made itself: no partitions, an index on (job, time).
#   script/bench history [EXECUTIONS] [FILE]     with a file, its part `from SQL` gets the first rows of each panel
# shellcheck source=/dev/null
source script/bench.d/postgres.sh

count=${1:-10000000}
start_postgres
export PGHOST=$postgres_socket PGUSER=postgres PGDATABASE=postgres PGOPTIONS='-c search_path=belfry,public'
url="postgresql:///postgres?host=$postgres_socket&user=postgres"

machine
printf '\n%s executions of 200 jobs over 90 days\n\n' "$count"
BELFRY_DATABASE_URL=$url BELFRY_WEBHOOK_SECRETS=not-a-secret-for-measuring-only "$BELFRY" migrate >/dev/null
psql -qX -v ON_ERROR_STOP=1 -v n="$count" -f script/bench.d/history.sql >/dev/null
echo 'loaded' >&2
start=$(date +%s.%N)
"$BELFRY" bench fold --database "$url"
awk -v n="$count" -v a="$start" -v b="$(date +%s.%N)" \
    'BEGIN { printf "rollups: %.1f s, %d executions/s\n", b - a, n / (b - a) }'
psql -qX -c 'VACUUM ANALYZE' >/dev/null
psql -qXAt -c "
    SELECT format('sizes: plain %s, executions %s, hourly rollup %s (%s rows), daily rollup %s (%s rows)',
        pg_size_pretty(pg_total_relation_size('plain')),
        (SELECT pg_size_pretty(sum(pg_total_relation_size(inhrelid))) FROM pg_inherits
         WHERE inhparent = 'belfry.executions'::regclass),
        pg_size_pretty(pg_total_relation_size('hourly_rollups')), (SELECT count(*) FROM hourly_rollups),
        pg_size_pretty(pg_total_relation_size('daily_rollups')), (SELECT count(*) FROM daily_rollups))
        || format(', minutes %s (%s rows)',
        pg_size_pretty(pg_total_relation_size('minute_rollups')), (SELECT count(*) FROM minute_rollups))"
psql -qXAt -c "
    SELECT format('rollups of a job that runs every hour: %s MB a year', round(
        (8760.0 * pg_total_relation_size('hourly_rollups') / (SELECT count(*) FROM hourly_rollups)
            + 365.0 * pg_total_relation_size('daily_rollups') / (SELECT count(*) FROM daily_rollups)) / 1e6, 1))"

# timed SQL: the median of some warm runs in milliseconds.
timed() {
    local number
    {
        echo '\timing on'
        for ((number = 0; number <= rounds; number++)); do
            echo "\\o /dev/null"
            echo "$1;"
        done
    } | psql -qX -v ON_ERROR_STOP=1 | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p' | tail -n "$rounds" | sort -g |
        awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

# question TITLE COLUMN PLAIN BELFRY: a line of the table; COLUMN says what Belfry's answer reads.
question() {
    local plain belfry
    plain=$(timed "$3")
    belfry=$(timed "$4")
    printf '| %s | %s | %s | %s | %s |\n' "$1" "$plain" "$2" "$belfry" "$(ratio "$plain" "$belfry")"
}

rate="count(*) FILTER (WHERE status = 'success') * 1.0 / count(*)"
printf '\n| question | plain table, ms | Belfry reads | ms | times faster |\n|---|---|---|---|---|\n'
question 'p95 latency per job, last 24 h' jobs_history \
    "SELECT job_id, percentile_cont(0.95) WITHIN GROUP (ORDER BY response_time_ms) FROM plain
     WHERE executed_at > now() - interval '24 hours' GROUP BY 1" \
    "SELECT job_id, p95_ms FROM jobs_history(now() - interval '24 hours', now(), 200)"
question 'p95 latency of one job, last 24 h' job_hourly \
    "SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY response_time_ms) FROM plain
     WHERE job_id = 'job-0042' AND executed_at > now() - interval '24 hours'" \
    "SELECT latency_percentile(merge_latencies(latencies), 0.95) FROM job_hourly
     WHERE job_id = 'job-0042' AND hour > now() - interval '24 hours'"
question 'daily p95 latency of one job, 90 days' job_daily \
    "SELECT date_trunc('day', executed_at), percentile_cont(0.95) WITHIN GROUP (ORDER BY response_time_ms) FROM plain
     WHERE job_id = 'job-0042' GROUP BY 1" \
    "SELECT day, p95_ms FROM job_daily WHERE job_id = 'job-0042'"
question 'daily success rate of one job, 90 days' job_daily \
    "SELECT date_trunc('day', executed_at), $rate FROM plain WHERE job_id = 'job-0042' GROUP BY 1" \
    "SELECT day, success_ratio FROM job_daily WHERE job_id = 'job-0042'"
question 'daily success rate of all jobs, 90 days' job_daily \
    "SELECT job_id, date_trunc('day', executed_at), $rate FROM plain GROUP BY 1, 2" \
    "SELECT job_id, day, success_ratio FROM job_daily"
question 'last 50 failures, all jobs' executions \
    "SELECT * FROM plain WHERE status <> 'success' ORDER BY executed_at DESC LIMIT 50" \
    "SELECT * FROM executions WHERE status <> 'success' ORDER BY executed_at DESC LIMIT 50"
question 'last 50 failures, one job' executions \
    "SELECT * FROM plain WHERE status <> 'success' AND job_id = 'job-0042' ORDER BY executed_at DESC LIMIT 50" \
    "SELECT * FROM executions WHERE status <> 'success' AND job_id = 'job-0042' ORDER BY executed_at DESC LIMIT 50"
question 'per-minute counts, 24 h' all_minutely \
    "SELECT date_trunc('minute', executed_at), count(*) FROM plain
     WHERE executed_at > now() - interval '24 hours' GROUP BY 1" \
    "SELECT minute, executions FROM all_minutely WHERE minute > now() - interval '24 hours'"
question 'totals per job, all time' job_daily \
    "SELECT job_id, count(*), count(*) FILTER (WHERE status <> 'success') FROM plain GROUP BY 1" \
    "SELECT job_id, sum(executions), sum(failures) FROM job_daily GROUP BY 1"

printf '\nEvery query of the dashboards, with the range a dashboard opens with and with 90 days\n\n'
[ -z "${2:-}" ] || script/dashboards.d/ask.py --rows "$2"
script/dashboards.d/ask.py --limit "${BENCH_LIMIT:-100}"
