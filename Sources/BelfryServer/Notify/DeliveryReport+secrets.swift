internal import BelfryCore

extension DeliveryReport {
    /// The report of an attempt that was answered; a server that repeats the address it was asked for gives nothing
    /// away.
    init(_ response: OutgoingResponse, _ outcome: DeliveryOutcome, from url: TargetURL) {
        self.init(response, outcome)
        for secret in url.secretParts {
            excerpt = excerpt?.replacing(secret, with: "…")
            error = error?.replacing(secret, with: "…")
        }
    }
}
