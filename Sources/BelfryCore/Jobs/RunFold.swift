/// Folds a job's attempts, taken in the order of their positions, into runs.
///
/// The result is a function of the set of attempts: how they were delivered does not matter, because an attempt that arrives late
/// is folded in at its place and everything behind it again.
public struct RunFold: Hashable, Sendable {
    /// Open runs kept per job; beyond it the oldest is given up as `incomplete`.
    static let maximumOpenRuns = 16

    /// Where an attempt went.
    public struct Placement: Hashable, Sendable {
        /// The run it belongs to.
        public var runID: String
        /// When the run's first seen attempt ran.
        public var runStartedAt: Instant
        /// Attempts of the run seen so far, this one included.
        public var attemptsSeen: Int32
        /// How the attempt ended its run; nil while the run is open.
        public var outcome: RunOutcome?
        /// Runs that became `incomplete` because this attempt began a later one, or because their patience ran out.
        public var incompleteRuns: [OpenRun]

        /// Whether it is the first attempt seen of its run.
        public var isFirstOfRun: Bool { attemptsSeen == 1 }
    }

    /// Runs without a closing attempt, oldest first.
    public private(set) var openRuns: [OpenRun]

    /// A fold that goes on from these open runs.
    public init(openRuns: [OpenRun] = []) {
        self.openRuns = openRuns
    }

    /// The fold as it stood just before the first of the attempts that are not folded yet, rebuilt from folded ones in order.
    public init(rebuiltFrom folded: [Attempt]) {
        self.init()
        for attempt in folded {
            _ = place(attempt, forcedRunID: attempt.runID)
        }
    }

    /// Takes in the next attempt by position.
    public mutating func place(_ attempt: Attempt) -> Placement {
        place(attempt, forcedRunID: nil)
    }

    private mutating func place(_ attempt: Attempt, forcedRunID: String?) -> Placement {
        if openRuns.isEmpty, attempt.closesRun, forcedRunID == nil {
            return Placement(
                runID: attempt.position.executionID,
                runStartedAt: attempt.position.at,
                attemptsSeen: 1,
                outcome: outcome(of: attempt),
                incompleteRuns: []
            )
        }
        var given = dropExpired(at: attempt.position.at)
        let index = forcedRunID.map { runToRejoin(for: attempt, $0) } ?? runToJoin(for: attempt)
        var run: OpenRun
        if let index {
            run = openRuns.remove(at: index)
            run.attemptsSeen += 1
        } else {
            given += supersedeOpenRuns()
            run = OpenRun(
                runID: forcedRunID ?? attempt.position.executionID,
                executionID: attempt.position.executionID,
                startedAt: attempt.position.at,
                lastAttempt: attempt.position.retryAttempt,
                promisedAt: attempt.position.at,
                receivedAt: attempt.receivedAt,
                attemptsSeen: 1,
                isSuperseded: false
            )
        }
        run.executionID = attempt.position.executionID
        run.lastAttempt = attempt.position.retryAttempt
        if let promise = attempt.nextRetryAt, !attempt.isSuccess {
            run.promisedAt = promise
            run.receivedAt = attempt.receivedAt
            openRuns.insert(run, at: index ?? openRuns.count)
            if openRuns.count > Self.maximumOpenRuns {
                let oldest = openRuns.removeFirst()
                if !oldest.isSuperseded { given.append(oldest) }
            }
        }
        return Placement(
            runID: run.runID,
            runStartedAt: run.startedAt,
            attemptsSeen: run.attemptsSeen,
            outcome: outcome(of: attempt),
            incompleteRuns: given
        )
    }

    /// Gives up the runs whose patience has run out, and returns those not yet counted as `incomplete`.
    public mutating func dropExpired(at now: Instant) -> [OpenRun] {
        guard openRuns.contains(where: { $0.expiresAt <= now }) else { return [] }
        let expired = openRuns.filter { $0.expiresAt <= now && !$0.isSuperseded }
        openRuns.removeAll { $0.expiresAt <= now }
        return expired
    }

    /// The open run an attempt continues; nil where it begins one.
    ///
    /// A first attempt begins a run. A later one joins the run with its `execution_id`; else the one whose promise is nearest
    /// to it; a promise that lies more than `OpenRun.patience` away is nobody's.
    private func runToJoin(for attempt: Attempt) -> Int? {
        guard attempt.position.retryAttempt > 0 else { return nil }
        let id = attempt.position.executionID
        let same = openRuns.firstIndex { $0.executionID == id } ?? openRuns.firstIndex { $0.runID == id }
        if let same { return same }
        let candidates = openRuns.indices.filter { openRuns[$0].lastAttempt < attempt.position.retryAttempt }
        return candidates.min { left, right in
            let leftGap = gap(openRuns[left], attempt)
            let rightGap = gap(openRuns[right], attempt)
            return leftGap == rightGap ? openRuns[left].startedAt > openRuns[right].startedAt : leftGap < rightGap
        }
    }

    /// The open run a folded attempt was folded into; nil where it began one.
    ///
    /// Its run's id alone does not tell: what comes after another's attempt has ended its run begins a second run of that id.
    private func runToRejoin(for attempt: Attempt, _ runID: String) -> Int? {
        let index = runToJoin(for: attempt)
        if let index, openRuns[index].runID == runID { return index }
        if index == nil, attempt.position.executionID == runID { return nil }
        return openRuns.firstIndex { $0.runID == runID }
    }

    private func gap(_ run: OpenRun, _ attempt: Attempt) -> Int64 {
        let gap = (attempt.position.at - run.promisedAt).microseconds
        return gap == .min ? .max : abs(gap)
    }

    private mutating func supersedeOpenRuns() -> [OpenRun] {
        var newly: [OpenRun] = []
        for index in openRuns.indices where !openRuns[index].isSuperseded {
            newly.append(openRuns[index])
            openRuns[index].isSuperseded = true
        }
        return newly
    }

    private func outcome(of attempt: Attempt) -> RunOutcome? {
        RunOutcome(isSuccess: attempt.isSuccess, closes: attempt.closesRun, attempt: attempt.position.retryAttempt)
    }
}

extension RunFold {
    /// The open runs in few bytes, for a column only Belfry reads; empty for none.
    public var packed: [UInt8] { openRuns.isEmpty ? [] : OpenRun.pack(openRuns) }

    /// Reads `packed`; nil where the bytes are not of its making.
    public init?(packed: [UInt8]) {
        guard let runs = OpenRun.unpack(packed) else { return nil }
        self.init(openRuns: runs)
    }
}
