extension Instant {
    /// The latest multiple of a span since the Unix epoch that is not after the instant: the start of its hour or day, UTC.
    public func rounded(downTo span: TimeSpan) -> Instant {
        Instant(
            microseconds: microseconds
                - microseconds.flooredQuotientAndRemainder(dividingBy: span.microseconds).remainder
        )
    }
}
