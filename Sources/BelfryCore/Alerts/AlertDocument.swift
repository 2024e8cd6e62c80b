/// What is kept of an alert as one JSON document, because no SQL asks for most of it by name.
///
/// Its members are `execution`, `job`, `annotations` (`segments`, each `markup` or `text` with its text under `_0`), `value`,
/// `clearedAt` and `isFlapping`; instants are microseconds since the Unix epoch; what there is none of is left out.
public struct AlertDocument: Hashable, Sendable {
    /// The attempt of the latest match; nil for an alert about none.
    public var execution: ExecutionFacts?
    /// The job at the latest match, or at the end.
    public var job: JobFacts
    /// Texts for people.
    public var annotations: [String: RenderedText]
    /// What was measured at the latest match; a number that is not finite is not kept.
    public var value: Double?
    /// Since when its condition has ended.
    public var clearedAt: Instant?
    /// Whether it is kept firing because its job goes up and down.
    public var isFlapping: Bool

    /// What is kept of an alert.
    public init(_ alert: AlertEpisode) {
        (execution, job, annotations) = (alert.execution, alert.job, alert.annotations)
        value = alert.value.flatMap { $0.isFinite ? $0 : nil }
        (clearedAt, isFlapping) = (alert.clearedAt, alert.isFlapping)
    }

    /// The document in UTF-8.
    public var json: [UInt8] {
        var json = JSONBytes(capacity: 1_024)
        json.object { json in
            json.key("annotations")
            Self.write(annotations, to: &json)
            if let clearedAt {
                json.key("clearedAt")
                json.write(clearedAt.microseconds)
            }
            if let execution {
                json.key("execution")
                execution.write(to: &json)
            }
            if isFlapping {
                json.key("isFlapping")
                json.write(true)
            }
            json.key("job")
            job.write(to: &json)
            if let value {
                json.key("value")
                json.write(value)
            }
        }
        return json.bytes
    }

    private static func write(_ annotations: [String: RenderedText], to json: inout JSONBytes) {
        json.object { json in
            for (name, text) in annotations {
                json.key(name)
                text.write(to: &json)
            }
        }
    }
}

extension AlertDocument {
    /// Reads a document; nil where it is none of these.
    public init?(json: [UInt8]) {
        do throws(JSONProblem) {
            var reader = JSONReader(json)
            try self.init(from: &reader)
            try reader.expectEnd()
        } catch {
            return nil
        }
    }

    private init(from json: inout JSONReader) throws(JSONProblem) {
        var execution: ExecutionFacts?
        var job: JobFacts?
        var annotations: [String: RenderedText] = [:]
        var value: Double?
        var clearedAt: Instant?
        var isFlapping = false
        try json.readObject { json, key throws(JSONProblem) in
            switch key {
            case "execution": execution = try ExecutionFacts(from: &json)
            case "job": job = try JobFacts(from: &json)
            case "annotations": annotations = try Self.annotations(from: &json)
            case "value": value = try json.readDouble()
            case "clearedAt": clearedAt = Instant(microseconds: try json.readInteger())
            case "isFlapping": isFlapping = try json.readFlag()
            default: try json.skipValue(depth: 2)
            }
        }
        guard let job else { throw JSONProblem(detail: "no job in it") }
        (self.execution, self.job, self.annotations) = (execution, job, annotations)
        (self.value, self.clearedAt, self.isFlapping) = (value, clearedAt, isFlapping)
    }

    private static func annotations(from json: inout JSONReader) throws(JSONProblem) -> [String: RenderedText] {
        var annotations: [String: RenderedText] = [:]
        try json.readObject { json, key throws(JSONProblem) in
            annotations[key] = try RenderedText(from: &json)
        }
        return annotations
    }
}
