/// What happened to every job over the windows that rules look at; memory is bounded by jobs, windows and buckets.
public struct JobWindows: Sendable {
    /// How often rules look at what has changed.
    public static let interval = TimeSpan.seconds(15)

    /// The lengths of the windows, each once, ascending.
    public let overs: [TimeSpan]
    private var jobs: [String: [WindowSeries]] = [:]
    /// Jobs to which something came since the rules last looked.
    private var changed: Set<String> = []
    /// When something of a job leaves a window; may name a job once too often, never too seldom.
    private var expiries = DueQueue<String>()

    /// Nothing has happened yet, over windows of these lengths.
    init(overs: Set<TimeSpan>) {
        self.overs = overs.sorted()
    }

    /// The windows that these rules look at.
    public init(rules: RuleSet) {
        self.init(overs: Set(rules.windowRules.map(\.over)))
    }

    /// How far back an attempt can be and still be in a window: the longest one, and the width of its buckets.
    public var reach: TimeSpan { overs.last.map { WindowSeries(over: $0).reach } ?? .zero }

    /// When rules have to look at a job next for what leaves its window; nil where nothing will.
    var nextExpiry: Instant? { expiries.nextAt }

    /// Takes in attempts; the rules have to look at their jobs.
    public mutating func add(_ attempts: some Sequence<WindowAttempt>) {
        guard !overs.isEmpty else { return }
        for attempt in attempts {
            let jobID = attempt.jobID
            var series = jobs.removeValue(forKey: jobID) ?? overs.map(WindowSeries.init)
            let before = Self.nextExpiry(of: series)
            for index in series.indices { series[index].add(attempt) }
            if let after = Self.nextExpiry(of: series), before.map({ after < $0 }) ?? true {
                expiries.insert(jobID, at: after)
            }
            jobs[jobID] = series
            changed.insert(jobID)
        }
    }

    /// Forgets what has left the windows at `now`, and hands out the jobs that rules have to look at, in order.
    public mutating func takeChanged(at now: Instant) -> [String] {
        while let (_, jobID) = expiries.take(dueAt: now) {
            guard var series = jobs[jobID] else { continue }
            for index in series.indices where series[index].expire(at: now) { changed.insert(jobID) }
            jobs[jobID] = series.allSatisfy(\.isEmpty) ? nil : series
            if let next = Self.nextExpiry(of: series) { expiries.insert(jobID, at: next) }
        }
        defer { changed = [] }
        return changed.sorted()
    }

    /// What happened to a job over a window; nothing for a job unknown.
    func facts(_ jobID: String, over: TimeSpan, at now: Instant) -> WindowFacts {
        guard let series = jobs[jobID], let index = overs.firstIndex(of: over) else { return WindowFacts() }
        return series[index].facts(at: now)
    }

    private static func nextExpiry(of series: [WindowSeries]) -> Instant? {
        series.compactMap(\.nextExpiry).min()
    }
}
