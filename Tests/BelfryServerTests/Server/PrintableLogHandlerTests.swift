import Logging
import Synchronization
import Testing

@testable import BelfryServer

struct PrintableLogHandlerTests {
    /// Keeps what it is given.
    private struct Recorder: LogHandler {
        let events: Events
        var logLevel = Logger.Level.trace
        var metadata = Logger.Metadata()

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            events.lines.withLock { $0.append("\(event.message) \(metadata) \(event.metadata ?? [:])") }
        }
    }

    private final class Events: Sendable {
        let lines = Mutex<[String]>([])
    }

    @Test func aNameNeitherForgesALineNorReachesForTheTerminal() {
        let events = Events()
        var logger = Logger(label: "test") { _ in PrintableLogHandler(Recorder(events: events)) }
        let name = "x\n2026 critical fake \u{1B}[31mred\u{202E}"
        logger[metadataKey: "own"] = "\(name)"
        logger.warning("of \(name)", metadata: ["name": "\(name)", "names": ["\(name)"], "by": ["key": "\(name)"]])
        let line = events.lines.withLock { $0.joined() }
        #expect(line.contains("x\\n2026 critical fake \\u{1b}[31mred\\u{202e}") || line.contains("x\\\\n2026"))
        #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
    }
}
