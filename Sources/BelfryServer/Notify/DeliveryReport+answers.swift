internal import BelfryCore

extension DeliveryReport {
    /// The report of an attempt that got no answer.
    ///
    /// Where the request cannot have arrived it is simply tried again; where it may have, nobody knows.
    init(_ failure: OutgoingFailure) {
        let outcome: DeliveryOutcome =
            if failure.reason == .forbiddenTarget {
                .channelBroken(reason: .forbiddenTarget)
            } else if failure.mayHaveArrived {
                .unknown(reason: failure.reason)
            } else {
                .retry(reason: failure.reason, after: nil)
            }
        self.init(outcome: outcome, error: failure.message, latency: failure.latency)
    }

    /// The report of an attempt that was answered, as the target's own reading of the answer has it.
    init(_ response: OutgoingResponse, _ outcome: DeliveryOutcome) {
        let excerpt = ResponseExcerpt.text(of: response.body)
        let error =
            outcome == .delivered
            ? nil : excerpt.isEmpty ? "HTTP \(response.status)" : "HTTP \(response.status): \(excerpt.prefix(200))"
        self.init(
            outcome: outcome,
            responseCode: response.status,
            excerpt: excerpt.isEmpty ? nil : excerpt,
            error: error,
            latency: response.latency
        )
    }
}
