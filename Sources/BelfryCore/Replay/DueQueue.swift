/// What is due at which time, soonest first.
///
/// Nothing is taken out before its time: who takes an element looks whether it is still meant.
struct DueQueue<Element: Sendable>: Sendable {
    private var heap: [(at: Instant, element: Element)] = []

    /// The soonest time; nil where there is none.
    var nextAt: Instant? { heap.first?.at }

    /// Adds an element.
    mutating func insert(_ element: Element, at: Instant) {
        heap.append((at, element))
        var child = heap.count - 1
        while child > 0, heap[child].at < heap[(child - 1) / 2].at {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes the soonest element that is due.
    mutating func take(dueAt now: Instant) -> (at: Instant, element: Element)? {
        guard let first = heap.first, first.at <= now else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].at < heap[least].at {
                least = child
            }
            guard least != parent else { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
