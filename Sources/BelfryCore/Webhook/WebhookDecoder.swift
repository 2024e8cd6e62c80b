/// Turns the signed bytes of a webhook into an `Execution`.
public enum WebhookDecoder {
    /// The execution that a webhook reports; throws `malformed` (400), naming the field where it is one.
    ///
    /// - Fields that A1Cron's documentation never shows as null must be there; `response_code`, `response_body`,
    ///   `error_message` and `next_retry_at` may be null or absent. `belfry_test`, a boolean, marks tests. Other fields
    ///   are validated and ignored.
    /// - A field that Belfry reads and that stands twice is refused, escaped spellings of its name included: parsers
    ///   disagree about which of two counts.
    /// - `cron_job_id` has 1 to 128 bytes of UTF-8, `execution_id` 1 to 256, both without control characters, for they
    ///   become keys, labels and paths; `cron_job_name` has at most 512. U+0000 and unpaired surrogates are refused in
    ///   these three and become U+FFFD in `response_body` and `error_message`.
    /// - Integers may be spelt `1.0` or `1e3` if that is exact. `response_code` is 0 to 999, `response_time_ms` 0 to
    ///   10^12, `retry_attempt` 0 to 1,000,000.
    /// - `status` is 1 to 32 characters of `[a-z_]`; times are those of `Instant(iso8601:)`.
    public static func decode(_ webhook: VerifiedWebhook) throws(WebhookRejection) -> Execution {
        do {
            var parser = ExecutionParser(webhook.body)
            return try parser.parse()
        } catch {
            throw .malformed(error)
        }
    }
}
