import BelfryCore

/// What one rule without labels of its own makes of one job's attempts in order, written down a second time, as plainly as can be.
struct AlertModel {
    /// Matches in a row before it fires.
    var consecutive: Int
    /// How long it must stand before it fires.
    var pendingFor: TimeSpan
    /// What was told, and when: `firing 1700000000000000`.
    private(set) var events: [String] = []

    private var since: Instant?
    private var matchesInARow = 0
    private var isFiring = false

    init(consecutive: Int, pendingFor: TimeSpan) {
        self.consecutive = consecutive
        self.pendingFor = pendingFor
    }

    /// An attempt.
    mutating func take(matches: Bool, resolves: Bool, at now: Instant) {
        if matches {
            since = since ?? now
            matchesInARow += 1
            letTimePass(to: now)
        } else if !isFiring, matchesInARow < consecutive {
            reset()
        }
        guard resolves else { return }
        if isFiring { events.append("resolved \(now.microseconds)") }
        reset()
    }

    /// Nothing but time.
    mutating func letTimePass(to now: Instant) {
        guard !isFiring, matchesInARow >= consecutive, let since, since + pendingFor <= now else { return }
        isFiring = true
        events.append("firing \(now.microseconds)")
    }

    private mutating func reset() {
        since = nil
        matchesInARow = 0
        isFiring = false
    }
}
