# A scrape of /metrics with all families of as many jobs as BENCH_JOBS says, alone and eight at once, beside python's prometheus_client
# rendering series of the same shape; it needs python3, and is left out without prometheus_client and a way to install it.
source script/bench.d/postgres.sh
source script/bench.d/serve.sh

start_belfry
base=http://127.0.0.1:$belfry_port
sql() { "$(postgres_bin)/psql" -qXAt -h "$(belfry_socket)" -U belfry -d belfry -c "$1"; }

machine
# At random, so that some are met late.
for ((tries = 0; tries < 10; tries++)); do
    timeout 120 "$BELFRY" bench --output json --url "$base/webhooks/cron" --secret-file "$work/data/webhook_secret" --jobs "$jobs" \
        --count $((jobs * 3)) --duration 60s --failures 0.02 >"$work/fill.json"
    [ "$(sql 'SELECT count(*) FROM belfry.jobs')" -lt "$jobs" ] || break
done

# scrape_ms FORMAT: milliseconds of one scrape.
scrape_ms() {
    curl -fsS -o "$work/$1.txt" -w '%{time_total}\n' -H "Accept: $1" ${2:+-H "Accept-Encoding: $2"} "$base/metrics" |
        awk '{ printf "%d\n", $1 * 1000 }'
}

# middle: the median of the numbers read.
middle() { sort -g | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

mkdir -p "$work/text" "$work/application"
python=
if command -v python3 >/dev/null; then
    if python3 -c 'import prometheus_client' 2>/dev/null; then
        python=python3
    elif python3 -m venv "$work/venv" && "$work/venv/bin/pip" -q install prometheus_client >/dev/null 2>&1; then
        python=$work/venv/bin/python
    fi
fi
runs=$((rounds * 3))
for ((round = 0; round <= runs; round++)); do
    scrape_ms text/plain >>"$work/plain"
    scrape_ms application/openmetrics-text >>"$work/open"
    scrape_ms text/plain gzip >>"$work/gzip"
done
samples=$(curl -fsS "$base/metrics" | grep -vc '^#')
bytes=$(curl -fsS "$base/metrics" | wc -c)
alone=$(tail -n +2 "$work/plain" | middle)
memory=$(peak_memory "$belfry_pid")
# What eight at once read from the database: scans of the table of jobs.
scans() { sql "SELECT coalesce(seq_scan, 0) + coalesce(idx_scan, 0) FROM pg_stat_user_tables WHERE relname = 'job_states'"; }
sleep 2
before=$(scans)
scrapes=()
start=$(date +%s%N)
for ((number = 0; number < 8; number++)); do
    curl -fsS -o /dev/null "$base/metrics" &
    scrapes+=("$!")
done
wait "${scrapes[@]}"
together=$((($(date +%s%N) - start) / 1000000))
sleep 2
after=$(scans)
peer=()
[ -z "$python" ] || read -ra peer < <("$python" script/bench.d/scrape.py "$jobs" "$runs")

cat <<TEXT

| $(sql 'SELECT count(*) FROM belfry.jobs') jobs | series | MB | ms | peak memory, MB |
|---|---|---|---|---|
| belfry, text 0.0.4 over HTTP, its query included | $samples | $((bytes / 1000000)) | $alone | $((memory / 1024)) |
| the same, OpenMetrics 1.0 | | | $(tail -n +2 "$work/open" | middle) | |
| the same, gzip | | | $(tail -n +2 "$work/gzip" | middle) | |
| belfry, eight scrapes at once | | | $together | $(($(peak_memory "$belfry_pid") / 1024)) |
TEXT
if [ ${#peer[@]} -gt 0 ]; then
    printf '| python prometheus_client, rendering alone | %s | %s | %s | %s |\n' "${peer[2]}" "$((peer[1] / 1000000))" "${peer[0]}" "${peer[3]}"
    printf '\nprometheus_client / belfry: %s. ' "$(ratio "${peer[0]}" "$alone")"
fi
printf 'Medians of %s. Eight scrapes at once read the jobs %s times.\n' "$runs" "$((after - before))"
