internal import BelfryCore
internal import BelfryStore

/// What can become of a trigger; the raw value is the metric's label.
enum TriggerOutcome: String, CaseIterable {
    /// It was fired and is to be sent.
    case fired
    /// Its condition had no value.
    case error
    /// The success was too old when it arrived.
    case tooOld = "too_old"
    /// The success was a test.
    case test
    /// The chain that led to it was too long.
    case loop
    /// The other side has taken it.
    case delivered
    /// An attempt did nothing, and it is tried again.
    case retry
    /// The other side has refused it.
    case failed
    /// It may have arrived, and nobody knows.
    case inDoubt = "in_doubt"
    /// It could not be sent in time.
    case gaveUp = "gave_up"

    init(_ verdict: TriggerFiring.Verdict) {
        self =
            switch verdict {
            case .pending: .fired
            case .error: .error
            case .tooOld: .tooOld
            case .test: .test
            case .loop: .loop
            }
    }

    init(_ outcome: TriggerRecord.Outcome) {
        self =
            switch outcome {
            case .delivered: .delivered
            case .retry: .retry
            case .rejected: .failed
            case .inDoubt: .inDoubt
            }
    }
}
