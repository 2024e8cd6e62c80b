import Logging
import Synchronization

/// The messages of a logger, in order.
final class LogRecord: Sendable {
    private struct Handler: LogHandler {
        let record: LogRecord
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            record.texts.withLock { $0.append(event.message.description) }
        }
    }

    private let texts = Mutex<[String]>([])

    var messages: [String] { texts.withLock { $0 } }

    var handler: any LogHandler { Handler(record: self) }
}
