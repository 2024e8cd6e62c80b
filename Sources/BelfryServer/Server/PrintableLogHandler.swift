public import Logging

/// A log handler that escapes whatever could forge a line or reach for the terminal, such as a job's name, before another one
/// writes it.
public struct PrintableLogHandler<Base: LogHandler>: LogHandler {
    private var base: Base

    /// A handler in front of another one.
    public init(_ base: Base) {
        self.base = base
    }

    /// The other handler's level.
    public var logLevel: Logger.Level {
        get { base.logLevel }
        set { base.logLevel = newValue }
    }

    /// The other handler's metadata, escaped.
    public var metadata: Logger.Metadata {
        get { base.metadata }
        set { base.metadata = newValue.mapValues(Self.printable) }
    }

    /// One of the other handler's metadata, escaped.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { base[metadataKey: key] }
        set { base[metadataKey: key] = newValue.map(Self.printable) }
    }

    /// Hands an event on, its message and metadata escaped.
    public func log(event: LogEvent) {
        var event = event
        event.message = "\(PlainText.printable(event.message.description))"
        event.metadata = event.metadata?.mapValues(Self.printable)
        base.log(event: event)
    }

    private static func printable(_ value: Logger.MetadataValue) -> Logger.MetadataValue {
        switch value {
        case .string(let text): .string(PlainText.printable(text))
        case .stringConvertible(let value): .string(PlainText.printable(value.description))
        case .array(let values): .array(values.map(printable))
        case .dictionary(let values): .dictionary(values.mapValues(printable))
        }
    }
}
