// swift-format-ignore-file
// Written by script/embed from alerts/belfry.yaml; a test holds the two equal.

/// The shipped rules, in force where no rule file is configured.
public enum BuiltInRules {
    /// `alerts/belfry.yaml` as it is in the repository.
    public static let file = RuleFile(
        name: "alerts/belfry.yaml (built in)",
        text: ###"""
# Belfry's shipped rules. They are built into the binary; a rule file of yours (rule_files) replaces them.
# Expressions are CEL over the webhook's own field names; {{ }} takes a variable by name.
groups:
  - name: jobs
    rules:
      # A run has failed and no retry is left.
      - alert: JobFailed
        expr: status != "success" && next_retry_at == null
        labels: {severity: error}
        annotations:
          summary: "{{cron_job_name}} failed for good after {{run.attempts}} attempt(s)"

      # A job with "critical" in its name has failed, whether or not a retry is promised.
      - alert: CriticalJobFailed
        expr: status != "success" && cron_job_name.contains("critical")
        labels: {severity: critical}
        annotations:
          summary: "{{cron_job_name}} failed"

      # Three attempts in a row took longer than 5 seconds.
      - alert: SlowJob
        expr: response_time_ms > 5000
        consecutive: 3
        labels: {severity: warning}
        annotations:
          summary: "{{cron_job_name}} took {{response_time_ms}} ms, the third time in a row over 5 s"

      # A retry was promised and did not come.
      - alert: RetryOverdue
        on: retry_overdue
        grace: 10m
        labels: {severity: error}
        annotations:
          summary: "{{cron_job_name}}: the retry promised for {{next_retry_at}} did not come"

"""###
    )
}
