/// A timestamp as a date and time of day at an offset from UTC.
struct LocalTime: Sendable {
    /// Days since 1970-01-01.
    let days: Int64
    /// 0 to 86,399.
    let secondOfDay: Int64
    /// 0 to 999.
    let milliseconds: Int64

    init(_ time: Timestamp, offset: Int64) {
        let local = time.seconds + offset
        days = local.flooredQuotient(86_400)
        secondOfDay = local.flooredRemainder(86_400)
        milliseconds = Int64(time.nanoseconds) / 1_000_000
    }

    var date: CivilDate { CivilDate(daysSinceEpoch: days) }
}
