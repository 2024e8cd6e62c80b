internal import BelfryCore

/// What some batches add to the rollups, folded in memory so that each row is written once.
struct RollupDelta: Sendable {
    /// Some slices' rows, written in one transaction.
    struct Page: Sendable {
        /// Slices whose watermark moves with it.
        var slices: [Int32] = []
        /// Hours of jobs.
        var hours: [RollupKey: RollupRow] = [:]
        /// Minutes of all jobs together.
        var minutes: [Instant: RollupRow] = [:]
    }

    /// The hours of each slice; nil for one that is not folded.
    private var hours: [[RollupKey: RollupRow]?]
    /// The minutes of all jobs together; nil where they are not folded.
    private var minutes: [Instant: RollupRow]?
    private let minutesFrom: Instant

    /// Nothing of these slices; what other slices' jobs did is left out, and so are minutes before `minutesFrom`.
    init(slices: [Int32], minutesFrom: Instant) {
        hours = Array(repeating: nil, count: Int(RollupSlice.count))
        for slice in slices where hours.indices.contains(Int(slice)) { hours[Int(slice)] = [:] }
        if slices.contains(RollupSlice.minutes) { minutes = [:] }
        self.minutesFrom = minutesFrom
    }

    /// Hours and minutes so far.
    var count: Int { hours.reduce(minutes?.count ?? 0) { $0 + ($1?.count ?? 0) } }

    /// Adds an attempt, or takes it away.
    mutating func add(_ attempt: RollupAttempt) {
        let key = RollupKey(jobID: attempt.jobID, start: RollupUnit.hour.start(of: attempt.executedAt))
        hours[Int(RollupSlice.of(attempt.jobID))]?[key, default: RollupRow()].add(attempt)
        let minute = RollupUnit.minute.start(of: attempt.executedAt)
        if minute >= minutesFrom { minutes?[minute, default: RollupRow()].add(attempt) }
    }

    /// All of it in pages of about this many hours, and one of the minutes.
    func pages(ofHours size: Int) -> [Page] {
        var pages: [Page] = []
        var page = Page()
        for (slice, rows) in hours.enumerated() {
            guard let rows else { continue }
            page.slices.append(Int32(slice))
            page.hours.merge(rows) { left, _ in left }
            if page.hours.count >= size {
                pages.append(page)
                page = Page()
            }
        }
        if !page.slices.isEmpty { pages.append(page) }
        if let minutes { pages.append(Page(slices: [RollupSlice.minutes], minutes: minutes)) }
        return pages
    }
}

extension RollupDelta.Page {
    /// The rows of minutes, hours or days, of each job and of all jobs together.
    func rows(_ unit: RollupUnit) -> [RollupKey: RollupRow] {
        var rows: [RollupKey: RollupRow] = [:]
        if unit == .minute {
            for (start, row) in minutes { rows[RollupKey(jobID: RollupKey.allJobs, start: start)] = row }
            return rows
        }
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
