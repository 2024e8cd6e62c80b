internal import BelfryCore

/// What some batches add to the rollups, folded in memory so that each row is written once.
struct RollupDelta: Sendable {
    /// Some slices' rows, written in one transaction.
    struct Page: Sendable {
        /// Slices whose watermark moves with it.
        var slices: [Int32] = []
        /// Hours, all jobs together among them.
        var hours: [RollupKey: RollupRow] = [:]
        /// Days, all jobs together among them.
        var days: [RollupKey: RollupRow] = [:]
    }

    /// The hours of each slice; nil for one that is not folded.
    private var hours: [[RollupKey: RollupRow]?]

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
    }

    /// All of it in pages of about this many hours.
    func pages(ofHours size: Int) -> [Page] {
        var pages: [Page] = []
        var page = Page()
        for (slice, rows) in hours.enumerated() {
            guard let rows else { continue }
            page.slices.append(Int32(slice))
            page.hours.merge(rows) { left, _ in left }
            if page.hours.count >= size {
                pages.append(page.completed())
                page = Page()
            }
        }
        if !page.slices.isEmpty { pages.append(page.completed()) }
        return pages
    }
}

extension RollupDelta.Page {
    /// With its days, and all jobs together.
    fileprivate func completed() -> Self {
        var page = self
        for (key, row) in hours {
            var row = row
            let day = RollupUnit.day.start(of: key.start)
            page.days[RollupKey(jobID: key.jobID, start: day), default: RollupRow()] += row
            row.jobName = nil
            page.hours[RollupKey(jobID: RollupKey.allJobs, start: key.start), default: RollupRow()] += row
            page.days[RollupKey(jobID: RollupKey.allJobs, start: day), default: RollupRow()] += row
        }
        return page
    }
}
