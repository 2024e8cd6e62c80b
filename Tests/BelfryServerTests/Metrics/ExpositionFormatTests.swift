import Testing

@testable import BelfryServer

struct ExpositionFormatTests {
    private static let prometheus =
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
        + "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2"

    @Test(
        arguments: [
            (nil, ExpositionFormat.text),
            ("", .text),
            ("*/*", .text),
            (prometheus, .openMetrics),
            ("text/plain;version=0.0.4;q=0.5, application/openmetrics-text; version=1.0.0; q=0.4", .text),
            ("text/plain;q=0.4, APPLICATION/OpenMetrics-Text; Version=\"1.0.0\"; Q=0.5", .openMetrics),
            ("application/openmetrics-text;version=1.0.0;q=0, text/plain", .text),
            ("application/openmetrics-text;version=0.0.1", .text),
            ("application/openmetrics-text;version=2.0.0, text/plain;q=0.1", .text),
            ("application/openmetrics-text;q=1.001", .text),
            ("application/openmetrics-text;q=0.1234", .text),
            ("application/openmetrics-text;q=-1", .text),
            ("application/openmetrics-text", .openMetrics),
            ("application/openmetrics-text;note=\"a,b;q=0\";version=1.0.0", .openMetrics),
            ("application/vnd.google.protobuf;q=1,application/openmetrics-text;version=1.0.0;q=0.001", .openMetrics),
            ("image/png", .text),
            ("text/html,application/xhtml+xml,*/*;q=0.8", .text),
        ] as [(String?, ExpositionFormat)]
    )
    func theHighestAcceptableWeightWins(_ accept: String?, format: ExpositionFormat) {
        #expect(ExpositionFormat.negotiated(accept: accept) == format)
    }
}
