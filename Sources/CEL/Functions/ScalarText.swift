/// A string as an array of Unicode scalars, for functions that count positions in it.
struct ScalarText {
    private let scalars: [Unicode.Scalar]

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    var count: Int { scalars.count }

    /// `position` as an index, the end included.
    func index(_ position: Int64) throws(EvaluationError) -> Int {
        guard position >= 0, position <= Int64(count) else {
            throw EvaluationError(.invalidArgument, "index out of range: \(position)")
        }
        return Int(position)
    }

    func text(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[range])
        return String(text)
    }

    /// Without white space at both ends.
    var trimmed: String {
        guard
            let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return text(first..<last + 1)
    }

    /// Where `part` first occurs at or after `start`; -1 if nowhere.
    func firstIndex(of part: ScalarText, from start: Int) -> Int64 {
        if part.count == 0 { return Int64(start) }
        return occurrences(of: part).first { $0 >= start }.map(Int64.init) ?? -1
    }

    /// Where `part` last begins at or before `end`; -1 if nowhere.
    func lastIndex(of part: ScalarText, upTo end: Int) -> Int64 {
        if part.count == 0 { return Int64(end) }
        return occurrences(of: part).last { $0 <= end }.map(Int64.init) ?? -1
    }

    /// Every place `part`, which is not empty, begins at, overlapping ones included; in linear time.
    private func occurrences(of part: ScalarText) -> [Int] {
        let needle = part.scalars
        guard needle.count <= count else { return [] }
        var failure = [Int](repeating: 0, count: needle.count)
        var matched = 0
        for position in 1..<max(1, needle.count) {
            while matched > 0, needle[position] != needle[matched] { matched = failure[matched - 1] }
            if needle[position] == needle[matched] { matched += 1 }
            failure[position] = matched
        }
        var found: [Int] = []
        matched = 0
        for (place, scalar) in scalars.enumerated() {
            while matched > 0, matched == needle.count || scalar != needle[matched] { matched = failure[matched - 1] }
            if scalar == needle[matched] { matched += 1 }
            if matched == needle.count { found.append(place - matched + 1) }
        }
        return found
    }
}
