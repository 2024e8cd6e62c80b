internal import BelfryCore
internal import BelfryStore

extension AlertSurvey {
    /// A survey by the routing of a dispatch round.
    init(_ alerts: [AlertEpisode], routing: DispatchRouting, silences: [Silence], at now: Instant) {
        self.init(
            alerts,
            root: routing.root,
            inhibitRules: routing.inhibitRules,
            silences: silences,
            fallback: routing.fallback,
            at: now
        )
    }
}
