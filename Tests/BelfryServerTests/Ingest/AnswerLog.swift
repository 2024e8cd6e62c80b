import Synchronization

@testable import BelfryServer

/// Keeps the answers of a queue in the order they came.
final class AnswerLog: Sendable {
    private let answers = Mutex<[IngestAnswer]>([])

    var count: Int { answers.withLock { $0.count } }

    /// The answers without their details.
    var kinds: [String] {
        answers.withLock { $0 }.map { answer in
            switch answer {
            case .committed: "committed"
            case .overloaded: "overloaded"
            case .unavailable: "unavailable"
            }
        }
    }

    @Sendable func take(_ answer: IngestAnswer) {
        answers.withLock { $0.append(answer) }
    }
}
