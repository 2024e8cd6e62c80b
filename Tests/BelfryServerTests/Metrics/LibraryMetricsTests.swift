import Metrics
import Testing

@testable import BelfryServer

struct LibraryMetricsTests {
    private let metrics = BelfryMetrics(version: "test")

    private func text(_ library: LibraryMetrics) -> String {
        var writer = ExpositionWriter(format: .text)
        library.write(to: &writer)
        return String(decoding: writer.finished(), as: UTF8.self)
    }

    @Test func everyKindBecomesAFamily() {
        let library = LibraryMetrics(metrics: metrics)
        Counter(label: "hb.requests", dimensions: [("http.route", "/a")], factory: library).increment(by: 3)
        Gauge(label: "pool.size", factory: library).record(4)
        Meter(label: "active", factory: library).increment(by: 2)
        Recorder(label: "batch.items", factory: library).record(6)
        Metrics.Timer(label: "http.server.request.duration", factory: library).recordNanoseconds(2_000_000)
        FloatingPointCounter(label: "spent", factory: library).increment(by: 0.5)
        let text = text(library)
        for line in [
            "# TYPE hb_requests_total counter", #"hb_requests_total{http_route="/a"} 3"#, "pool_size 4", "active 2",
            "# TYPE batch_items summary", "batch_items_sum 6", "batch_items_count 1",
            "# TYPE http_server_request_duration_seconds histogram",
            #"http_server_request_duration_seconds_bucket{le="0.0025"} 1"#,
            "http_server_request_duration_seconds_sum 0.002", "spent_total 0.5",
        ] {
            #expect(text.split(separator: "\n").contains { $0 == line }, "\(line)")
        }
    }

    @Test func theSameLabelAndDimensionsAreTheSameSeries() {
        let library = LibraryMetrics(metrics: metrics)
        for _ in 0..<3 { Counter(label: "c", dimensions: [("a", "1")], factory: library).increment() }
        #expect(text(library).contains(#"c_total{a="1"} 3"#))
    }

    @Test(arguments: [
        ("belfry_webhook_requests_total", "library_belfry_webhook_requests_total"),
        ("process.cpu", "library_process_cpu_total"), ("9lives", "_9lives_total"), ("a-b.c/d:e", "a_b_c_d_e_total"),
        ("x_total", "x_total"), ("x_count", "x_total"), ("_total", "unnamed_total"), ("", "__total"), ("é", "___total"),
    ])
    func namesAreMadeValidAndNeverOurs(_ label: String, name: String) {
        let library = LibraryMetrics(metrics: metrics)
        Counter(label: label, factory: library).increment()
        #expect(text(library).contains("\n\(name) 1\n"))
    }

    @Test func kindsThatWouldShareANameDoNot() {
        let library = LibraryMetrics(metrics: metrics)
        Counter(label: "x", factory: library).increment()
        Gauge(label: "x", factory: library).record(1)
        Recorder(label: "x", factory: library).record(1)
        Counter(label: "x.total", factory: library).increment()
        let types = text(library).split(separator: "\n").filter { $0.hasPrefix("# TYPE") }.map(String.init)
        #expect(
            types == [
                "# TYPE x_2 gauge", "# TYPE x_3 summary", "# TYPE x_4_total counter", "# TYPE x_total counter",
            ]
        )
    }

    @Test func labelNamesAreValidAndStandOnce() {
        let library = LibraryMetrics(metrics: metrics)
        let dimensions = [("le", "1"), ("a.b", "2"), ("a_b", "3"), ("__x", "4")]
        Counter(label: "c", dimensions: dimensions, factory: library).increment()
        #expect(text(library).contains(#"c_total{le_="1",a_b="2",_x="4"} 1"#))
    }

    @Test func destroyedMetricsLeaveAndExcessIsCounted() {
        let library = LibraryMetrics(metrics: metrics)
        let counter = Counter(label: "gone", factory: library)
        counter.increment()
        counter.destroy()
        for number in 0..<1_002 { Counter(label: "c", dimensions: [("n", "\(number)")], factory: library).increment() }
        #expect(!text(library).contains("gone"))
        #expect(metrics.seriesDropped.with("library_limit").value == 2)
    }
}
