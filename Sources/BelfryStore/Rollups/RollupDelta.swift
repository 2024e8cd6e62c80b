internal import BelfryCore

/// What some batches add to the rollups, folded in memory so that each row is written once.
struct RollupDelta: Sendable {
    /// Some slices' rows, written in one transaction.
    struct Page: Sendable {
        /// Slices whose watermark moves with it.
        var slices: [Int32] = []
        /// Hours of jobs.
        var hours: [RollupKey: RollupRow] = [:]
        /// Executions whose imported log rows are to be deleted.
        var replaced: [ExecutionIdentity] = []
    }

    /// The hours of each slice; nil for one that is not folded.
    private var hours: [[RollupKey: RollupRow]?]
    private var replaced: [ExecutionIdentity] = []

    /// Nothing of these slices; what other slices' jobs did is left out.
    init(slices: [Int32]) {
        hours = Array(repeating: nil, count: Int(RollupSlice.count))
        for slice in slices where hours.indices.contains(Int(slice)) { hours[Int(slice)] = [:] }
    }

    /// Hours so far.
    var count: Int { hours.reduce(0) { $0 + ($1?.count ?? 0) } }

    /// Adds an attempt.
    mutating func add(_ attempt: RollupAttempt) {
        let key = RollupKey(jobID: attempt.jobID, start: RollupUnit.hour.start(of: attempt.executedAt))
        hours[Int(RollupSlice.of(attempt.jobID))]?[key, default: RollupRow()].add(attempt)
        if let executionID = attempt.replacedExecutionID {
            replaced.append(ExecutionIdentity(jobID: attempt.jobID, executionID: executionID, retryAttempt: 0))
        }
    }

    /// All of it in pages of about this many hours.
    func pages(ofHours size: Int) -> [Page] {
        let replaced = Dictionary(grouping: replaced) { RollupSlice.of($0.jobID) }
        var pages: [Page] = []
        var page = Page()
        for (slice, rows) in hours.enumerated() {
            guard let rows else { continue }
            page.slices.append(Int32(slice))
            page.hours.merge(rows) { left, _ in left }
            page.replaced += replaced[Int32(slice)] ?? []
            if page.hours.count >= size {
                pages.append(page)
                page = Page()
            }
        }
        if !page.slices.isEmpty { pages.append(page) }
        return pages
    }
}

extension RollupDelta.Page {
    /// Takes away an attempt that is no more.
    mutating func remove(_ attempt: RollupAttempt) {
        let key = RollupKey(jobID: attempt.jobID, start: RollupUnit.hour.start(of: attempt.executedAt))
        hours[key, default: RollupRow()].add(attempt, times: -1)
    }

    /// The rows of hours or days, of each job and of all jobs together.
    func rows(_ unit: RollupUnit) -> [RollupKey: RollupRow] {
        var rows: [RollupKey: RollupRow] = [:]
        for (key, row) in hours {
            let start = unit.start(of: key.start)
            rows[RollupKey(jobID: key.jobID, start: start), default: RollupRow()] += row
            var nameless = row
            nameless.jobName = nil
            rows[RollupKey(jobID: RollupKey.allJobs, start: start), default: RollupRow()] += nameless
        }
        return rows
    }
}
