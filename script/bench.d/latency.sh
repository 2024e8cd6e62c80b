# From the report of a failure to the chat message about it, at 1,000 webhooks a second.
source script/bench.d/serve.sh

rate=${BENCH_RATE:-1000}
chat_port=$(free_port)
cat >"$work/belfry.yaml" <<YAML
outbound: {allow_networks: [127.0.0.0/8], allow_http: true}
route: {receiver: bench, group_by: [alertname, cron_job_id], group_wait: 0s}
receivers:
  - name: bench
    burst_limit: 0
    webhook_configs:
      - url: http://127.0.0.1:$chat_port/
YAML
start_belfry --config "$work/belfry.yaml"
options=(--secret-file "$work/data/webhook_secret" --url "http://127.0.0.1:$belfry_port/webhooks/cron" --rate "$rate"
    --alert-latency --sink-port "$chat_port" --sink-wait 30s)

machine
for ((round = 1; round <= rounds; round++)); do
    echo "round $round of $rounds" >&2
    measure some-fail "${options[@]}" --failures 0.02
    measure all-fail "${options[@]}" --failures 1
done

# chat_row TITLE NAME
chat_row() {
    local part
    printf '| %s' "$1"
    for part in latency_ms.p50 latency_ms.p99; do printf ' | %s' "$(median "$2" "$part")"; done
    for part in p50 p95 p99 max; do printf ' | %s' "$(median "$2" "alerts.latency_ms.$part")"; done
    printf ' | %s / %s |\n' "$(median "$2" alerts.matched)" "$(median "$2" alerts.missing)"
}

cat <<'TEXT'

| webhooks | 200: p50 ms | p99 | message: p50 ms | p95 | p99 | max | messages / missing |
|---|---|---|---|---|---|---|---|
TEXT
chat_row "$rate/s, 2 % fail" some-fail
chat_row "$rate/s, all fail" all-fail
printf '\nMedians of %s runs of %s s. From the time a webhook was due; a new job each, one message a job.\n' "$rounds" "$seconds"
