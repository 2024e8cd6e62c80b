# Ingest while the history is maintained, beside ingest alone, in turns: folding of what waits, partitions dropped and made.
source script/bench.d/postgres.sh
source script/bench.d/serve.sh

start_belfry
base=http://127.0.0.1:$belfry_port
url="postgresql:///belfry?host=$(belfry_socket)&user=belfry"
options=(--secret-file "$work/data/webhook_secret" --failures 0.02 --connections 256 --url "$base/webhooks/cron")
sql() { "$(postgres_bin)/psql" -qXAt -h "$(belfry_socket)" -U belfry -d belfry -c "$1"; }

# While this session holds the claim, nothing is folded.
coproc holder { "$(postgres_bin)/psql" -qXAt -h "$(belfry_socket)" -U belfry -d belfry; }
hold() {
    echo "SELECT 'held' FROM pg_advisory_lock(1650812020, 'belfry'::regnamespace::oid::integer);" >&"${holder[1]}"
    read -r -t 60 <&"${holder[0]}"
}
let_go() {
    echo "SELECT pg_advisory_unlock_all(), 'free';" >&"${holder[1]}"
    read -r -t 60 <&"${holder[0]}"
}

# The past that retention finds: a day with 300,000 executions and their keys.
make_past() {
    sql "
        DO \$\$
        DECLARE
            day date := (clock_timestamp() AT TIME ZONE 'UTC')::date - $1;
            name text := to_char(day, 'YYYYMMDD');
        BEGIN
            EXECUTE format('CREATE TABLE belfry.executions_%s PARTITION OF belfry.executions FOR VALUES FROM (%L) TO (%L)',
                name, day || ' 00:00:00+00', day + 1 || ' 00:00:00+00');
            INSERT INTO belfry.executions (
                job_id, executed_at, execution_id, retry_attempt, received_at, job_name, status, response_time_ms, batch_id
            )
            SELECT 'job-' || i % $jobs, day::timestamp AT TIME ZONE 'UTC' + i * interval '0.2 seconds', 'past-$1-' || i, 0, now(),
                'Job', 'success', 100, 0
            FROM generate_series(1, 300000) AS i;
            INSERT INTO belfry.execution_keys
            SELECT job_id, execution_id, retry_attempt, executed_at, 0 FROM belfry.executions
            WHERE executed_at >= day AND executed_at < day + 1;
        END
        \$\$"
    # The days ahead are to be made again.
    sql "SELECT format('DROP TABLE belfry.%I', relname) FROM pg_class WHERE relname = 'executions_' ||
        to_char((clock_timestamp() AT TIME ZONE 'UTC')::date + 7, 'YYYYMMDD')" | while read -r statement; do sql "$statement"; done
}


machine
hold
timeout 120 "$BELFRY" bench --output json --duration 10s --jobs "$jobs" "${options[@]}" >"$work/fill.json"
for ((round = 1; round <= rounds; round++)); do
    echo "round $round of $rounds" >&2
    sql CHECKPOINT
    measure alone "${options[@]}"
    sql CHECKPOINT
    let_go
    waiting=$(sql "SELECT sum(executions) FROM belfry.ingest_batches
        WHERE batch_id > (SELECT min(batch_id) FROM belfry.rollup_progress)")
    latest=$(sql 'SELECT max(batch_id) FROM belfry.ingest_batches')
    (
        start=$(date +%s%N)
        # The server folds too, and only one of them reads at a time.
        until [ "$(sql 'SELECT min(batch_id) FROM belfry.rollup_progress')" -ge "$latest" ]; do
            "$BELFRY" bench fold --database "$url"
            sleep 0.1
        done
        echo "$waiting executions folded in $((($(date +%s%N) - start) / 1000000)) ms" >"$work/maintain.fold.$round"
    ) &
    folding=$!
    measure folding "${options[@]}"
    wait "$folding"
    hold
    # Until all is folded, retention leaves a day alone.
    make_past $((round + 1))
    sql CHECKPOINT
    "$BELFRY" bench maintain --database "$url" >"$work/maintain.$round" &
    maintaining=$!
    measure retention "${options[@]}"
    wait "$maintaining"
done

cat <<'TEXT'

| durable webhooks, 256 connections | connections | events/s | p50 / p99 / p99.9 ms | × alone |
|---|---|---|---|---|
TEXT
row 'no maintenance' 256 alone alone
row 'while what two runs brought is folded' 256 folding alone
row 'while a day of 300,000 is dropped and one is made' 256 retention alone
printf '\nMedians of %s runs of %s s; %s jobs.\n' "$rounds" "$seconds" "$jobs"
cat "$work"/maintain.*
