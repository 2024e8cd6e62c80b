extension Execution {
    /// Why bytes are not an execution in the webhook's shape.
    public struct Malformed: Error, Hashable, CustomStringConvertible {
        /// What is wrong, in words that name the field.
        public var description: String
    }

    /// The execution that a JSON object in the webhook's shape describes, judged as a webhook's body is; nothing is verified.
    public init(webhookBody body: [UInt8]) throws(Malformed) {
        var parser = ExecutionParser(body)
        do throws(JSONProblem) {
            self = try parser.parse()
        } catch {
            throw Malformed(description: error.detail)
        }
    }
}
