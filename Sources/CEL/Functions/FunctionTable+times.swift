extension FunctionTable {
    /// The accessors of timestamps, in UTC or a named zone, and of durations.
    static let times: Library = {
        var library: Library = timestampAccessors.map { name, read in
            (
                name,
                [
                    .unary(isMember: true) { (time: Timestamp) in read(LocalTime(time, offset: 0)) },
                    .binary(isMember: true) { (time: Timestamp, zone: String) throws(EvaluationError) -> Int64 in
                        read(LocalTime(time, offset: try ZoneOffset.seconds(of: zone, at: time)))
                    },
                ]
            )
        }
        library += [
            ("getHours", [.unary(isMember: true) { (span: CELDuration) in span.seconds / 3_600 }]),
            ("getMinutes", [.unary(isMember: true) { (span: CELDuration) in span.seconds / 60 }]),
            ("getSeconds", [.unary(isMember: true) { (span: CELDuration) in span.seconds }]),
            (
                "getMilliseconds",
                [.unary(isMember: true) { (span: CELDuration) in Int64(span.nanoseconds) / 1_000_000 }]
            ),
        ]
        return library
    }()

    private static let timestampAccessors: [(name: String, read: @Sendable (LocalTime) -> Int64)] = [
        ("getFullYear", { $0.date.year }),
        ("getMonth", { $0.date.month - 1 }),
        ("getDate", { $0.date.day }),
        ("getDayOfMonth", { $0.date.day - 1 }),
        ("getDayOfYear", { $0.date.dayOfYear }),
        ("getDayOfWeek", { ($0.days + 4).flooredRemainder(7) }),
        ("getHours", { $0.secondOfDay / 3_600 }),
        ("getMinutes", { $0.secondOfDay / 60 % 60 }),
        ("getSeconds", { $0.secondOfDay % 60 }),
        ("getMilliseconds", { $0.milliseconds }),
    ]
}
