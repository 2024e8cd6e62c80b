/// Finds what somebody may have meant by a misspelt name.
enum NearestName {
    /// The candidate with the fewest edits, if they are few for its length; the first of several in alphabetical order.
    static func of(_ name: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased())
        var best: (name: String, distance: Int)?
        for candidate in Set(candidates).sorted() where candidate != name {
            let spelling = Array(candidate.lowercased())
            let allowed = max(1, min(wanted.count, spelling.count) / 3)
            guard abs(spelling.count - wanted.count) <= allowed else { continue }
            let distance = editDistance(wanted, spelling)
            if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// The suffix of an error message: ` (did you mean 'x'?)`, or nothing.
    static func hint(_ name: String, among candidates: some Sequence<String>) -> String {
        of(name, among: candidates).map { " (did you mean '\($0)'?)" } ?? ""
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn one spelling into the other.
    private static func editDistance(_ left: [Character], _ right: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                var cost = min(last[column + 1] + 1, current[column] + 1)
                cost = min(cost, last[column] + (left[row] == right[column] ? 0 : 1))
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
