internal import BelfryCore

/// Sorts out deliveries of the same attempt inside one batch: the first one is stored, the others follow it.
struct Deliveries {
    /// Indexes of the first delivery of each attempt, in order.
    let firstIndexes: [Int]
    /// For each later delivery, the index of the first.
    private let repeats: [(index: Int, first: Int)]

    /// Whether every attempt is delivered once.
    var areDistinct: Bool { repeats.isEmpty }

    init(_ batch: [ReceivedExecution]) {
        var firsts: [ExecutionIdentity: Int] = [:]
        firsts.reserveCapacity(batch.count)
        var order: [Int] = []
        order.reserveCapacity(batch.count)
        var repeats: [(index: Int, first: Int)] = []
        for (index, received) in batch.enumerated() {
            let identity = received.execution.identity
            if let first = firsts[identity] {
                repeats.append((index, first))
            } else {
                firsts[identity] = index
                order.append(index)
            }
        }
        firstIndexes = order
        self.repeats = repeats
    }

    /// Later deliveries that the first one does not decide: it is in conflict with what is stored, and they differ from it.
    func undecided(_ verdicts: [IngestVerdict?], _ batch: [ReceivedExecution]) -> [Int] {
        repeats.filter { index, first in
            verdicts[first] == .conflict && batch[index].contentDigest != batch[first].contentDigest
        }.map(\.index)
    }

    /// The verdicts of all deliveries, given those of the first ones.
    func complete(_ verdicts: [IngestVerdict?], _ batch: [ReceivedExecution]) -> [IngestVerdict] {
        var all = verdicts
        for (index, first) in repeats where verdicts[index] == nil {
            let isSame = batch[index].contentDigest == batch[first].contentDigest
            switch verdicts[first] {
            case .accepted, .duplicate: all[index] = isSame ? .duplicate : .conflict
            default: all[index] = verdicts[first]
            }
        }
        return all.map { $0 ?? .refused(reason: "no verdict") }
    }
}
