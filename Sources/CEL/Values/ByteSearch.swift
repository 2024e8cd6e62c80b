/// A substring to look for, prepared once.
///
/// The search is linear in the text: a long needle uses the failure table of Knuth, Morris and Pratt, a short one is
/// compared at each place where its first byte stands.
struct ByteSearch: Sendable {
    private static let shortest = 16
    let needle: [UInt8]
    private let failure: [Int]

    init(_ text: String) {
        self.init(Array(text.utf8))
    }

    init(_ needle: [UInt8]) {
        self.needle = needle
        var failure: [Int] = []
        if needle.count > Self.shortest {
            failure = [Int](repeating: 0, count: needle.count)
            var matched = 0
            for position in 1..<needle.count {
                while matched > 0, needle[position] != needle[matched] { matched = failure[matched - 1] }
                if needle[position] == needle[matched] { matched += 1 }
                failure[position] = matched
            }
        }
        self.failure = failure
    }

    /// Whether the needle occurs in `text`.
    func occurs(in text: String) -> Bool {
        guard text.utf8.count >= needle.count else { return false }
        return text.withBytes { first(in: $0, from: 0) != nil }
    }

    /// The offset of the first occurrence at or after `start`.
    func first(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard text.count - start >= needle.count else { return nil }
        guard let head = needle.first else { return start }
        return failure.isEmpty ? scan(text, from: start, head: head) : skip(text, from: start)
    }

    /// How many times the needle, which is not empty, occurs without overlap.
    func count(in text: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0
        var start = 0
        while let place = first(in: text, from: start) {
            count += 1
            start = place + needle.count
        }
        return count
    }

    private func scan(_ text: UnsafeBufferPointer<UInt8>, from start: Int, head: UInt8) -> Int? {
        needle.withUnsafeBufferPointer { needle in
            let last = text.count - needle.count
            var place = start
            while place <= last {
                if text[place] == head {
                    var matched = 1
                    while matched < needle.count, text[place + matched] == needle[matched] { matched += 1 }
                    if matched == needle.count { return place }
                }
                place += 1
            }
            return nil
        }
    }

    private func skip(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var matched = 0
        for place in start..<text.count {
            while matched > 0, text[place] != needle[matched] { matched = failure[matched - 1] }
            if text[place] == needle[matched] { matched += 1 }
            if matched == needle.count { return place - matched + 1 }
        }
        return nil
    }
}
