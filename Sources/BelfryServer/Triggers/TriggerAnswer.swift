internal import BelfryCore
internal import BelfryStore

/// What an answer to a trigger, or its absence, means.
///
/// Unlike a message, a trigger must not arrive twice: it is sent again only where the first one certainly did nothing.
enum TriggerAnswer {
    /// The record of an answer; `executionID` is what a body that says all went well names.
    static func record(
        _ response: OutgoingResponse,
        now: Instant,
        wait: (TimeSpan?) -> TimeSpan,
        executionID: (OutgoingResponse) -> String?
    ) -> TriggerRecord {
        let excerpt = ResponseExcerpt.text(of: response.body)
        let error = excerpt.isEmpty ? "HTTP \(response.status)" : "HTTP \(response.status): \(excerpt.prefix(200))"
        let (outcome, reason): (TriggerRecord.Outcome, DeliveryFailure?) =
            switch response.status {
            case 200...299: (.delivered(executionID: executionID(response)), nil)
            case 300...399: (.rejected, .redirect)
            case 429: (.retry(after: wait(RetryAfter.span(of: response, now: now))), .rateLimited)
            // A proxy that gave up waiting says so with 408: the job may run all the same.
            case 408: (.inDoubt, .timeout)
            case 400...499: (.rejected, .refused)
            case 500...599: (.inDoubt, .serverError)
            default: (.inDoubt, .unexpectedAnswer)
            }
        return TriggerRecord(
            outcome: outcome,
            reason: reason,
            responseCode: response.status,
            responseExcerpt: excerpt.isEmpty ? nil : excerpt,
            error: reason == nil ? nil : error,
            latency: response.latency
        )
    }

    /// The record of an attempt that got no answer.
    static func record(_ failure: OutgoingFailure, wait: (TimeSpan?) -> TimeSpan) -> TriggerRecord {
        let outcome: TriggerRecord.Outcome =
            if failure.reason == .forbiddenTarget {
                .rejected
            } else if failure.mayHaveArrived {
                .inDoubt
            } else {
                .retry(after: wait(nil))
            }
        return TriggerRecord(
            outcome: outcome,
            reason: failure.reason,
            error: failure.message,
            latency: failure.latency
        )
    }
}
