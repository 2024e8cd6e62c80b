/// The latest elements of a sequence, up to a number.
struct Ring<Element> {
    private let capacity: Int
    private var kept: [Element] = []
    /// Where the oldest stands, and the next will, once it is full.
    private var oldest = 0

    /// Room for so many, which must be more than none.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Takes in an element; the oldest goes where there is no room.
    mutating func append(_ element: Element) {
        guard kept.count == capacity else {
            kept.append(element)
            return
        }
        kept[oldest] = element
        oldest = (oldest + 1) % capacity
    }

    /// The elements, oldest first.
    var elements: [Element] { Array(kept[oldest...] + kept[..<oldest]) }
}

extension Ring: Sendable where Element: Sendable {}
