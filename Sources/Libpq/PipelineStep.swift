/// One message sent to the server that is answered with a result.
enum PipelineStep {
    case prepare(query: Int, key: StatementCache.Key, name: String)
    case execute(query: Int, key: StatementCache.Key?)

    /// Which of the exchange's queries it belongs to.
    var query: Int {
        switch self {
        case .prepare(let query, _, _), .execute(let query, _): query
        }
    }
}
