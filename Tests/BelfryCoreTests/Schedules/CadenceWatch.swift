import BelfryCore

/// What a cadence, asked before every run of a history, would have said.
struct CadenceWatch {
    /// The runs that came after their deadline: alerts.
    var alerts: [Instant] = []
    /// The runs before which there was an expectation.
    var expected = 0
    /// The runs before which there was none, once there had been one.
    var lost = 0
    /// The most runs it took until there was an expectation, from the beginning or since it was lost.
    var longestSilence = 0
    /// The longest time from a run that came to the deadline it had.
    var longestWait = TimeSpan.zero
    var cadence = JobCadence()

    init(_ history: some Sequence<Instant>) {
        for start in history { see(start) }
    }

    private var silence = 0

    mutating func see(_ start: Instant) {
        if let next = cadence.next(), let expectation = cadence.expectation {
            expected += 1
            silence = 0
            let deadline = next + expectation.tolerance
            if start > deadline { alerts.append(start) } else { longestWait = max(longestWait, deadline - start) }
        } else {
            silence += 1
            if expected > 0 { lost += 1 }
            longestSilence = max(longestSilence, silence)
        }
        cadence.add(runStartedAt: start)
    }
}
