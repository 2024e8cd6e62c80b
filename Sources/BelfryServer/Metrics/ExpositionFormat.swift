/// The two formats in which Belfry tells Prometheus its numbers.
enum ExpositionFormat: CaseIterable, Hashable, Sendable {
    /// Prometheus' text format, version 0.0.4.
    case text
    /// OpenMetrics, version 1.0.0.
    case openMetrics

    /// The whole `Content-Type` value: Prometheus 3 fails a scrape whose type it does not know.
    var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }
}
