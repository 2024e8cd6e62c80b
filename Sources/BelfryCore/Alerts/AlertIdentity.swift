/// The identity of an alert: what makes two matches one episode.
public enum AlertIdentity {
    /// FNV-1a 64 over the labels sorted by name, each as name, 0xFF, value, 0xFF: Prometheus' label fingerprint.
    ///
    /// The labels are `alertname`, `cron_job_id` and the rule's own ones; the job's name is none of them, so that a rename
    /// strands nothing.
    public static func fingerprint(alertname: String, jobID: String, labels: [String: String]) -> UInt64 {
        var all = labels
        all["alertname"] = alertname
        if !jobID.isEmpty { all["cron_job_id"] = jobID }
        return LabelSet(all).fingerprint
    }

    /// The fingerprint as 16 lower-case hex digits.
    public static func text(_ fingerprint: UInt64) -> String {
        let digits = String(fingerprint, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
