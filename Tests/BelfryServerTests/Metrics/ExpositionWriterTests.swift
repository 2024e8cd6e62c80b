import Testing

@testable import BelfryServer

struct ExpositionWriterTests {
    @Test(
        arguments: [
            (0, 0, "0"), (1_500, 3, "1.5"), (5, 3, "0.005"), (0, 3, "0"), (-1_250, 3, "-1.25"), (10, 1, "1"),
            (1_706_191_200_123_456, 6, "1706191200.123456"), (Int64.max, 0, "9223372036854775807"),
            (Int64.min, 0, "-9223372036854775808"), (Int64.max, 6, "9223372036854.775807"), (100, 0, "100"),
        ] as [(Int64, Int, String)]
    )
    func writesDecimalsExactly(_ value: Int64, decimals: Int, text: String) {
        var bytes: [UInt8] = []
        bytes.append(decimal: value, decimals: decimals)
        #expect(String(decoding: bytes, as: UTF8.self) == text)
    }

    @Test(
        arguments: [
            (0.0, "0"), (1.0, "1"), (0.25, "0.25"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
            (-2.5, "-2.5"),
            (1e-7, "1e-07"), (3e20, "3e+20"),
        ] as [(Double, String)]
    )
    func writesNumbersAsBothFormatsSpellThem(_ value: Double, text: String) {
        var bytes: [UInt8] = []
        bytes.append(number: value)
        #expect(String(decoding: bytes, as: UTF8.self) == text)
    }

    private static let family = MetricDescription(
        "x_seconds_total",
        .counter,
        labels: ["a"],
        unit: "seconds",
        help: "A \"quoted\" back\\slash\nand a line."
    )

    @Test(arguments: [
        (
            ExpositionFormat.text,
            """
            # HELP x_seconds_total A "quoted" back\\\\slash\\nand a line.
            # TYPE x_seconds_total counter
            x_seconds_total{a="\\"q\\" \\\\ \\n"} 2

            """
        ),
        (
            .openMetrics,
            """
            # TYPE x_seconds counter
            # UNIT x_seconds seconds
            # HELP x_seconds A \\"quoted\\" back\\\\slash\\nand a line.
            x_seconds_total{a="\\"q\\" \\\\ \\n"} 2
            # EOF

            """
        ),
    ])
    func escapesAsTheFormatWants(_ format: ExpositionFormat, text: String) {
        var writer = ExpositionWriter(format: format)
        writer.begin(Self.family)
        writer.sample("x_seconds_total", labels: writer.labels([("a", "\"q\" \\ \n")]), value: Int64(2))
        #expect(String(decoding: writer.finished(), as: UTF8.self) == text)
    }

    @Test func aHistogramIsCumulativeAndEndsAtInfinity() {
        let cell = HistogramCell(bounds: [0.1, 5])
        for value in [0.1, 0.05, 3, 7] { cell.observe(value) }
        var writer = ExpositionWriter(format: .text)
        cell.write(to: &writer, name: "h", labels: Array("a=\"1\"".utf8))
        #expect(
            String(decoding: writer.finished(), as: UTF8.self) == """
                h_bucket{a="1",le="0.1"} 2
                h_bucket{a="1",le="5.0"} 3
                h_bucket{a="1",le="+Inf"} 4
                h_sum{a="1"} 10.15
                h_count{a="1"} 4

                """
        )
    }

    @Test func aFamilyIsBounded() {
        let dropped = CounterCell()
        let family = MetricFamily(Self.family, dropped: dropped, makeCell: CounterCell.init)
        for number in 0..<1_005 { family.with("\(number)").increment() }
        #expect(family.ordered.count == 1_000)
        #expect(dropped.value == 5)
        #expect(family.with("7").value == 1)
    }
}
