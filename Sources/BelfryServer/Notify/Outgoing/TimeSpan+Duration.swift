internal import BelfryCore

extension TimeSpan {
    /// The whole microseconds of a duration.
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(microseconds: seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    }
}
